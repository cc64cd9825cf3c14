import { millis, remembered, type Instant } from '@amends/kernel';
import type { AskedLine, Hearing } from './application';
import type { Policy } from './policy';
import { earliest, type UnitsSince } from './receipts';
import { isOpenAt, windowEnd } from './windows';

/** Some units of a line, and the last second in which they may be asked for; null while no end is set. */
export type UnitsInWindow = Omit<UnitsSince, 'at'> & Readonly<{ receivedAt: Instant | null; end: Instant | null }>;

/** The units of a line that are left, or those of them under no open ticket, with their windows: each receipt has its own (rulings.md 2.1, 4.5), what is on its way has none yet. */
export const unitWindows = (hearing: Hearing, asked: AskedLine, which: Which = 'left'): readonly UnitsInWindow[] => {
  const { application, reason } = hearing;
  const { phase, pool } = asked.taking;
  const key = `${application.type} ${reason.window} ${phase} ${which} ${String(pool[which])}`;
  return remember(asked.line, asked.policy, key, () => windowsFound(hearing, asked, which));
};

type Which = 'left' | 'free';
const remember = remembered<AskedLine['line'], Policy, readonly UnitsInWindow[]>();

const windowsFound = (
  { application: { type }, reason, order: { paidAt } }: Hearing,
  { line, taking: { phase, pool }, policy }: AskedLine,
  which: Which,
): readonly UnitsInWindow[] => {
  const start = { paidAt, receivedAt: null, warrantyMonths: line.warrantyMonths };
  if (phase === 'unshipped' || type === 'price_protection')
    return [{ units: pool[which], receivedAt: null, end: windowEnd(type, reason, policy, start) }];

  const received = line.receipts[which].map(({ at: receivedAt, ...receipt }) => ({
    ...receipt,
    receivedAt,
    end: windowEnd(type, reason, policy, { ...start, ...receipt, receivedAt }),
  }));
  const onTheirWay = pool[which] - received.reduce((sum, { units }) => sum + units, 0);
  return onTheirWay > 0 || received.length === 0
    ? [...received, { units: onTheirWay, receivedAt: null, end: null }]
    : received;
};

/** The end of the window of a line: the latest of its units; null while one of them has no end. */
export const lastEnd = (windows: readonly UnitsInWindow[]): Instant | null =>
  windows
    .map(({ end }) => end)
    .reduce((last, end) => (last === null || end === null ? null : millis(end) > millis(last) ? end : last));

/** How many units may still be asked for at an instant. */
export const unitsInWindow = (windows: readonly UnitsInWindow[], at: Instant): number =>
  windows.filter(({ end }) => isOpenAt(end, at)).reduce((sum, { units }) => sum + units, 0);

/** The receipts that so many units are asked for from: the earliest that may still be, as each has its own window. */
export const receiptsAskedFor = (
  windows: readonly UnitsInWindow[],
  wanted: number,
  at: Instant,
): readonly UnitsSince[] =>
  earliest(
    windows.flatMap(({ receivedAt, end, ...receipt }) =>
      receivedAt !== null && isOpenAt(end, at) ? [{ ...receipt, at: receivedAt }] : [],
    ),
    wanted,
  );
