import type { FastRefundRefusal, Money, OrderFacts, RequestRefund } from '@amends/contracts';
import type { Instant, Minor } from '@amends/kernel';
import type { FastRefundStage } from './transitions';

/** What the ticket has asked for though an advance was under way or made: `settled` once it is taken from the merchant. */
export type AskedOfAdvance = Readonly<{ request: RequestRefund['data']; settled: boolean }>;

/** What the buyer has to give back, from when on, and the ticket whose end said so. */
export type Recovery = Readonly<{
  /** Whose debt it is: known even where the order's payment is not heard of yet. */
  order: Omit<OrderFacts, 'occurredAt'>;
  refundId: string;
  afterSaleId: string;
  startedAt: Instant;
  /** Reminders sent so far; each gives the wait for the next a number of its own. */
  reminders: number;
  /** Links to pay it by that were made so far; `link` is the newest. */
  linksMade: number;
  link: PaymentLink | null;
}>;

/** A page of the payment provider on which the buyer pays what is open. `closed` and `paid` are for good. */
export type PaymentLink = Readonly<{
  number: string;
  providerId: string;
  url: string;
  amount: Minor;
  status: 'open' | 'paid' | 'closed';
  expiresAt: Instant;
  /** How often the provider was asked since it expired, and when it will be next. */
  asks: number;
  askAt: Instant;
}>;

/** What was decided at the approval, and by what; `occurredAt` is when. */
export type FastRefundDecision = OrderFacts &
  Readonly<{
    because: readonly FastRefundRefusal[];
    /** Decided on trial: nothing was promised, whatever came out. */
    shadow: boolean;
    inputs: Readonly<Record<string, unknown>>;
    /** Why what was promised was not advanced after all. */
    released: string | null;
  }>;

/** The fast refund of one ticket, with its book: advanced = settled + recovered + written off + open. */
export type FastRefund = Readonly<{
  afterSaleId: string;
  stage: FastRefundStage;
  /** The money of the approval; null before it. */
  money: Money | null;
  /** Null before it is made, and where none was due. */
  decision: FastRefundDecision | null;
  /** The carrier has the parcel. */
  scanned: boolean;
  refundId: string | null;
  advanced: Minor;
  settled: Minor;
  recovered: Minor;
  writtenOff: Minor;
  /** Cash worth of goods that the buyer has not sent back yet though their replacement has left (X9). */
  goodsOwed: Minor;
  recovery: Recovery | null;
  asked: readonly AskedOfAdvance[];
  /** Refused goods whose contest is not told yet; `childId` null: all of the parcel was refused. */
  contest: Readonly<{ childId: string | null }> | null;
  /** What was decided about contested money; `paid`: the ticket asks for its part of it. Null while it is undecided. */
  verdict: Readonly<{ afterSaleId: string; paid: boolean }> | null;
  /** The ticket that the refused units of a partly accepted parcel moved to. */
  childId: string | null;
  /** The carrier never had the parcel, and the ticket has ended by it: what is advanced is the buyer's to give back (A7). */
  revoked: boolean;
}>;

/** What nobody has answered for yet, in minor units. */
export const openOf = ({ advanced, settled, recovered, writtenOff }: FastRefund): Minor =>
  advanced - settled - recovered - writtenOff;

/** Nothing known of the ticket yet. */
export const noFastRefund = (afterSaleId: string): FastRefund => ({
  afterSaleId,
  stage: 'none',
  money: null,
  decision: null,
  scanned: false,
  refundId: null,
  advanced: 0,
  settled: 0,
  recovered: 0,
  writtenOff: 0,
  goodsOwed: 0,
  recovery: null,
  asked: [],
  contest: null,
  verdict: null,
  childId: null,
  revoked: false,
});
