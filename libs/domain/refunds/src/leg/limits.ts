import { later, type Instant } from '@amends/kernel';

/** What a provider demands of the refunds of one payment; what is absent it does not demand. */
export type ProviderLimits = Readonly<{
  /** So many refunds at most. */
  perPayment?: number;
  /** So long between two of them, in milliseconds. */
  apartMs?: number;
  /** So long after the payment, in milliseconds. */
  withinMs?: number;
}>;

/** A refund number that has been, is being, or will be sent for the same payment. */
export type Sending = Readonly<{ sentAt: Instant } | { queuedAt: Instant }>;

/** Whether a leg may be sent: now, not before an instant, or never, and why. */
export type Turn = 'now' | Readonly<{ notBefore: Instant }> | Readonly<{ never: LimitCode }>;
export type LimitCode = 'too_many_refunds' | 'payment_too_old';

/**
 * The turn of a leg (F4), first come, first served. `others`: the legs of the same payment that came before it, sent or
 * still waiting. `paidAt`: null where it is not known, then no age is too old.
 */
export const turnOf = (
  limits: ProviderLimits,
  others: readonly Sending[],
  { paidAt, at }: Readonly<{ paidAt: Instant | null; at: Instant }>,
): Turn => {
  const { perPayment = Infinity, apartMs = 0, withinMs = Infinity } = limits;
  if (others.length >= perPayment) return { never: 'too_many_refunds' };
  if (paidAt !== null && withinMs !== Infinity && at > later(paidAt, withinMs)) return { never: 'payment_too_old' };

  const last = others.flatMap((each) => ('sentAt' in each ? each.sentAt : [])).reduce(newer, '');
  const ahead = others.filter((each) => 'queuedAt' in each).length;
  if (last === '' && ahead === 0) return 'now';
  const notBefore = later(last === '' ? at : last, apartMs * (ahead + 1));
  return notBefore > at ? { notBefore } : 'now';
};

const newer = (a: Instant, b: Instant): Instant => (a > b ? a : b);
