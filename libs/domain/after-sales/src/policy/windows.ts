import type { AfterSaleType } from '@amends/contracts';
import { DAY_MS, SECOND_MS, endOfDayWindow, endOfMonthWindow, later, millis, type Instant } from '@amends/kernel';
import type { Policy } from './policy';
import type { Reason } from './reasons';

/** From when a window of a line runs: each null before it has happened. */
export type WindowStart = Readonly<{ paidAt: Instant; receivedAt: Instant | null; warrantyMonths: number }>;

/**
 * The last second in which units may be asked for, or null while no end is set: before receipt, and for goodwill, which
 * has no window (rulings.md 2.1–2.3). An instant up to 999 ms after it is still inside.
 */
export const windowEnd = (
  type: AfterSaleType,
  reason: Reason,
  policy: Policy,
  { paidAt, receivedAt, warrantyMonths }: WindowStart,
): Instant | null => {
  switch (type) {
    case 'compensation':
      return null;
    case 'price_protection':
      return endAfter(paidAt, policy.windows.priceProtection, policy);
    case 'repair':
      if (receivedAt === null) return null;
      return policy.exact
        ? endAfter(receivedAt, policy.windows.quality, policy)
        : endOfMonthWindow(receivedAt, Math.max(policy.repairMonths, warrantyMonths));
    case 'exchange':
      return receivedAt === null ? null : endAfter(receivedAt, policy.windows.exchange, policy);
    case 'refund_only':
    case 'return_refund':
    case 'reissue':
      return receivedAt === null ? null : endAfter(receivedAt, daysFor(reason, policy), policy);
  }
};

/** Whether an instant lies inside a window with this last second. */
export const isOpenAt = (windowEndsAt: Instant | null, at: Instant): boolean =>
  windowEndsAt === null || millis(at) < millis(windowEndsAt) + SECOND_MS;

const daysFor = (reason: Reason, { windows }: Policy): number =>
  reason.window === 'no_reason' ? windows.noReason : windows.quality;

const endAfter = (from: Instant, days: number, { exact }: Policy): Instant =>
  exact ? later(from, days * DAY_MS - SECOND_MS) : endOfDayWindow(from, days);
