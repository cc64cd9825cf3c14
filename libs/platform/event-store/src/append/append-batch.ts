import type { Instant, Listing } from '@amends/kernel';
import type { QueryConfig, QueryResult } from 'pg';
import type { StoredAnswer } from '../idempotency';
import type { StoredEvent } from '../store';
import { arrayParameter, type ArrayOf, type Value } from './arrays';

/** A stream that a unit changes: from `expected` to `version`, with all that hangs on its state. */
export type ChangedStream = Readonly<{
  id: string;
  category: string;
  revision: number;
  expected: number;
  version: number;
  partitionKey: string;
  /** The folded state, as JSON. */
  state: string;
  listed: readonly Listing[];
  unlisted: readonly Readonly<{ kind: string; id: string }>[];
  armed: readonly ArmedDeadline[];
  /** Ids of deadlines that the stream no longer waits for. */
  closed: readonly string[];
}>;

export type ArmedDeadline = Readonly<{ id: string; name: string; kind: string; token: number; dueAt: Instant }>;

/** An event that waits to be written, with its data and metadata as JSON. */
export type NewEvent = Readonly<{ event: StoredEvent; data: string; meta: string }>;

/** Everything that a unit writes. */
export type PendingUnit = Readonly<{
  streams: readonly ChangedStream[];
  /** Streams that were read and not changed: they must still be at this version. */
  read: readonly Readonly<{ id: string; version: number }>[];
  events: readonly NewEvent[];
  names: readonly Readonly<{ name: string; owner: string }>[];
  command?: Readonly<{ id: string; bodyHash: Buffer; answer: StoredAnswer; at: Instant }>;
}>;

/** How a unit ended: written, or not and why. */
export type Outcome =
  | Readonly<{ kind: 'written' }>
  | Readonly<{ kind: 'conflict' }>
  | Readonly<{ kind: 'duplicate' }>
  | Readonly<{ kind: 'name_taken'; name: string; owner: string }>;

/** A pool, or the client of an open transaction. */
export type Queryable = Readonly<{ query: (config: QueryConfig) => Promise<QueryResult> }>;

const APPEND_TIMEOUT_MS = 15_000;

/**
 * Writes units in one call, each whole or not at all; answers one outcome per unit, in their order. The units of one
 * call must not change the same stream.
 */
export const appendBatch = async (on: Queryable, units: readonly PendingUnit[]): Promise<readonly Outcome[]> => {
  const values = columnsOf(units);
  const { rows } = await on.query(withTimeout({ name: 'es-append', text: statementFor(values.length), values }));
  const outcomes = units.map((): Outcome => ({ kind: 'written' }));
  for (const row of rows as readonly FailedRow[]) outcomes[row.failed_unit] = outcomeOf(row);
  return outcomes;
};

type FailedRow = Readonly<{
  failed_unit: number;
  outcome: 'conflict' | 'duplicate' | 'name_taken';
  detail: string | null;
}>;

const outcomeOf = ({ outcome, detail }: FailedRow): Outcome => {
  if (outcome !== 'name_taken') return { kind: outcome };
  return { kind: outcome, ...(JSON.parse(detail ?? '{}') as { name: string; owner: string }) };
};

/** pg knows a time limit per query; its types do not. A call that never answers must not hold its units for ever. */
const withTimeout = (config: QueryConfig): QueryConfig => Object.assign(config, { query_timeout: APPEND_TIMEOUT_MS });

let statement = '';
const statementFor = (count: number): string => {
  if (statement === '') {
    const places = Array.from({ length: count }, (_, index) => `$${String(index + 1)}`);
    statement = `SELECT failed_unit, outcome, detail FROM es.append(${places.join(', ')})`;
  }
  return statement;
};

/** One array per parameter of `es.append`, in its order and of its types. */
const columnsOf = (units: readonly PendingUnit[]): (string | Buffer)[] => {
  const streams = table('int', 'uuid', 'int', 'int', 'text', 'int', 'uuid', 'json');
  const read = table('int', 'uuid', 'int');
  const events = table(
    ...(['int', 'uuid', 'int', 'uuid', 'text', 'text', 'int', 'uuid', 'json', 'json', 'timestamptz'] as const),
  );
  const listed = table(
    ...(['int', 'text', 'text', 'uuid', 'text', 'text', 'text', 'text', 'text', 'text', 'text', 'boolean'] as const),
    ...(['timestamptz', 'timestamptz'] as const),
  );
  const unlisted = table('int', 'text', 'text');
  const armed = table('int', 'uuid', 'uuid', 'text', 'text', 'int', 'timestamptz');
  const closed = table('int', 'uuid');
  const commands = table('int', 'uuid', 'bytea', 'int', 'text', 'json', 'timestamptz');
  const names = table('int', 'text', 'text');

  units.forEach((unit, ordinal) => {
    for (const stream of unit.streams) {
      const { id, expected, version, category, revision, partitionKey, state } = stream;
      streams.add(ordinal, id, expected, version, category, revision, partitionKey, state);
      for (const row of stream.listed) listed.add(ordinal, ...listingColumns(row, id));
      for (const row of stream.unlisted) unlisted.add(ordinal, row.kind, row.id);
      for (const row of stream.armed) armed.add(ordinal, row.id, id, row.name, row.kind, row.token, row.dueAt);
      for (const deadlineId of stream.closed) closed.add(ordinal, deadlineId);
    }
    for (const { id, version } of unit.read) read.add(ordinal, id, version);
    for (const { event, data, meta } of unit.events) {
      const { streamId, version, id, category, type, schemaVersion, partitionKey, at } = event;
      events.add(ordinal, streamId, version, id, category, type, schemaVersion, partitionKey, data, meta, at);
    }
    if (unit.command !== undefined) {
      const { id, bodyHash, answer, at } = unit.command;
      commands.add(ordinal, id, bodyHash, answer.status, answer.body, JSON.stringify(answer.headers), at);
    }
    for (const { name, owner } of unit.names) names.add(ordinal, name, owner);
  });

  return [streams, read, events, listed, unlisted, armed, closed, commands, names].flatMap(({ parameters }) =>
    parameters(),
  );
};

const table = (...types: readonly ArrayOf[]) => {
  const columns = types.map((): Value[] => []);
  return {
    add: (...row: readonly (Value | undefined)[]): void =>
      columns.forEach((column, index) => column.push(row[index] ?? null)),
    parameters: (): (string | Buffer)[] => types.map((type, index) => arrayParameter(type, columns[index] ?? [])),
  };
};

const listingColumns = (row: Listing, streamId: string): readonly (Value | undefined)[] => [
  row.kind,
  row.id,
  streamId,
  row.orderId,
  row.afterSaleId,
  row.buyerId,
  row.merchantId,
  row.status,
  row.type,
  row.reference,
  row.flagged ?? false,
  row.createdAt,
  row.updatedAt,
];
