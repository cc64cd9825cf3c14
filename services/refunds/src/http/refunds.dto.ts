import type { RefundStatus } from '@amends/contracts';
import { DECISION_OUTCOMES, type DecisionOutcome } from '@amends/domain/refunds';
import {
  BoundedText,
  Flag,
  IsCurrency,
  IsInstant,
  IsMinor,
  IsPositiveMinor,
  IsWebAddress,
  ListOf,
  OneOf,
  Optional,
  PageQuery,
  Says,
  WholeNumber,
} from '@amends/platform/http';

const STATUSES: readonly RefundStatus[] = [
  'reserved',
  'processing',
  'succeeded',
  'partially_succeeded',
  'failed',
  'canceled',
];

const RECOVERY_STATUSES = ['recovering', 'recovered', 'written_off'] as const;
type RecoveryStatus = (typeof RECOVERY_STATUSES)[number];

export class RefundQuery extends PageQuery {
  @Optional() @BoundedText(64) @Says('Refunds of this order.', 'ord_…') readonly orderId?: string;
  @Optional() @BoundedText(64) @Says('Refunds of this ticket.', 'aft_…') readonly afterSaleId?: string;
  @Optional() @OneOf(STATUSES) readonly status?: RefundStatus;
  @Optional() @IsInstant() @Says('Only what has changed after this instant.') readonly updatedAfter?: string;
  @Optional()
  @OneOf(['true', 'false'])
  @Says('Only refunds that an operator should look at, or that he need not. For agents and operators.')
  readonly needsAttention?: 'true' | 'false';
}

export class ManualSettlementDto {
  @BoundedText(64) @Says('The leg that the provider could not give back.', 'rfd_…-1') readonly legId!: string;
  @BoundedText(128) @Says('The reference of the transfer.', 'T-2026-0001') readonly reference!: string;
  @BoundedText(500) @Says('Why it was paid by hand.') readonly reason!: string;
}

export class RerouteDto {
  @BoundedText(64) @Says('The leg that the provider could not give back.', 'rfd_…-1') readonly legId!: string;
  @OneOf(['balance']) @Says('Where the money may go instead.') readonly tender!: 'balance';
}

/** A body without fields. */
export class NothingDto {}

export class CategoryLimitDto {
  @BoundedText(64) @Says("The shop's name of the category.", 'electronics') readonly category!: string;
  @IsMinor()
  @Says('The most for its goods in one ticket, in minor units; 0: nothing is advanced for them.')
  readonly amountLimit!: number;
}

export class FastRefundSettingsDto {
  @Flag() @Says('The switch: nothing is promised or advanced while it is off.') readonly enabled!: boolean;
  @WholeNumber(0, 100)
  @Says('How many of a hundred buyers it is for; always the same ones.')
  readonly rolloutPercent!: number;
  @WholeNumber(0, 1000) @Says('The lowest credit score it is given to.', 700) readonly minScore!: number;
  @IsMinor() @Says('The most that may be open for one buyer, in minor units.') readonly exposureLimit!: number;
  @IsMinor() @Says('The most that is advanced for one ticket, in minor units.') readonly amountLimit!: number;
  @Flag() @Says('Decides and records, but promises and advances nothing.') readonly shadow!: boolean;

  @Optional()
  @IsMinor()
  @Says('The most that is promised to one buyer in a day of Asia/Shanghai, in minor units; without it any amount.')
  readonly buyerDailyLimit?: number;

  @Optional()
  @IsMinor()
  @Says('The most that is promised to all buyers in such a day; counted from when it is set.')
  readonly dailyLimit?: number;

  @Optional()
  @ListOf(() => CategoryLimitDto, 100, 0)
  @Says('Limits for goods of some categories.')
  readonly categoryLimits?: readonly CategoryLimitDto[];

  @Optional()
  @IsMinor()
  @Says('An operator is alarmed when more than this is out of the fund, in minor units of any currency.')
  readonly fundAlarmLevel?: number;
}

export class DecisionQuery extends PageQuery {
  @Optional() @BoundedText(64) @Says('The decision about this ticket.', 'aft_…') readonly afterSaleId?: string;
  @Optional() @BoundedText(64) @Says('Decisions about tickets of this order.', 'ord_…') readonly orderId?: string;
  @Optional() @BoundedText(64) @Says("Decisions about this buyer's tickets.", 'buyer-1') readonly buyerId?: string;

  @Optional()
  @OneOf(DECISION_OUTCOMES)
  @Says('shadow: it would have been promised, had it not been on trial.')
  readonly outcome?: DecisionOutcome;
}

export class ConsentDto {
  @Flag() @Says('Whether what the buyer owes may be taken from later refunds.') readonly setOff!: boolean;
}

export class RecoveryPaymentDto {
  @BoundedText(64) @Says('The payment that the shop has captured.', 'pay-1001') readonly paymentId!: string;
  @IsPositiveMinor() @Says('In minor units; no more than is open.') readonly amount!: number;
}

export class PaymentLinkDto {
  @IsWebAddress()
  @Says("Where the buyer goes from the provider's page, paid or not.", 'https://shop.example/orders/1001')
  readonly returnUrl!: string;
}

export class RecoveryQuery extends PageQuery {
  @Optional() @BoundedText(64) @Says('Recoveries about this order.', 'ord_…') readonly orderId?: string;
  @Optional() @BoundedText(64) @Says('What this buyer owes.', 'buyer-1') readonly buyerId?: string;
  @Optional() @OneOf(RECOVERY_STATUSES) readonly status?: RecoveryStatus;
}

export class ScoreDto {
  @WholeNumber(0, 1000) @Says('The shopping credit score.', 800) readonly score!: number;
}

export class BalanceDto {
  @IsMinor() @Says('What the account holds, in minor units.') readonly amount!: number;
  @IsCurrency() readonly currency!: string;
}
