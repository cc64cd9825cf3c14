import type { Pool } from 'pg';
import type { Queryable } from '../append/append-batch';
import type { AnyAggregate } from '../append/stream-change';
import type { Message } from '@amends/kernel';
import { gathered } from './gathered';
import { RecentlyUsed } from './recently-used';

/** A stream as it is stored, folded by today's code. Version 0: it does not exist. `older`: its list rows are of older code. */
export type StreamRecord = Readonly<{ version: number; state: unknown; partitionKey: string; older?: boolean }>;

type Target = Readonly<{ aggregate: AnyAggregate; streamId: string }>;
type StreamRow = Readonly<{
  stream_id: string;
  version: number;
  revision: number;
  category: string;
  partition_key: string;
  /** Null when the version is the one that is known already. */
  state: unknown;
}>;

/** The folded streams of a service, most recently used ones in memory. */
export class Streams {
  private readonly recent: RecentlyUsed<string, StreamRecord>;
  private readonly find: (target: Target) => Promise<StreamRecord | undefined>;

  constructor(
    private readonly pool: Pool,
    capacity = 5000,
  ) {
    this.recent = new RecentlyUsed(capacity);
    this.find = gathered(
      ({ streamId }) => streamId,
      (targets) => this.fetch(this.pool, targets, FIND),
    );
  }

  /** The stream as this process last saw it, which may be old: whoever writes on it must check the version. */
  async recalled({ aggregate, streamId }: Target): Promise<StreamRecord> {
    return this.recent.get(streamId) ?? this.current({ aggregate, streamId });
  }

  /** The stream as it is now. */
  async current({ aggregate, streamId }: Target): Promise<StreamRecord> {
    return (await this.find({ aggregate, streamId })) ?? absent(aggregate, streamId);
  }

  /** The streams as they are now, locked until the transaction ends. Those that do not exist are not in the answer. */
  async locked(client: Queryable, targets: readonly Target[]): Promise<ReadonlyMap<string, StreamRecord>> {
    return targets.length === 0 ? new Map() : this.fetch(client, targets, LOCK);
  }

  /** Whether all are still at these versions. */
  async unchanged(streams: readonly Readonly<{ id: string; version: number }>[]): Promise<boolean> {
    if (streams.length === 0) return true;
    const { rows } = await this.pool.query<{ same: boolean }>({
      name: 'es-unchanged',
      text: `SELECT bool_and(coalesce(s.version, 0) = k.version) AS same
             FROM unnest($1::uuid[], $2::int[]) AS k(id, version) LEFT JOIN es.streams s ON s.stream_id = k.id`,
      values: [streams.map(({ id }) => id), streams.map(({ version }) => version)],
    });
    return rows[0]?.same ?? false;
  }

  remember(streamId: string, record: StreamRecord): void {
    const known = this.recent.get(streamId);
    if (known === undefined || known.version < record.version) this.recent.set(streamId, record);
  }

  forget(streamId: string): void {
    this.recent.delete(streamId);
  }

  private async fetch(
    on: Queryable,
    targets: readonly Target[],
    query: Readonly<{ name: string; text: string }>,
  ): Promise<ReadonlyMap<string, StreamRecord>> {
    const aggregates = new Map(targets.map(({ aggregate, streamId }) => [streamId, aggregate]));
    const ids = [...aggregates.keys()].sort();
    const known = new Map(ids.map((id) => [id, this.recent.get(id)]));
    const { rows } = await on.query({ ...query, values: [ids, ids.map((id) => known.get(id)?.version ?? -1)] });
    const records = new Map<string, StreamRecord>();
    for (const row of rows as readonly StreamRow[]) {
      const aggregate = aggregates.get(row.stream_id);
      if (aggregate === undefined || row.version === 0) continue;
      const record = await this.recordOf(on, aggregate, row, known.get(row.stream_id));
      records.set(row.stream_id, record);
      this.remember(row.stream_id, record);
    }
    return records;
  }

  private async recordOf(
    on: Queryable,
    aggregate: AnyAggregate,
    row: StreamRow,
    known: StreamRecord | undefined,
  ): Promise<StreamRecord> {
    if (known !== undefined && known.version === row.version) return known;
    if (row.category !== aggregate.category) {
      throw new Error(`stream ${row.stream_id} is a ${row.category}, not a ${aggregate.category}`);
    }
    const { version, partition_key: partitionKey } = row;
    if (row.revision === aggregate.revision) return { version, partitionKey, state: row.state };
    const older = row.revision < aggregate.revision;
    return { version, partitionKey, older, state: await foldAgain(on, aggregate, row.stream_id, version) };
  }
}

/** A stream that does not exist. */
export const absent = (aggregate: AnyAggregate, streamId: string): StreamRecord => ({
  version: 0,
  state: aggregate.initialState,
  partitionKey: streamId,
});

/** The state was folded by other code: only the events count. */
const foldAgain = async (
  on: Queryable,
  aggregate: AnyAggregate,
  streamId: string,
  version: number,
): Promise<unknown> => {
  const { rows } = await on.query({
    name: 'es-fold-again',
    text: 'SELECT type, data FROM es.events WHERE stream_id = $1 AND version <= $2 ORDER BY version',
    values: [streamId, version],
  });
  return (rows as readonly Message[]).reduce<unknown>(
    (state, { type, data }) => aggregate.evolve(state, { type, data }),
    aggregate.initialState,
  );
};

const SELECT = `SELECT s.stream_id, s.version, s.revision, s.category, s.partition_key,
  CASE WHEN s.version = k.version THEN NULL ELSE s.state END AS state
  FROM unnest($1::uuid[], $2::int[]) AS k(id, version) JOIN es.streams s ON s.stream_id = k.id`;
const FIND = { name: 'es-find', text: SELECT };
const LOCK = { name: 'es-lock', text: `${SELECT} ORDER BY s.stream_id FOR UPDATE OF s` };
