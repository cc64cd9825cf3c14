import type { AfterSaleType } from '@amends/contracts';
import { DAY_MS, SECOND_MS, endOfDayWindow, endOfMonthWindow, later, millis, type Instant } from '@amends/kernel';
import type { Policy } from './policy';
import type { Reason } from './reasons';

/** From when a window of a line runs: each null before it has happened. */
export type WindowStart = Readonly<{
  paidAt: Instant;
  receivedAt: Instant | null;
  warrantyMonths: number;
  repairMs?: number;
  repairedAt?: Instant;
}>;

/** What was repaired may come again within so many days, whatever is left of the warranty (states.md P12). */
export const REPAIR_WARRANTY_DAYS = 30;

/**
 * The last second in which units may be asked for, or null while no end is set: before receipt, and for goodwill, which
 * has no window (rulings.md 2.1–2.3). An instant up to 999 ms after it is still inside.
 */
export const windowEnd = (type: AfterSaleType, reason: Reason, policy: Policy, start: WindowStart): Instant | null => {
  const { paidAt, receivedAt } = start;
  switch (type) {
    case 'compensation':
      return null;
    case 'price_protection':
      return endAfter(paidAt, policy.windows.priceProtection, policy);
    case 'repair':
      return receivedAt === null ? null : endOfRepair(receivedAt, policy, start);
    case 'exchange':
      return receivedAt === null ? null : endAfter(receivedAt, policy.windows.exchange, policy);
    case 'refund_only':
    case 'return_refund':
    case 'reissue':
      return receivedAt === null ? null : endAfter(receivedAt, daysFor(reason, policy), policy);
  }
};

/** The warranty stands still while its goods are away for repair. */
const endOfRepair = (
  receivedAt: Instant,
  policy: Policy,
  { warrantyMonths, repairMs = 0, repairedAt }: WindowStart,
): Instant => {
  const end = policy.exact
    ? endAfter(receivedAt, policy.windows.quality, policy)
    : endOfMonthWindow(receivedAt, Math.max(policy.repairMonths, warrantyMonths));
  const goesOn = repairMs === 0 || policy.exact ? later(end, repairMs) : endOfDayWindow(later(end, repairMs), 0);
  return repairedAt === undefined ? goesOn : latest(goesOn, endOfDayWindow(repairedAt, REPAIR_WARRANTY_DAYS));
};

const latest = (a: Instant, b: Instant): Instant => (millis(a) >= millis(b) ? a : b);

/** Whether an instant lies inside a window with this last second. */
export const isOpenAt = (windowEndsAt: Instant | null, at: Instant): boolean =>
  windowEndsAt === null || millis(at) < millis(windowEndsAt) + SECOND_MS;

const daysFor = (reason: Reason, { windows }: Policy): number =>
  reason.window === 'no_reason' ? windows.noReason : windows.quality;

const endAfter = (from: Instant, days: number, { exact }: Policy): Instant =>
  exact ? later(from, days * DAY_MS - SECOND_MS) : endOfDayWindow(from, days);
