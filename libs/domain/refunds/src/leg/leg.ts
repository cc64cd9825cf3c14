import type { Charge, LegStatus, Tender } from '@amends/contracts';
import type { Instant, Minor } from '@amends/kernel';

/** Where a part of the money goes back to: a payment's tender, the points of the buyer, or what he owes of an advance. */
export type LegTender = Tender | 'points' | 'set_off';

/** What a leg gives back of one line; `lineNumber` null is the order's freight. */
export type Cover = Readonly<{ lineNumber: number | null; amount: Minor }>;

/** A leg as it is planned. `amount` in minor units, of points in points. */
export type PlannedLeg = Readonly<{
  legId: string;
  tender: LegTender;
  paymentId: string | null;
  /** The provider's key: the same at every try. Null for legs in our own books. */
  refundNumber: string | null;
  amount: Minor;
  covers: readonly Cover[];
}>;

/** Until when a leg waits: to ask the provider about it, to try it again, or for its turn to be sent at all. */
export type LegWait = Readonly<{ for: 'query' | 'retry' | 'turn'; dueAt: Instant }>;

export type Leg = PlannedLeg &
  Readonly<{
    status: LegStatus;
    /** How often the provider was asked for it. */
    attempts: number;
    /** How often in a row the provider said "not now". */
    retries: number;
    failureCode: string | null;
    /** Since when this round of asking goes on. */
    since: Instant | null;
    waits: LegWait | null;
    /** Grows whenever `waits` changes, so that a late wake-up is harmless. */
    token: number;
    /** When it was last decided to send it; null while it waits for its turn. */
    submittedAt: Instant | null;
    /** The last try that has had its turn at a provider with limits, and when that was; null where none had. */
    sent: Readonly<{ attempt: number; at: Instant }> | null;
    /** Since when it has been waiting for its turn at the provider; null when it never had to, or has been sent. */
    queuedAt: Instant | null;
    /** When it came to what it is now, if that is an end: success or failure. */
    concludedAt: Instant | null;
    /** It was paid by hand, and not by the provider. */
    byHand: boolean;
    /** The provider has kept silent so long that a person must look. */
    overdue: boolean;
  }>;

/** Tenders that the payment provider holds; the others are legs in our own books. */
export const isExternal = ({ tender }: Readonly<{ tender: LegTender }>): boolean =>
  tender === 'card' || tender === 'wallet';

/** A leg that nothing has been done for. */
export const pendingLeg = (planned: PlannedLeg): Leg => ({
  ...planned,
  status: 'pending',
  attempts: 0,
  retries: 0,
  failureCode: null,
  since: null,
  waits: null,
  token: 0,
  submittedAt: null,
  sent: null,
  queuedAt: null,
  concludedAt: null,
  byHand: false,
  overdue: false,
});

/** The id of the leg at this place of a refund, counted from 0; also its number at the provider, which names the refund. */
export const legIdOf = (refundId: string, place: number): string => `${refundId}-${String(place + 1)}`;

/** The refund that a number of ours at the provider belongs to. */
export const refundIdOf = (refundNumber: string): string => refundNumber.slice(0, refundNumber.lastIndexOf('-'));

/** What the provider is asked for the price of a repair: it goes back to the card by which it was paid. */
export const chargeLegs = (refundId: string, { paymentId, amount }: Charge): readonly PlannedLeg[] => {
  const legId = legIdOf(refundId, 0);
  return [{ legId, tender: 'card', paymentId, refundNumber: legId, amount, covers: [] }];
};
