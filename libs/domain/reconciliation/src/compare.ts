import { between, type Instant, type Minor } from '@amends/kernel';

/** How an item stands on one side: `open` is not decided yet. */
export type ItemStatus = 'succeeded' | 'failed' | 'open';

/** A movement of money as one side tells it. Amount in minor units; `number` is what both sides know it by. */
export type Item = Readonly<{
  paymentId: string;
  number: string;
  amount: Minor;
  currency: string;
  status: ItemStatus;
  /** When this side came to this status; null while nothing is decided. */
  changedAt: Instant | null;
}>;

export const DIFFERENCE_KINDS = ['missing', 'extra', 'other_amount', 'other_status'] as const;
export type DifferenceKind = (typeof DIFFERENCE_KINDS)[number];

type Side = Readonly<Pick<Item, 'amount' | 'currency' | 'status'>>;

/** `missing`: money moved in our books only; `extra`: in theirs only. A side that has nothing is null. */
export type Difference = Readonly<{
  kind: DifferenceKind;
  paymentId: string;
  number: string;
  ours: Side | null;
  theirs: Side | null;
}>;

/** What succeeded on each side, minor units. */
export type CurrencySum = Readonly<{ currency: string; ours: Minor; theirs: Minor }>;

export type Comparison = Readonly<{
  counts: Readonly<{ ours: number; theirs: number; matched: number; underWay: number; differing: number }>;
  sums: readonly CurrencySum[];
  differences: readonly Difference[];
}>;

/**
 * Compares two lists of movements by payment and number. What is open with us, or has changed on either side at or after
 * `settledBefore`, is under way: the other side may not have heard of it, and its status is no difference.
 */
export const compare = (ours: readonly Item[], theirs: readonly Item[], settledBefore: Instant): Comparison => {
  const [left, right] = [byKey(ours), byKey(theirs)];
  const keys = [...new Set([...left.keys(), ...right.keys()])].sort();
  const judged = keys.map((key) => judge(standing(left.get(key)), standing(right.get(key)), settledBefore));
  const differences = judged.filter((verdict) => typeof verdict === 'object');
  const count = (verdict: Verdict): number => judged.filter((each) => each === verdict).length;
  return {
    counts: {
      ours: left.size,
      theirs: right.size,
      matched: count('matched'),
      underWay: count('under_way'),
      differing: differences.length,
    },
    sums: sumsOf(ours, theirs),
    differences,
  };
};

type Verdict = Difference | 'matched' | 'under_way';

const judge = (ours: Item | undefined, theirs: Item | undefined, settledBefore: Instant): Verdict => {
  const differs = (kind: DifferenceKind): Difference => ({
    kind,
    paymentId: (ours ?? theirs)?.paymentId ?? '',
    number: (ours ?? theirs)?.number ?? '',
    ours: sideOf(ours),
    theirs: sideOf(theirs),
  });
  const isUnderWay = ours?.status === 'open' || [ours, theirs].some((item) => isFresh(item, settledBefore));
  if (ours === undefined || theirs === undefined) {
    if ((ours ?? theirs)?.status === 'failed') return 'matched'; // No money moved, so nobody has to list it.
    if (isUnderWay) return 'under_way';
    return differs(theirs === undefined ? 'missing' : 'extra');
  }
  const moved = ours.status !== 'failed' || theirs.status !== 'failed';
  if (moved && (ours.amount !== theirs.amount || ours.currency !== theirs.currency)) return differs('other_amount');
  if (isUnderWay) return 'under_way';
  return ours.status === theirs.status ? 'matched' : differs('other_status');
};

const isFresh = (item: Item | undefined, settledBefore: Instant): boolean =>
  item?.changedAt != null && between(settledBefore, item.changedAt) >= 0;

const sideOf = (item: Item | undefined): Side | null =>
  item === undefined ? null : { amount: item.amount, currency: item.currency, status: item.status };

const byKey = (items: readonly Item[]): ReadonlyMap<string, readonly Item[]> => {
  const groups = new Map<string, readonly Item[]>();
  for (const item of items) {
    const key = JSON.stringify([item.paymentId, item.number]);
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return groups;
};

/** Of several under one number those that failed are past tries; what stands twice counts twice. */
const standing = (items: readonly Item[] | undefined): Item | undefined => {
  const [first, ...others] = (items ?? []).filter(({ status }) => status !== 'failed');
  if (first === undefined) return items?.at(-1);
  return others.reduce((sum, item) => ({ ...sum, amount: sum.amount + item.amount }), first);
};

const sumsOf = (ours: readonly Item[], theirs: readonly Item[]): readonly CurrencySum[] => {
  const currencies = [...new Set([...ours, ...theirs].map(({ currency }) => currency))].sort();
  const sum = (items: readonly Item[], wanted: string): Minor =>
    items
      .filter(({ currency, status }) => currency === wanted && status === 'succeeded')
      .reduce((total, { amount }) => total + amount, 0);
  return currencies.map((currency) => ({ currency, ours: sum(ours, currency), theirs: sum(theirs, currency) }));
};
