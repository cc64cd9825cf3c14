import type { Aggregate, Decider, Instant, Listing, Message } from '@amends/kernel';
import type { BusinessDay } from './business-day';
import type { Comparison, Difference } from './compare';

/** A difference with the refund of ours it belongs to, if any. */
export type FoundDifference = Difference & Readonly<{ refundId: string | null }>;
export type OpenDifference = FoundDifference & Readonly<{ since: Instant }>;

/** What is known of a day: the newest comparison, and since when each difference has been open. Null before the first. */
export type Reconciliation = Readonly<{
  day: BusinessDay;
  runs: number;
  counts: Comparison['counts'];
  sums: Comparison['sums'];
  differences: readonly OpenDifference[];
  /** Differences that were found once and are gone. */
  closed: number;
  createdAt: Instant;
  updatedAt: Instant;
}>;

type Run = Readonly<{
  day: BusinessDay;
  counts: Comparison['counts'];
  sums: Comparison['sums'];
  differences: readonly FoundDifference[];
}>;

export type NoteRun = Message<'NoteRun', Run & Readonly<{ at: Instant }>>;
export type ReconciliationEvent = Message<'reconciliation.run', Run & Readonly<{ occurredAt: Instant }>>;

const decide = ({ data: { at, ...run } }: NoteRun): readonly ReconciliationEvent[] => [
  { type: 'reconciliation.run', data: { ...run, occurredAt: at } },
];

/** A difference that is found again is the same one; one that is found no more is closed. */
const evolve = (before: Reconciliation | null, { data }: ReconciliationEvent): Reconciliation => {
  const { day, counts, sums, occurredAt } = data;
  const known = before?.differences ?? [];
  const differences = data.differences.map((found): OpenDifference => {
    const { since } = known.find((each) => isSame(each, found)) ?? { since: occurredAt };
    return { ...found, since };
  });
  const gone = known.filter((each) => !differences.some((found) => isSame(each, found)));
  return {
    day,
    runs: (before?.runs ?? 0) + 1,
    counts,
    sums,
    differences,
    closed: (before?.closed ?? 0) + gone.length,
    createdAt: before?.createdAt ?? occurredAt,
    updatedAt: occurredAt,
  };
};

const isSame = (a: Difference, b: Difference): boolean =>
  a.kind === b.kind && a.paymentId === b.paymentId && a.number === b.number;

/** One row per day; `flagged` while a difference is open. */
const listings = (state: Reconciliation | null): readonly Listing[] =>
  state === null
    ? []
    : [
        {
          kind: 'reconciliation',
          id: state.day,
          status: state.differences.length > 0 ? 'differing' : 'matched',
          flagged: state.differences.length > 0,
          createdAt: state.createdAt,
          updatedAt: state.updatedAt,
        },
      ];

/** One stream per day. */
export const reconciliationAggregate: Aggregate<Reconciliation | null, ReconciliationEvent> = {
  category: 'reconciliation',
  revision: 1,
  initialState: null,
  evolve,
  listings,
};

export const reconciliationDecider: Decider<Reconciliation | null, NoteRun, ReconciliationEvent, never> &
  Readonly<{ aggregate: Aggregate<Reconciliation | null, ReconciliationEvent> }> = {
  aggregate: reconciliationAggregate,
  initialState: null,
  decide,
  evolve,
};

/** The reconciliation of a day as operators see it; amounts in minor units. */
export const reconciliationView = (state: Reconciliation) => ({
  date: state.day,
  status: state.differences.length > 0 ? 'differing' : 'matched',
  runs: state.runs,
  counts: state.counts,
  sums: state.sums,
  differences: state.differences.map(({ number, ...difference }) => ({ ...difference, refundNumber: number })),
  closed: state.closed,
  createdAt: state.createdAt,
  updatedAt: state.updatedAt,
});
