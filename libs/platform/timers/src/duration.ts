import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '@amends/kernel';

const DURATION = /^P(?:(\d{1,6})W)?(?:(\d{1,6})D)?(?:T(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9}(?:\.\d{1,9})?)S)?)?$/;

/**
 * Milliseconds of an ISO 8601 duration of weeks, days, hours, minutes and seconds ("PT48H", "P1DT12.345S"), or undefined
 * if it is none. Years and months have no fixed length and are not read.
 */
export const durationMs = (text: string): number | undefined => {
  const match = DURATION.exec(text);
  if (!match || !/\d[A-Z]$/.test(text)) return undefined;
  const [weeks, days, hours, minutes, seconds] = match.slice(1).map((part) => Number(part ?? 0));
  const whole = (weeks ?? 0) * 7 * DAY_MS + (days ?? 0) * DAY_MS + (hours ?? 0) * HOUR_MS + (minutes ?? 0) * MINUTE_MS;
  return Math.round(whole + (seconds ?? 0) * SECOND_MS);
};
