import { ledgerView, refundOf, type Account } from '@amends/domain/refunds';
import { Clock, isRefusal, type Refusal } from '@amends/kernel';
import {
  CommandRequest,
  Commands,
  CurrentCaller,
  momentOf,
  MomentQuery,
  notFound,
  pathId,
  problem,
  ReadRequest,
  Reads,
  Roles,
  type Caller,
  type CommandContext,
  type ListAnswer,
  type ProblemCode,
  type ReadContext,
  type Reply,
} from '@amends/platform/http';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { isDesk } from '../application/access';
import { changeAccount } from '../application/change-account';
import { RefundFinder } from '../application/refund-finder';
import { viewFor } from './refund-view';
import { NothingDto, RefundQuery } from './refunds.dto';

@Controller('v1')
export class RefundsController {
  constructor(
    private readonly refunds: RefundFinder,
    private readonly commands: Commands,
    private readonly reads: Reads,
    private readonly clock: Clock,
  ) {}

  @Get('refunds')
  @Roles('buyer', 'merchant', 'agent', 'operator', 'integrator')
  async list(
    @Query() { needsAttention, ...query }: RefundQuery,
    @CurrentCaller() caller: Caller,
  ): Promise<ListAnswer<object>> {
    if (needsAttention !== undefined && !isDesk(caller)) problem('forbidden');
    const flagged = needsAttention === undefined ? {} : { flagged: needsAttention === 'true' };
    const { items, nextCursor } = await this.refunds.list(caller, { ...query, ...flagged });
    return { data: items.map(({ account, refund }) => viewFor(caller, account, refund)), nextCursor };
  }

  @Get('refunds/:id')
  @Roles('buyer', 'merchant', 'agent', 'operator', 'integrator')
  async read(
    @Param('id', pathId('rfd')) id: string,
    @Query() query: MomentQuery,
    @ReadRequest() context: ReadContext,
  ): Promise<void> {
    const moment = momentOf(query, this.clock);
    if (moment !== undefined) {
      const past = await this.refunds.past(context.caller, id, moment);
      const body = past && viewFor(context.caller, past.account, past.refund);
      this.reads.answerPast(context, body && { version: body.version, body });
      return;
    }
    return this.reads.answer(context, async () => {
      const found = await this.refunds.refund(context.caller, id);
      if (found === undefined) return undefined;
      const { account, refund, streamId } = found;
      return { version: refund.version, body: viewFor(context.caller, account, refund), streamId };
    });
  }

  @Post('refunds/:id/retry')
  @Roles('agent', 'operator')
  async retry(
    @Param('id', pathId('rfd')) id: string,
    @Body() _: NothingDto,
    @CommandRequest() context: CommandContext,
  ): Promise<void> {
    const { streamId } = (await this.refunds.refund(context.caller, id)) ?? notFound();
    return this.commands.run(
      context,
      async (unit) => {
        const { ifMatch } = context;
        const data = { refundId: id, at: unit.now, ...(ifMatch === undefined ? {} : { ifMatch }) };
        const retried = await changeAccount(unit, streamId, { type: 'Retry', data });
        return isRefusal(retried) ? retried : replyWith(context.caller, retried.state, id);
      },
      { keyRequired: true },
    );
  }

  @Get('orders/:id/ledger')
  @Roles('merchant', 'agent', 'operator')
  ledger(@Param('id', pathId('ord')) id: string, @ReadRequest() context: ReadContext): Promise<void> {
    return this.reads.answer(context, async () => {
      const found = await this.refunds.account(context.caller, id);
      if (found === undefined) return undefined;
      const { account, version, streamId } = found;
      return { version, body: ledgerView(account), streamId };
    });
  }
}

const replyWith = (caller: Caller, account: Account, id: string): Reply | Refusal<ProblemCode> => {
  const refund = refundOf(account, id) ?? notFound();
  return { status: 200, body: viewFor(caller, account, refund), etag: refund.version };
};
