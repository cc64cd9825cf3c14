import type { FastRefundSettings } from '@amends/contracts';
import type { Instant, Minor } from '@amends/kernel';
import { NEW_BUYER } from '../buyer-credit/buyer-credit';
import { promisedOn } from '../buyer-credit/decide';
import { dayOf } from '../fast-refund-day/fast-refund-day';
import { eligibility, onTrial, type CreditStanding, type Eligibility, type Promised } from './eligibility';

/** What another service has heard of all that decides about a fast refund. */
export type HeardOfFastRefund = Readonly<{
  settings: FastRefundSettings;
  /** `promised` as `buyer_credit.changed` tells it; undefined before anything was told. */
  credit: CreditStanding & Readonly<{ promised?: Readonly<{ day: string; amount: Minor }> }>;
  /** The last day of which `fast_refund_day.promised` was heard, with the most it has told; null before the first. */
  day: Readonly<{ day: string; promised: Minor }> | null;
}>;

/** A return before it is applied for: whose, and the goods with their cash; `amount` with the freight, minor units. */
export type ExpectedReturn = Readonly<{ buyerId: string; amount: Minor; goods: Promised['goods']; at: Instant }>;

/**
 * What the approval would decide if it came now, by what has been heard: the same rules over the same limits. It is no promise:
 * another ticket may take the room first, and the last of what was decided may not have been heard. On trial nothing is
 * promised to anybody: `disabled`.
 */
export const expectedFastRefund = (
  { settings, credit, day }: HeardOfFastRefund,
  { buyerId, amount, goods, at }: ExpectedReturn,
): Eligibility => {
  const promised = {
    buyerToday: promisedOn({ promised: credit.promised ?? NEW_BUYER.promised }, at),
    allToday: day?.day === dayOf(at) ? day.promised : 0,
    goods,
  };
  const { because } = eligibility({ settings, buyerId, credit, type: 'return_refund', amount, promised });
  const all = onTrial(settings, because);
  return { eligible: all.length === 0, because: all };
};
