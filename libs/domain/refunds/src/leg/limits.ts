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

/** A refund number of the same payment that was sent, `sentAt` the last time, or waits to be sent before another one does. */
export type Sending = Readonly<{ sentAt: Instant | null; isAhead: boolean }>;

/** Whether a leg may be sent: now, not before an instant, or never, and why. */
export type Turn = 'now' | Readonly<{ notBefore: Instant }> | Readonly<{ never: LimitCode }>;
export type LimitCode = 'too_many_refunds' | 'payment_too_old';

/**
 * The turn of a leg (F4), first come, first served. `others`: the legs of the same payment that were sent or come before it.
 * `paidAt`: null where it is not known, then no age is too old.
 */
export const turnOf = (
  limits: ProviderLimits,
  others: readonly Sending[],
  { paidAt, at }: Readonly<{ paidAt: Instant | null; at: Instant }>,
): Turn => {
  const { perPayment = Infinity, apartMs = 0, withinMs = Infinity } = limits;
  if (others.length >= perPayment) return { never: 'too_many_refunds' };
  if (paidAt !== null && withinMs !== Infinity && at > later(paidAt, withinMs)) return { never: 'payment_too_old' };

  const last = others.map(({ sentAt }) => sentAt ?? '').reduce(newer, '');
  const ahead = others.filter(({ isAhead }) => isAhead).length;
  if (last === '' && ahead === 0) return 'now';
  const notBefore = later(last === '' ? at : last, apartMs * (ahead + 1));
  return notBefore > at ? { notBefore } : 'now';
};

const newer = (a: Instant, b: Instant): Instant => (a > b ? a : b);
