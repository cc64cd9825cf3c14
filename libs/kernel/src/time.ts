import type { Instant } from './decider';

export const SECOND_MS = 1000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** Asia/Shanghai has had no daylight saving since 1991: a fixed offset. */
const SHANGHAI_OFFSET_MS = 8 * HOUR_MS;

/** Milliseconds since 1970 of an instant. */
export const millis = (at: Instant): number => Date.parse(at);

/** The instant of these milliseconds since 1970. */
export const instant = (ms: number): Instant => new Date(ms).toISOString();

/** The instant so many milliseconds later. */
export const later = (at: Instant, ms: number): Instant => instant(millis(at) + ms);

/** Milliseconds from one instant to another; negative if `to` is earlier. */
export const between = (from: Instant, to: Instant): number => millis(to) - millis(from);

/** The earlier of two instants. */
export const earlier = (a: Instant, b: Instant): Instant => (millis(a) <= millis(b) ? a : b);

/** The first instant of the day of `at` in Asia/Shanghai, in milliseconds. */
export const shanghaiDayStart = (at: Instant): number =>
  Math.floor((millis(at) + SHANGHAI_OFFSET_MS) / DAY_MS) * DAY_MS - SHANGHAI_OFFSET_MS;

/** The hour of the day in Asia/Shanghai, with its fraction: 13.5 is half past one. */
export const shanghaiHour = (at: Instant): number => (millis(at) - shanghaiDayStart(at)) / HOUR_MS;

/**
 * The last second of a window of days that starts the day after `from`, in Asia/Shanghai (rulings.md 2.1).
 * An instant up to 999 ms after it still belongs to the window.
 */
export const endOfDayWindow = (from: Instant, days: number): Instant =>
  instant(shanghaiDayStart(from) + (days + 1) * DAY_MS - SECOND_MS);

/** The last second of the day `months` months later: the same day of the month, or the month's last (rulings.md 2.3). */
export const endOfMonthWindow = (from: Instant, months: number): Instant => {
  const local = new Date(shanghaiDayStart(from) + SHANGHAI_OFFSET_MS);
  const index = local.getUTCFullYear() * 12 + local.getUTCMonth() + months;
  const [year, month] = [Math.floor(index / 12), index % 12];
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const day = Math.min(local.getUTCDate(), lastDay);
  return instant(Date.UTC(year, month, day) - SHANGHAI_OFFSET_MS + DAY_MS - SECOND_MS);
};

/** The calendar month of an instant in Asia/Shanghai, e.g. "2026-03". */
export const shanghaiMonth = (at: Instant): string => instant(millis(at) + SHANGHAI_OFFSET_MS).slice(0, 7);
