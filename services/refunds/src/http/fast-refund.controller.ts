import { buyerCreditDecider, eligibility, settingsDecider, standingOf, type BuyerCredit } from '@amends/domain/refunds';
import type { FastRefundSettings } from '@amends/contracts';
import { refuse } from '@amends/kernel';
import { handle } from '@amends/platform/event-store';
import {
  CommandRequest,
  Commands,
  CurrentCaller,
  ReadRequest,
  Reads,
  Roles,
  type Caller,
  type CommandContext,
  type ListAnswer,
  type ReadContext,
  pathName,
} from '@amends/platform/http';
import { Body, Controller, Get, Param, Put, Query } from '@nestjs/common';
import { ownBuyer } from '../application/access';
import { FastRefundTerms } from '../application/fast-refund-terms';
import { RefundFinder } from '../application/refund-finder';
import { creditStream, settingsStream } from '../application/streams';
import { ConsentDto, DecisionQuery, FastRefundSettingsDto } from './refunds.dto';

@Controller('v1')
export class FastRefundController {
  constructor(
    private readonly terms: FastRefundTerms,
    private readonly refunds: RefundFinder,
    private readonly commands: Commands,
    private readonly reads: Reads,
  ) {}

  @Get('fast-refund/settings')
  @Roles('agent', 'operator')
  settings(@ReadRequest() context: ReadContext): Promise<void> {
    return this.reads.answer(context, async () => {
      const { settings, version } = await this.terms.settings();
      return { version, body: settings, streamId: settingsStream };
    });
  }

  @Put('fast-refund/settings')
  @Roles('supervisor')
  change(@Body() body: FastRefundSettingsDto, @CommandRequest() context: CommandContext): Promise<void> {
    return this.commands.run(context, async (unit) => {
      const { version } = await unit.load(settingsDecider.aggregate, settingsStream);
      if (context.ifMatch !== undefined && context.ifMatch !== version)
        return refuse('version_conflict', 'the settings have changed', { version, allowedActions: [] });
      const named = Object.entries(body).filter(([, value]) => value !== null); // null is as good as absent
      const data = { settings: Object.fromEntries(named) as FastRefundSettings, at: unit.now };
      await handle(unit, settingsDecider, settingsStream, { type: 'ChangeSettings', data });
      return { status: 200, body: data.settings, etag: version + 1 };
    });
  }

  /** What was decided at approvals, with everything it was decided by; the newest first. */
  @Get('fast-refund/decisions')
  @Roles('agent', 'operator')
  decisions(@Query() query: DecisionQuery, @CurrentCaller() caller: Caller): Promise<ListAnswer<object>> {
    return this.refunds.decisions(caller, query);
  }

  @Get('buyers/:id/fast-refund')
  @Roles('buyer', 'agent', 'operator')
  async standing(@Param('id', pathName) buyerId: string, @CurrentCaller() caller: Caller): Promise<object> {
    ownBuyer(caller, buyerId);
    const { settings } = await this.terms.settings();
    return standingView(buyerId, await this.terms.creditOf(buyerId), settings);
  }

  @Put('buyers/:id/fast-refund/consent')
  @Roles('buyer')
  async consent(
    @Param('id', pathName) buyerId: string,
    @Body() { setOff }: ConsentDto,
    @CommandRequest() context: CommandContext,
  ): Promise<void> {
    ownBuyer(context.caller, buyerId);
    const { settings } = await this.terms.settings();
    return this.commands.run(context, async (unit) => {
      const command = { type: 'ConsentToSetOff', data: { buyerId, setOff, at: unit.now } } as const;
      await handle(unit, buyerCreditDecider, creditStream(buyerId), command);
      const { state } = await unit.load(buyerCreditDecider.aggregate, creditStream(buyerId));
      return { status: 200, body: standingView(buyerId, state, settings) };
    });
  }

  @Get('buyers/:id/accounts')
  @Roles('buyer', 'agent', 'operator')
  async accounts(@Param('id', pathName) buyerId: string, @CurrentCaller() caller: Caller): Promise<object> {
    ownBuyer(caller, buyerId);
    const { points, balance, currency } = await this.terms.creditOf(buyerId);
    return { points: { balance: points }, balance: { balance, currency } };
  }
}

/** Whether a return of no value would be advanced now: what stands in the way whatever it is worth. */
const standingView = (buyerId: string, buyer: BuyerCredit, settings: FastRefundSettings): object => {
  const credit = standingOf(buyer);
  const { eligible, because } = eligibility({ settings, buyerId, credit, type: 'return_refund', amount: 0 });
  return {
    score: credit.score,
    exposure: credit.exposure,
    eligible,
    because,
    setOffConsent: buyer.setOffConsent,
    openRecoveries: buyer.recoveries,
  };
};
