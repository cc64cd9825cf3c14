import { DAY_MS, instant, millis, shanghaiDayStart, type Instant, type Minor } from '@amends/kernel';
import { rolloutBucket } from './eligibility';
import { openOf, type FastRefund } from './fast-refund';

/** An advance that went out to a buyer. */
export type BookedAdvance = Readonly<{ buyerId: string; currency: string; advancedAt: Instant; fast: FastRefund }>;

/** What became of advances, in minor units: advanced = settled + recovered + written off + open. */
export type AdvanceSums = Readonly<{
  advances: number;
  advanced: Minor;
  settled: Minor;
  recovered: Minor;
  writtenOff: Minor;
  open: Minor;
  /** What was written off of what was advanced: 0 to 1, to six places; 0 where nothing was. */
  lossRate: number;
}>;

export type AdvanceBook = Readonly<{
  currency: string;
  total: AdvanceSums;
  /** By hundredth of all buyers, the lowest first; those without an advance are left out. */
  buckets: readonly (AdvanceSums & Readonly<{ bucket: number }>)[];
  /** By the week in which they went out, named by its Monday in Asia/Shanghai; the earliest first. */
  weeks: readonly (AdvanceSums & Readonly<{ week: string }>)[];
}>;

/** The book of fast refund: one per currency, in the order of their names. */
export const advanceBooks = (advances: readonly BookedAdvance[]): readonly AdvanceBook[] =>
  grouped(advances, ({ currency }) => currency).map(([currency, own]) => ({
    currency,
    total: sumsOf(own),
    buckets: grouped(own, ({ buyerId }) => String(rolloutBucket(buyerId)).padStart(2, '0')).map(([bucket, some]) => ({
      bucket: Number(bucket),
      ...sumsOf(some),
    })),
    weeks: grouped(own, ({ advancedAt }) => weekOf(advancedAt)).map(([week, some]) => ({ week, ...sumsOf(some) })),
  }));

const sumsOf = (advances: readonly BookedAdvance[]): AdvanceSums => {
  const sum = (of: (fast: FastRefund) => Minor): Minor => advances.reduce((all, { fast }) => all + of(fast), 0);
  const [advanced, writtenOff] = [sum((fast) => fast.advanced), sum((fast) => fast.writtenOff)];
  return {
    advances: advances.length,
    advanced,
    settled: sum(({ settled }) => settled),
    recovered: sum(({ recovered }) => recovered),
    writtenOff,
    open: sum(openOf),
    lossRate: advanced === 0 ? 0 : Math.round((writtenOff / advanced) * 1e6) / 1e6,
  };
};

/** The Monday of the week, as a date. 1970-01-01 was a Thursday. */
const weekOf = (at: Instant): string => {
  const noon = shanghaiDayStart(at) + DAY_MS / 2;
  const weekday = (Math.floor(millis(instant(noon)) / DAY_MS) + 3) % 7;
  return instant(noon - weekday * DAY_MS).slice(0, 10);
};

const grouped = <T>(items: readonly T[], keyOf: (item: T) => string): readonly (readonly [string, readonly T[]])[] => {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
};
