import type { Pool, PoolClient } from 'pg';
import type { Incoming } from '../kafka/ports';
import { laneOf } from './message';

/** Why a message is set aside: to be tried again by itself, behind another of its lane, or for an operator. */
export type ParkReason = 'not_now' | 'behind' | 'stopped';

export type ToPark = Readonly<{
  incoming: Incoming;
  lane: string;
  id?: string;
  type?: string;
  reason: ParkReason;
  why: string;
}>;

export type ParkedRow = Readonly<{ seq: string; attempts: number; incoming: Incoming }>;

/** A lane that has messages set aside, and when its first may be tried. */
export type ParkedHead = Readonly<{ lane: string; inMs: number }>;

const FIRST_RETRY_MS = 20;
const MAX_RETRY_MS = 2000;

/**
 * Messages set aside, per lane in their order. Nothing of a lane is handled while an earlier message of it is here. The
 * table calls the lane `key`.
 */
export class Parked {
  constructor(
    private readonly pool: Pool,
    private readonly consumer: number,
  ) {}

  /** Those of the lanes that have messages set aside. */
  async lanes(client: PoolClient, lanes: readonly string[]): Promise<ReadonlySet<string>> {
    const { rows } = await client.query<{ key: string }>({
      name: 'parked-lanes',
      text: `SELECT k.key FROM unnest($2::text[]) AS k(key)
             WHERE EXISTS (SELECT FROM msg.parked p WHERE p.consumer = $1 AND p.key = k.key)`,
      values: [this.consumer, [...new Set(lanes)]],
    });
    return new Set(rows.map(({ key }) => key));
  }

  /** Sets messages aside, in this order; one that is here already stays as it is. */
  async add(client: PoolClient, messages: readonly ToPark[]): Promise<void> {
    for (const { incoming, lane, id, type, reason, why } of messages) {
      await client.query(
        `INSERT INTO msg.parked (consumer, key, topic, kpartition, koffset, event_id, type, value, error, attempts, retry_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, clock_timestamp() + $10 * interval '1 millisecond')
         ON CONFLICT (consumer, topic, kpartition, koffset) DO NOTHING`,
        [
          this.consumer,
          lane,
          incoming.topic,
          incoming.partition,
          incoming.offset,
          id ?? null,
          type ?? null,
          incoming.value ?? Buffer.alloc(0),
          why,
          reason === 'stopped' ? null : reason === 'not_now' ? FIRST_RETRY_MS : 0,
        ],
      );
    }
  }

  /** Lanes that will be tried by themselves, the earliest first. */
  async heads(limit: number): Promise<readonly ParkedHead[]> {
    const { rows } = await this.pool.query<{ key: string; in_ms: number }>({
      name: 'parked-heads',
      text: `SELECT key, greatest(0, extract(epoch FROM retry_at - clock_timestamp()) * 1000)::float8 AS in_ms
             FROM (SELECT DISTINCT ON (key) key, retry_at FROM msg.parked WHERE consumer = $1 ORDER BY key, seq) AS heads
             WHERE retry_at IS NOT NULL ORDER BY retry_at LIMIT $2`,
      values: [this.consumer, limit],
    });
    return rows.map(({ key: lane, in_ms: inMs }) => ({ lane, inMs }));
  }

  /** The messages of a lane in their order, for us alone until the transaction ends; none if another process has them. */
  async take(client: PoolClient, lane: string, limit: number): Promise<readonly ParkedRow[]> {
    const { rows: locks } = await client.query<{ free: boolean }>(
      'SELECT pg_try_advisory_xact_lock($1, hashtext($2)) AS free',
      [this.consumer, lane],
    );
    if (locks[0]?.free !== true) return [];
    const { rows } = await client.query<{
      seq: string;
      attempts: number;
      topic: string;
      kpartition: number;
      koffset: string;
      value: Buffer;
    }>(
      `SELECT seq, attempts, topic, kpartition, koffset, value FROM msg.parked
       WHERE consumer = $1 AND key = $2 ORDER BY seq LIMIT $3`,
      [this.consumer, lane, limit],
    );
    return rows.map(({ seq, attempts, topic, kpartition, koffset, value }) => ({
      seq,
      attempts,
      incoming: { topic, partition: kpartition, offset: koffset, key: lane.slice(laneOf(topic, '').length), value },
    }));
  }

  async remove(client: PoolClient, lane: string, seqs: readonly string[]): Promise<void> {
    await client.query('DELETE FROM msg.parked WHERE consumer = $1 AND key = $2 AND seq = ANY($3::bigint[])', [
      this.consumer,
      lane,
      seqs,
    ]);
  }

  /** Keeps a message for a later attempt, or for an operator. */
  async keep(
    client: PoolClient,
    lane: string,
    row: ParkedRow,
    reason: 'not_now' | 'stopped',
    why: string,
  ): Promise<void> {
    const delayMs = Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(row.attempts, 20));
    await client.query(
      `UPDATE msg.parked SET attempts = attempts + 1, error = $4,
         retry_at = clock_timestamp() + $5 * interval '1 millisecond'
       WHERE consumer = $1 AND key = $2 AND seq = $3`,
      [this.consumer, lane, row.seq, why, reason === 'stopped' ? null : delayMs],
    );
  }

  /** Lets what waits for an operator be tried again: of one key, or all. Answers how many messages. */
  async redrive(key?: string): Promise<number> {
    const { rowCount } = await this.pool.query(
      `UPDATE msg.parked SET retry_at = clock_timestamp(), attempts = 0
       WHERE consumer = $1 AND ($2::text IS NULL OR key = topic || ' ' || $2) AND retry_at IS NULL`,
      [this.consumer, key ?? null],
    );
    return rowCount ?? 0;
  }

  /** How many messages are set aside. */
  async count(): Promise<number> {
    const { rows } = await this.pool.query<{ count: string }>({
      name: 'parked-count',
      text: 'SELECT count(*) FROM msg.parked WHERE consumer = $1',
      values: [this.consumer],
    });
    return Number(rows[0]?.count ?? 0);
  }
}
