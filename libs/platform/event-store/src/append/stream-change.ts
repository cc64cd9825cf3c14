import type { Aggregate, Listing, LiveDeadline } from '@amends/kernel';
import type { ChangedStream } from './append-batch';
import { deadlineId } from './deadline-id';

/** Any kind of stream; its states are only handed to its own functions. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- aggregates of different states in one place
export type AnyAggregate = Aggregate<any, any>;

/** A stream in a unit: what it was when it was loaded, and what it is now. */
export type TrackedStream = Readonly<{
  aggregate: AnyAggregate;
  id: string;
  partitionKey: string;
  /** `older`: its list rows are of older code, and may lack what today's lists. */
  before: Readonly<{ version: number; state: unknown; older: boolean }>;
  version: number;
  state: unknown;
}>;

/** What the change of a stream means for its row, its lists and its deadlines. */
export const changeOf = ({ aggregate, id, partitionKey, before, version, state }: TrackedStream): ChangedStream => {
  const existed = before.version > 0;
  const listingsBefore = existed ? (aggregate.listings?.(before.state) ?? []) : [];
  const deadlinesBefore = existed ? (aggregate.deadlines?.(before.state) ?? []) : [];
  return {
    id,
    category: aggregate.category,
    revision: aggregate.revision,
    expected: before.version,
    version,
    partitionKey,
    state: JSON.stringify(state),
    ...listingChange(listingsBefore, aggregate.listings?.(state) ?? [], before.older),
    ...deadlineChange(id, deadlinesBefore, aggregate.deadlines?.(state) ?? []),
  };
};

const listingChange = (
  before: readonly Listing[],
  after: readonly Listing[],
  older: boolean,
): Pick<ChangedStream, 'listed' | 'unlisted'> => {
  const known = new Map(before.map((row) => [rowKey(row), row]));
  const listed = after.filter((row) => {
    const old = known.get(rowKey(row));
    known.delete(rowKey(row));
    return older || (old !== row && (old === undefined || JSON.stringify(old) !== JSON.stringify(row)));
  });
  return { listed, unlisted: [...known.values()] };
};

const rowKey = ({ kind, id }: Listing): string => `${kind} ${id}`;

const deadlineChange = (
  streamId: string,
  before: readonly LiveDeadline[],
  after: readonly LiveDeadline[],
): Pick<ChangedStream, 'armed' | 'closed'> => {
  const known = new Map(before.map((deadline) => [startOf(deadline), deadline]));
  const armed = after.filter((deadline) => {
    const old = known.get(startOf(deadline));
    known.delete(startOf(deadline));
    return old === undefined || old.dueAt !== deadline.dueAt || old.kind !== deadline.kind;
  });
  return {
    armed: armed.map(({ name, kind, token, dueAt }) => ({
      id: deadlineId(streamId, name, token),
      name,
      kind,
      token,
      dueAt,
    })),
    closed: [...known.values()].map(({ name, token }) => deadlineId(streamId, name, token)),
  };
};

const startOf = ({ name, token }: LiveDeadline): string => `${String(token)} ${name}`;
