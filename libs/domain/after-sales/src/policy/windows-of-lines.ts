import { millis, type Instant } from '@amends/kernel';
import type { AskedLine, Hearing } from './application';
import { receiptsOfUnitsLeft } from './standing';
import { isOpenAt, windowEnd } from './windows';

/** Some units of a line, and the last second in which they may be asked for; null while no end is set. */
export type UnitsInWindow = Readonly<{ units: number; end: Instant | null }>;

/** The units of a line with their windows: each receipt has its own (rulings.md 2.1, 4.5), what is on its way has none yet. */
export const unitWindows = (
  { application: { type }, reason, order: { paidAt } }: Hearing,
  { line, taking: { phase, pool }, policy }: AskedLine,
): readonly UnitsInWindow[] => {
  const start = { paidAt, receivedAt: null, warrantyMonths: line.warrantyMonths };
  if (phase === 'unshipped' || type === 'price_protection')
    return [{ units: pool.left, end: windowEnd(type, reason, policy, start) }];

  const received = receiptsOfUnitsLeft(line).map(({ units, at: receivedAt }) => ({
    units,
    end: windowEnd(type, reason, policy, { ...start, receivedAt }),
  }));
  const onTheirWay = pool.left - received.reduce((sum, { units }) => sum + units, 0);
  return onTheirWay > 0 || received.length === 0 ? [...received, { units: onTheirWay, end: null }] : received;
};

/** The end of the window of a line: the latest of its units; null while one of them has no end. */
export const lastEnd = (windows: readonly UnitsInWindow[]): Instant | null =>
  windows
    .map(({ end }) => end)
    .reduce((last, end) => (last === null || end === null ? null : millis(end) > millis(last) ? end : last));

/** How many units may still be asked for at an instant. */
export const unitsInWindow = (windows: readonly UnitsInWindow[], at: Instant): number =>
  windows.filter(({ end }) => isOpenAt(end, at)).reduce((sum, { units }) => sum + units, 0);
