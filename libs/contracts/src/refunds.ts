import type { Message, Minor } from '@amends/kernel';
import type { OrderFacts } from './facts';
import type { Amount, LineAmount, Money, RefundKind } from './money';

/** A payment beside those of the order, in minor units: the price of a repair, or what the other item of an exchange costs more. */
export type Charge = Readonly<{ paymentId: string; amount: Minor }>;

/**
 * Asked by after-sales when a ticket's money is fixed. At most one refund per ticket and `refundId`; where an advance has
 * already paid the ticket, it is settled instead and no second refund is made.
 */
export type RequestRefund = Message<
  'refund.request',
  OrderFacts & {
    afterSaleId: string;
    refundId: string;
    kind: Exclude<RefundKind, 'fast'>;
    money: Money;
    /** Instead of `money`: what the buyer had paid beside the order for what came to nothing, or has come back (money.md 13). */
    charge?: Charge;
    /** The ticket whose refused units this one is about: its advance may have paid them already. */
    parentId?: string | null;
  }
>;

export type RefundStatus = 'reserved' | 'processing' | 'succeeded' | 'partially_succeeded' | 'failed' | 'canceled';
export type LegStatus =
  'pending' | 'submitted' | 'unknown' | 'succeeded' | 'failed_retryable' | 'abnormal' | 'failed_final';

/** In every event of a refund. `orderShippingFee`: the order's freight account after the event. */
export type RefundFacts = OrderFacts &
  Readonly<{
    afterSaleId: string;
    refundId: string;
    kind: RefundKind;
    status: RefundStatus;
    amount: Amount;
    lines: readonly LineAmount[];
    orderShippingFee: Readonly<{ paid: Minor; held: Minor; refunded: Minor }>;
    /** It gives back what was paid beside the order, and nothing of that. */
    charge?: Charge;
  }>;
export type RefundChanged = Message<
  | 'refund.created'
  | 'refund.processing'
  | 'refund.succeeded'
  | 'refund.partially_succeeded'
  | 'refund.failed'
  | 'refund.reversed'
  | 'refund.retried'
  | 'refund.cancelled',
  RefundFacts & {
    /** Whether any leg will still be tried by itself; the ticket is refunding while it is. */
    trying: boolean;
    /** Why nothing was reserved, e.g. `refund_exceeds_remaining`. */
    failureCode?: string;
  }
>;

export type LegFacts = OrderFacts &
  Readonly<{
    afterSaleId: string;
    refundId: string;
    legId: string;
    tender: string;
    paymentId: string | null;
    refundNumber: string | null;
    amount: Minor;
    legStatus: LegStatus;
    attempts: number;
    failureCode: string | null;
    /** The money did not go through the provider: it was transferred by hand. */
    byHand?: boolean;
  }>;
export type RefundLegChanged = Message<
  'refund_leg.submitted' | 'refund_leg.queued' | 'refund_leg.unknown' | 'refund_leg.succeeded' | 'refund_leg.failed',
  LegFacts
>;

/** Money that cannot go back to where it came from: the buyer is asked whether it may go to his balance. */
export type RerouteStatus = 'offered' | 'accepted' | 'declined' | 'expired';
export type RerouteChanged = Message<
  'refund_reroute.offered' | 'refund_reroute.accepted' | 'refund_reroute.declined' | 'refund_reroute.expired',
  OrderFacts &
    Readonly<{
      afterSaleId: string;
      refundId: string;
      number: number;
      legId: string;
      tender: 'balance';
      amount: Minor;
      answerBy: string;
    }>
>;

export type FastRefundRefusal =
  | 'disabled'
  | 'rollout'
  | 'score_too_low'
  | 'amount_limit'
  | 'exposure_limit'
  | 'open_recovery'
  | 'written_off'
  | 'type_not_covered'
  | 'buyer_daily_limit'
  | 'category_limit'
  | 'daily_limit';
/** `undone`: the provider took the advance back before anybody answered for it; nothing is out until it is paid again. */
export type FastRefundChanged = Message<
  | 'fast_refund.eligible'
  | 'fast_refund.advanced'
  | 'fast_refund.undone'
  | 'fast_refund.settled'
  | 'fast_refund.contested',
  OrderFacts & {
    afterSaleId: string;
    refundId: string | null;
    amount: Minor;
    inputs?: Readonly<Record<string, unknown>>;
  }
>;

/**
 * The buyer owes what is open of an advance, or the price of goods kept beside their replacement (states.md A6, X9), and what
 * became of it (A8). `amount` in minor units: owed, got back in all, or given up.
 */
export type RecoveryChanged = Message<
  'recovery.started' | 'recovery.completed' | 'recovery.written_off',
  OrderFacts & {
    afterSaleId: string;
    refundId: string | null;
    amount: Minor;
    /** With the start of a debt for goods: nothing was advanced in money. */
    goods?: boolean;
  }
>;
/** The buyer is asked again for what is open. */
export type RecoveryReminded = Message<
  'recovery.reminded',
  OrderFacts & { afterSaleId: string; refundId: string; amount: Minor }
>;
/** From the buyer's balance, from another refund of his, or paid; `open` is what is left after it. */
export type RecoverySource = 'balance' | 'set_off' | 'payment';
export type RecoveryPaymentReceived = Message<
  'recovery.payment_received',
  OrderFacts & {
    afterSaleId: string;
    refundId: string;
    amount: Minor;
    open: Minor;
    source: RecoverySource;
    paymentId: string | null;
  }
>;

/**
 * Private: what the options need to say whether a fast refund would be given. `tickets`: those whose money or goods are in
 * `exposure`; `promised`: to the buyer on the last day on which anything was, whatever became of it, the day of Asia/Shanghai
 * named by the instant it begins. Events of before they were told have none.
 */
export type BuyerCreditChanged = Message<
  'buyer_credit.changed',
  Readonly<{
    buyerId: string;
    score: number;
    exposure: Minor;
    openRecovery: boolean;
    writtenOff: boolean;
    tickets?: readonly string[];
    promised?: Readonly<{ day: string; amount: Minor }>;
    occurredAt: string;
  }>
>;
/**
 * Private, told while `dailyLimit` is set: a fast refund was promised on this day. `promised`: all of the day with it, minor
 * units; events of before it was told have none.
 */
export type FastRefundDayPromised = Message<
  'fast_refund_day.promised',
  Readonly<{ day: string; afterSaleId: string; amount: Minor; promised?: Minor; occurredAt: string }>
>;
/** All amounts in minor units, of whatever currency; a cap that is left out does not bind. */
export type FastRefundSettings = Readonly<{
  enabled: boolean;
  rolloutPercent: number;
  minScore: number;
  exposureLimit: Minor;
  amountLimit: Minor;
  shadow: boolean;
  /** The most that is promised to one buyer in a day of Asia/Shanghai. */
  buyerDailyLimit?: Minor;
  /** The most that is promised to all buyers together in such a day. */
  dailyLimit?: Minor;
  /** The most cash for goods of a category in one ticket; 0: none. */
  categoryLimits?: readonly CategoryLimit[];
  /** From how much on that is out of the platform's fund, in any currency, an operator is alarmed. */
  fundAlarmLevel?: Minor;
}>;
export type CategoryLimit = Readonly<{ category: string; amountLimit: Minor }>;
export type FastRefundSettingsChanged = Message<
  'fast_refund.settings_changed',
  FastRefundSettings & { settings: 'fast_refund'; occurredAt: string }
>;
