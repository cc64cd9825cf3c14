import type { Instant } from '@amends/kernel';
import type { Metadata } from '@amends/platform/event-store';
import type { PoolClient } from 'pg';
import type { EventText } from '../envelope';
import type { Cursor, Horizon } from './cursor';

/** An event at its place in the store. */
export type PlacedEvent = EventText & Readonly<{ position: number }>;

/** What one look at the store has shown: rows and horizon of one snapshot. */
export type Look = Readonly<{ events: readonly PlacedEvent[]; horizon: Horizon }>;

const LANE = 0;
const LOCK_CLASS = 7_264_302;

/** Another relay has taken the lane: this one must not publish any more. */
export class Fenced extends Error {
  constructor() {
    super('another relay has taken over');
    this.name = 'Fenced';
  }
}

/**
 * The right to publish, held by one session at a time: a lock that ends with the session, and an epoch that every
 * later owner raises, so that a late writer of the old one changes nothing.
 */
export class Lane {
  private constructor(
    private readonly session: PoolClient,
    private readonly epoch: string,
  ) {}

  /** Takes the lane, or undefined while another has it. `owner` is for people who look. */
  static async take(session: PoolClient, owner: string): Promise<Readonly<{ lane: Lane; cursor: Cursor }> | undefined> {
    const { rows: locks } = await session.query<{ taken: boolean }>('SELECT pg_try_advisory_lock($1, $2) AS taken', [
      LOCK_CLASS,
      LANE,
    ]);
    if (locks[0]?.taken !== true) return undefined;
    // It looks a hundred times a second in the same way: to plan it each time would cost more than to do it.
    await session.query('SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off');
    const { rows } = await session.query<{ last: string; holes: Record<string, number>; epoch: string }>(
      `UPDATE msg.relay SET epoch = epoch + 1, owner = $2, updated_at = clock_timestamp() WHERE lane = $1
       RETURNING last_position AS last, holes, epoch`,
      [LANE, owner],
    );
    const [row] = rows;
    if (row === undefined) throw new Error('the lane of the relay is missing');
    return { lane: new Lane(session, row.epoch), cursor: { last: Number(row.last), holes: row.holes } };
  }

  /** New events behind the cursor and filled holes, by position. */
  async look({ last, holes }: Cursor, limit: number): Promise<Look> {
    const { rows } = await this.session.query<LookRow>({
      name: 'relay-look',
      text: LOOK,
      values: [last, Object.keys(holes), limit],
    });
    const [first] = rows;
    return {
      events: rows.flatMap((row) => (row.position === null ? [] : [placedEvent(row, row.position)])),
      horizon: { oldest: Number(first?.oldest), next: Number(first?.next) },
    };
  }

  /** Keeps how far it has come. @throws Fenced when another relay has taken the lane */
  async keep({ last, holes }: Cursor): Promise<void> {
    const { rowCount } = await this.session.query({
      name: 'relay-keep',
      text: `UPDATE msg.relay SET last_position = $1, holes = $2, updated_at = clock_timestamp()
             WHERE lane = $3 AND epoch = $4`,
      values: [last, JSON.stringify(holes), LANE, this.epoch],
    });
    if (rowCount !== 1) throw new Fenced();
  }

  /** How many events are behind the cursor, roughly: positions that were rolled back count as well. */
  async behind({ last }: Cursor): Promise<number> {
    const { rows } = await this.session.query<{ newest: string }>({
      name: 'relay-newest',
      text: 'SELECT coalesce(max(position), 0) AS newest FROM es.events',
    });
    return Math.max(0, Number(rows[0]?.newest ?? 0) - last);
  }
}

type LookRow = Readonly<{
  oldest: string;
  next: string;
  position: string | null;
  version: number;
  event_id: string;
  type: string;
  schema_v: number;
  partition_key: string;
  data: string;
  meta: Metadata;
  at: Date;
}>;

const COLUMNS = 'position, version, event_id, type, schema_v, partition_key, data::text AS data, meta, at';

/**
 * One statement, hence one snapshot. The snapshot's own `xmax` is only the first id that had not ended: ids above it may
 * run already, so the fence is the id that will be given out next.
 */
const LOOK = `
WITH horizon AS MATERIALIZED (
  SELECT pg_snapshot_xmin(s)::text AS oldest,
         (pg_snapshot_xmax(s)::text::bigint + age(pg_snapshot_xmax(s)::xid))::text AS next
  FROM pg_current_snapshot() AS s),
found AS (
  (SELECT ${COLUMNS} FROM es.events WHERE position > $1 ORDER BY position LIMIT $3)
  UNION ALL
  (SELECT ${COLUMNS} FROM es.events WHERE position = ANY($2::bigint[])))
SELECT horizon.*, found.* FROM horizon LEFT JOIN found ON true ORDER BY found.position`;

const placedEvent = (row: LookRow, position: string): PlacedEvent => ({
  position: Number(position),
  version: row.version,
  id: row.event_id,
  type: row.type,
  schemaVersion: row.schema_v,
  partitionKey: row.partition_key,
  data: row.data,
  metadata: row.meta,
  at: row.at.toISOString() satisfies Instant,
});
