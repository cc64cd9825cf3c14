import type { Pool, PoolClient } from 'pg';

/** Which events a consumer has handled: written with the effects, so that no effect comes twice. */
export class Inbox {
  private readonly openDays = new Set<string>();

  private constructor(
    private readonly pool: Pool,
    readonly consumer: number,
  ) {}

  static async of(pool: Pool, group: string): Promise<Inbox> {
    await pool.query('INSERT INTO msg.consumers (name) VALUES ($1) ON CONFLICT (name) DO NOTHING', [group]);
    const { rows } = await pool.query<{ id: number }>('SELECT id FROM msg.consumers WHERE name = $1', [group]);
    return new Inbox(pool, rows[0]?.id ?? 0);
  }

  /** Makes the partitions that these events will be written to. Before the transaction: it locks the table shortly. */
  async open(eventIds: readonly string[]): Promise<void> {
    const missing = [...new Set(eventIds.map(dayOf))].filter((day) => !this.openDays.has(day));
    if (missing.length === 0) return;
    await this.pool.query('SELECT msg.open_inbox($1::date[])', [missing]);
    for (const day of missing) this.openDays.add(day);
  }

  /** Removes what is older than redelivery can be. */
  async dropOld(): Promise<void> {
    await this.pool.query(`SELECT msg.drop_old_inbox('21 days')`);
    this.openDays.clear();
  }

  /**
   * Those of the events that have been handled. The days stand alone, not joined with the ids: so the planner leaves out
   * all other partitions before it looks at them.
   */
  async seen(on: Pool | PoolClient, eventIds: readonly string[]): Promise<ReadonlySet<string>> {
    if (eventIds.length === 0) return new Set();
    const { rows } = await on.query<{ event_id: string }>({
      name: 'inbox-seen',
      text: `SELECT event_id FROM msg.inbox
             WHERE day = ANY($1::date[]) AND consumer = $3 AND event_id = ANY($2::uuid[])`,
      values: [[...new Set(eventIds.map(dayOf))], eventIds, this.consumer],
    });
    return new Set(rows.map(({ event_id: id }) => id));
  }

  /** Writes down that they are handled. @throws when somebody else has handled one of them meanwhile */
  async add(client: PoolClient, eventIds: readonly string[]): Promise<void> {
    if (eventIds.length === 0) return;
    const { rowCount } = await client.query({
      name: 'inbox-add',
      text: `INSERT INTO msg.inbox (day, consumer, event_id)
             SELECT k.day, $3, k.id FROM unnest($1::date[], $2::uuid[]) AS k(day, id) ON CONFLICT DO NOTHING`,
      values: [eventIds.map(dayOf), eventIds, this.consumer],
    });
    if (rowCount !== eventIds.length) throw new HandledElsewhere();
  }
}

/** Another process has handled some of these messages: what was prepared here must not be committed. */
export class HandledElsewhere extends Error {
  constructor() {
    super('another process has handled some of these messages');
    this.name = 'HandledElsewhere';
  }
}

/** The day in a UUIDv7: the same event is looked for on the same day, whenever it comes. */
const dayOf = (eventId: string): string =>
  new Date(Number.parseInt(eventId.slice(0, 8) + eventId.slice(9, 13), 16)).toISOString().slice(0, 10);
