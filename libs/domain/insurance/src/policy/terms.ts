import type { Cover } from '@amends/contracts';
import { DAY_MS, HOUR_MS, SECOND_MS, endOfDayWindow, later, type Instant, type Minor } from '@amends/kernel';

/** What the merchant pays for one policy, in minor units (rulings.md 6.4). */
export const PREMIUM: Minor = 36;

/** A courier's freight is paid up to `pickup`; a parcel the buyer sends himself is worth `selfShip`, whatever it cost (money.md 10). */
export const COVER: Cover = { pickup: 1935, selfShip: 1000 };

/** T-claim: a claim is paid within this time, or an operator must look at it (timers.md). */
export const PAYOUT_WITHIN_MS = 72 * HOUR_MS;

/** How long a rejected claim may be appealed (rulings.md 6.5). */
export const APPEAL_WITHIN_MS = 7 * DAY_MS;

const LONGEST_WINDOW_DAYS = 15;

/**
 * The first instant after the windows of a line that was refunded before anybody received it. Its windows never began;
 * they are counted from the day the line closed, so that it is covered no shorter than any other.
 */
export const endOfClosedLine = (closedAt: Instant): Instant =>
  later(endOfDayWindow(closedAt, LONGEST_WINDOW_DAYS), SECOND_MS);
