import { refundOf, type AccountCommand } from '@amends/domain/refunds';
import { isRefusal, type Instant } from '@amends/kernel';
import {
  CommandRequest,
  Commands,
  notFound,
  pathId,
  pathNumber,
  problem,
  Roles,
  type CommandContext,
} from '@amends/platform/http';
import { Body, Controller, Param, Post } from '@nestjs/common';
import { changeAccount } from '../application/change-account';
import { LegDriver } from '../application/leg-driver';
import { RefundFinder, type FoundRefund } from '../application/refund-finder';
import { viewFor } from './refund-view';
import { ManualSettlementDto, NothingDto, RerouteDto } from './refunds.dto';

const CREATED = 201;
const DONE = 200;

/** Other ways for money that the provider cannot give back: by hand, seen by two persons, or to the buyer's balance. */
@Controller('v1/refunds')
export class LostLegsController {
  constructor(
    private readonly refunds: RefundFinder,
    private readonly driver: LegDriver,
    private readonly commands: Commands,
  ) {}

  /** Says that the money of a lost leg was transferred by hand. */
  @Post(':id/manual-settlements')
  @Roles('agent', 'operator')
  async propose(
    @Param('id', pathId('rfd')) refundId: string,
    @Body() body: ManualSettlementDto,
    @CommandRequest() context: CommandContext,
  ): Promise<void> {
    const by = context.caller.id;
    await this.run(context, { refundId, status: CREATED, aboutLeg: body.legId }, (at) => ({
      type: 'ProposeManualSettlement',
      data: { refundId, ...body, by, at },
    }));
  }

  @Post(':id/manual-settlements/:number/confirm')
  @Roles('agent', 'operator')
  confirm(
    @Param('id', pathId('rfd')) refundId: string,
    @Param('number', pathNumber) number: number,
    @Body() _: NothingDto,
    @CommandRequest() context: CommandContext,
  ): Promise<void> {
    return this.decide(context, refundId, number, true);
  }

  @Post(':id/manual-settlements/:number/decline')
  @Roles('agent', 'operator')
  decline(
    @Param('id', pathId('rfd')) refundId: string,
    @Param('number', pathNumber) number: number,
    @Body() _: NothingDto,
    @CommandRequest() context: CommandContext,
  ): Promise<void> {
    return this.decide(context, refundId, number, false);
  }

  /** Asks the buyer whether the money of a lost leg may go another way. */
  @Post(':id/reroutes')
  @Roles('agent')
  async offer(
    @Param('id', pathId('rfd')) refundId: string,
    @Body() body: RerouteDto,
    @CommandRequest() context: CommandContext,
  ): Promise<void> {
    await this.run(context, { refundId, status: CREATED, aboutLeg: body.legId }, (at) => ({
      type: 'OfferReroute',
      data: { refundId, ...body, at },
    }));
  }

  @Post(':id/reroutes/:number/accept')
  @Roles('buyer')
  accept(
    @Param('id', pathId('rfd')) refundId: string,
    @Param('number', pathNumber) number: number,
    @Body() _: NothingDto,
    @CommandRequest() context: CommandContext,
  ): Promise<void> {
    return this.answer(context, refundId, number, true);
  }

  @Post(':id/reroutes/:number/decline')
  @Roles('buyer')
  refuse(
    @Param('id', pathId('rfd')) refundId: string,
    @Param('number', pathNumber) number: number,
    @Body() _: NothingDto,
    @CommandRequest() context: CommandContext,
  ): Promise<void> {
    return this.answer(context, refundId, number, false);
  }

  private async decide(context: CommandContext, refundId: string, number: number, confirmed: boolean): Promise<void> {
    const by = context.caller.id;
    const found = await this.refunds.refund(context.caller, refundId);
    const legId = found?.refund.settlements.find((each) => each.number === number)?.legId;
    const about = { refundId, status: DONE, ...(confirmed && legId !== undefined && { aboutLeg: legId }) };
    await this.run(context, about, (at) => ({
      type: 'DecideManualSettlement',
      data: { refundId, number, confirmed, by, at },
    }));
  }

  private async answer(context: CommandContext, refundId: string, number: number, accepted: boolean): Promise<void> {
    const found = await this.refunds.refund(context.caller, refundId);
    const legId = found?.refund.reroutes.find((each) => each.number === number)?.legId;
    const about = { refundId, status: DONE, ...(accepted && legId !== undefined && { aboutLeg: legId }) };
    await this.run(context, about, (at) => ({ type: 'AnswerReroute', data: { refundId, number, accepted, at } }));
  }

  /** `aboutLeg`: the provider is asked about it first, so that nothing is paid twice; 503 while it cannot be heard. */
  private async run(
    context: CommandContext,
    { refundId, status, aboutLeg }: Readonly<{ refundId: string; status: number; aboutLeg?: string }>,
    command: (at: Instant) => AccountCommand,
  ): Promise<void> {
    const found = (await this.refunds.refund(context.caller, refundId)) ?? notFound();
    if (aboutLeg !== undefined && context.key !== undefined) await this.askProvider(context, found, aboutLeg);
    return this.commands.run(
      context,
      async (unit) => {
        const changed = await changeAccount(unit, found.streamId, command(unit.now));
        if (isRefusal(changed)) return changed;
        const refund = refundOf(changed.state, refundId) ?? notFound();
        return { status, body: viewFor(context.caller, changed.state, refund), etag: refund.version };
      },
      { keyRequired: true },
    );
  }

  private async askProvider({ metadata }: CommandContext, { streamId, refund }: FoundRefund, legId: string) {
    const leg = refund.legs.find((each) => each.legId === legId);
    if (leg === undefined || !['abnormal', 'failed_final'].includes(leg.status)) return;
    const isHeard = await this.driver.ask({ streamId, refundId: refund.refundId, legId }, metadata);
    if (!isHeard) problem('unavailable');
  }
}
