import { DAY_MS, HOUR_MS, instant, later, millis, shanghaiDayStart, type Instant } from '@amends/kernel';

/** A day of the books in Asia/Shanghai, `2026-03-01`. */
export type BusinessDay = string;

/** The day that an instant belongs to. */
export const businessDayOf = (at: Instant): BusinessDay => instant(shanghaiDayStart(at) + 8 * HOUR_MS).slice(0, 10);

/** The first instant of a day and that of the next. */
export const boundsOf = (day: BusinessDay): Readonly<{ from: Instant; before: Instant }> => {
  const from = instant(millis(`${day}T00:00:00.000+08:00`));
  return { from, before: later(from, DAY_MS) };
};

export const dayAfter = (day: BusinessDay): BusinessDay => businessDayOf(boundsOf(day).before);
export const dayBefore = (day: BusinessDay): BusinessDay => businessDayOf(later(boundsOf(day).from, -DAY_MS));

/** Whether a text names a day that the calendar has. */
export const isBusinessDay = (text: string): boolean => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = Date.parse(`${text}T00:00:00.000Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
};
