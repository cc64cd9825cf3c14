import { claimView } from '@amends/domain/insurance';
import { isRefusal, type Refusal } from '@amends/kernel';
import {
  CommandRequest,
  Commands,
  CurrentCaller,
  pathId,
  Roles,
  type Caller,
  type CommandContext,
  type ListAnswer,
  type ProblemCode,
  type Reply,
} from '@amends/platform/http';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { Claims, type ClaimOutcome } from '../application/claims';
import { InsuranceFinder } from '../application/insurance-finder';
import { ClaimQuery, NothingDto, SubmitClaimDto } from './insurance.dto';

@Controller('v1/insurance/claims')
export class ClaimsController {
  constructor(
    private readonly claims: Claims,
    private readonly finder: InsuranceFinder,
    private readonly commands: Commands,
  ) {}

  @Get()
  @Roles('buyer', 'merchant', 'agent', 'operator')
  async list(
    @Query() { needsAttention, ...query }: ClaimQuery,
    @CurrentCaller() caller: Caller,
  ): Promise<ListAnswer<object>> {
    const flagged = needsAttention === undefined ? {} : { flagged: needsAttention === 'true' };
    const { items, nextCursor } = await this.finder.claims(caller, { ...query, ...flagged });
    return { data: items.map(({ order, policy, claim }) => claimView(order, policy, claim)), nextCursor };
  }

  @Post()
  @Roles('buyer', 'merchant', 'agent')
  async submit(@Body() { afterSaleId }: SubmitClaimDto, @CommandRequest() context: CommandContext): Promise<void> {
    const place = await this.claims.ofTicket(context.caller, afterSaleId);
    return this.commands.run(context, async (unit) => reply(201, await this.claims.submit(unit, place, afterSaleId)), {
      keyRequired: true,
    });
  }

  @Post(':id/appeal')
  @Roles('buyer', 'merchant', 'agent')
  async appeal(
    @Param('id', pathId('clm')) claimId: string,
    @Body() _: NothingDto,
    @CommandRequest() context: CommandContext,
  ): Promise<void> {
    const { caller, ifMatch } = context;
    const place = await this.claims.ofId(caller, claimId);
    return this.commands.run(context, async (unit) =>
      reply(200, await this.claims.appeal(unit, place, { claimId, caller, ifMatch })),
    );
  }
}

const reply = (status: number, outcome: ClaimOutcome): Reply | Refusal<ProblemCode> => {
  if (isRefusal(outcome)) return outcome;
  const { order, policy, claim } = outcome;
  return { status, body: claimView(order, policy, claim), etag: claim.version };
};
