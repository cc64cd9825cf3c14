import { recoveryOf, recoveryView, type Account, type AccountRefusal, type RecoveryView } from '@amends/domain/refunds';
import { isRefusal, type Refusal } from '@amends/kernel';
import type { Unit } from '@amends/platform/event-store';
import {
  CommandRequest,
  Commands,
  CurrentCaller,
  notFound,
  pathId,
  Roles,
  type Caller,
  type CommandContext,
  type ListAnswer,
} from '@amends/platform/http';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { changeAccount } from '../application/change-account';
import { PaymentLinks } from '../application/payment-links';
import { RefundFinder } from '../application/refund-finder';
import { PaymentLinkDto, RecoveryPaymentDto, RecoveryQuery } from './refunds.dto';

/** What buyers owe: of an advance, or for goods that were kept beside their replacement. */
@Controller('v1/fast-refund/recoveries')
export class RecoveriesController {
  constructor(
    private readonly refunds: RefundFinder,
    private readonly links: PaymentLinks,
    private readonly commands: Commands,
  ) {}

  @Get()
  @Roles('buyer', 'agent', 'operator')
  list(@Query() query: RecoveryQuery, @CurrentCaller() caller: Caller): Promise<ListAnswer<RecoveryView>> {
    return this.refunds.recoveries(caller, query);
  }

  @Get(':id')
  @Roles('buyer', 'agent', 'operator')
  async read(@Param('id', pathId('rfd')) id: string, @CurrentCaller() caller: Caller): Promise<RecoveryView> {
    const { data } = await this.refunds.recoveries(caller, { id, limit: 1 });
    return data[0] ?? notFound();
  }

  /** A page of the payment provider on which all that is open can be paid; while there is one, the same one. */
  @Post(':id/payment-links')
  @Roles('buyer', 'agent')
  async link(
    @Param('id', pathId('rfd')) refundId: string,
    @Body() { returnUrl }: PaymentLinkDto,
    @CommandRequest() context: CommandContext,
  ): Promise<void> {
    return this.change(context, refundId, (unit, streamId) => this.links.open(unit, { streamId, refundId }, returnUrl));
  }

  /** A payment that the shop has captured pays what is owed; a link that could be paid is closed before. */
  @Post(':id/payments')
  @Roles('buyer', 'agent')
  async pay(
    @Param('id', pathId('rfd')) refundId: string,
    @Body() { paymentId, amount }: RecoveryPaymentDto,
    @CommandRequest() context: CommandContext,
  ): Promise<void> {
    return this.change(context, refundId, async (unit, streamId) => {
      await this.links.close({ streamId, refundId }, context.metadata);
      const data = { refundId, amount, source: 'payment', paymentId, at: unit.now } as const;
      const paid = await changeAccount(unit, streamId, { type: 'PayRecovery', data });
      return isRefusal(paid) ? paid : paid.state;
    });
  }

  /** Changes the account that a recovery is in, and answers how the recovery stands then. */
  private async change(
    context: CommandContext,
    refundId: string,
    work: (unit: Unit, streamId: string) => Promise<Account | Refusal<AccountRefusal>>,
  ): Promise<void> {
    const streamId = (await this.refunds.recovery(context.caller, refundId)) ?? notFound();
    return this.commands.run(
      context,
      async (unit) => {
        const account = await work(unit, streamId);
        return isRefusal(account) ? account : { status: 201, body: viewIn(account, refundId) };
      },
      { keyRequired: true },
    );
  }
}

const viewIn = (account: Account, refundId: string): RecoveryView =>
  recoveryView(account, recoveryOf(account, refundId) ?? notFound());
