import type { Pool, PoolClient } from 'pg';

/** An event in the feed. `envelope` is JSON as it is answered; `merchantId` is null where it belongs to none. */
export type FeedEvent = Readonly<{
  position: number;
  eventId: string;
  type: string;
  merchantId: string | null;
  envelope: string;
}>;

export type NewFeedEvent = Omit<FeedEvent, 'position'> & Readonly<{ at: string }>;

/** Whose events, and of which types; null: all. */
export type FeedFilter = Readonly<{ merchantId: string | null; types: readonly string[] | null }>;

/** The channel on which a commit of new events is told. */
export const FEED_CHANNEL = 'feed';

/** Names the feed among the advisory locks of its database. */
const FEED_LOCK = 7_264_311;

type Row = Readonly<{
  position: string;
  event_id: string;
  type: string;
  merchant_id: string | null;
  envelope: string;
}>;

/** Every public event once, in an order that never changes for a reader. */
export class Feed {
  constructor(private readonly pool: Pool) {}

  /**
   * Adds events inside the transaction of their consumer; those that are there already stay where they are. Writers wait
   * for each other until they have committed: a reader who has seen a position has seen all before it.
   */
  static async append(events: readonly NewFeedEvent[], client: PoolClient): Promise<void> {
    await client.query('SELECT pg_advisory_xact_lock($1)', [FEED_LOCK]);
    await client.query({
      name: 'feed-append',
      text: `INSERT INTO feed.events (event_id, type, merchant_id, envelope, at)
             SELECT id, type, merchant_id, envelope::json, at
             FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::timestamptz[])
               WITH ORDINALITY AS new (id, type, merchant_id, envelope, at, number)
             ORDER BY number ON CONFLICT (event_id) DO NOTHING`,
      values: [
        events.map(({ eventId }) => eventId),
        events.map(({ type }) => type),
        events.map(({ merchantId }) => merchantId),
        events.map(({ envelope }) => envelope),
        events.map(({ at }) => at),
      ],
    });
    await client.query(`NOTIFY ${FEED_CHANNEL}`);
  }

  /** Events after a position, up to another one if it is given, in order. */
  async after(
    position: number,
    { merchantId, types }: FeedFilter,
    limit: number,
    upTo?: number,
  ): Promise<readonly FeedEvent[]> {
    const values: unknown[] = [position, limit];
    const also = (condition: string, value: unknown): string => {
      if (value === null || value === undefined) return '';
      values.push(value);
      return ` AND ${condition.replace('?', `$${String(values.length)}`)}`;
    };
    const conditions =
      also('position <= ?', upTo) + also('merchant_id = ?', merchantId) + also('type = ANY(?::text[])', types);
    const { rows } = await this.pool.query<Row>(
      `SELECT position, event_id, type, merchant_id, envelope::text AS envelope FROM feed.events
       WHERE position > $1${conditions} ORDER BY position LIMIT $2`,
      values,
    );
    return rows.map((row) => ({
      position: Number(row.position),
      eventId: row.event_id,
      type: row.type,
      merchantId: row.merchant_id,
      envelope: row.envelope,
    }));
  }

  /** Where an event stands; undefined when it is not in the feed. */
  async positionOf(eventId: string): Promise<number | undefined> {
    const { rows } = await this.pool.query<Pick<Row, 'position'>>(
      'SELECT position FROM feed.events WHERE event_id = $1',
      [eventId],
    );
    return rows[0] === undefined ? undefined : Number(rows[0].position);
  }

  /** The last position; 0 in an empty feed. */
  async end(): Promise<number> {
    const { rows } = await this.pool.query<Readonly<{ position: string | null }>>(
      'SELECT max(position) AS position FROM feed.events',
    );
    return Number(rows[0]?.position ?? 0);
  }
}

/** Whether a filter lets an event through. */
export const passes = ({ merchantId, types }: FeedFilter, event: FeedEvent): boolean =>
  (merchantId === null || event.merchantId === merchantId) && (types === null || types.includes(event.type));
