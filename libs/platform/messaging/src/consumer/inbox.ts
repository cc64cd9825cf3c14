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

  /** Those of the events that have been handled. Each day is asked by its name: so nobody has to plan for all the others. */
  async seen(on: Pool | PoolClient, eventIds: readonly string[]): Promise<ReadonlySet<string>> {
    const known = new Set<string>();
    for (const [day, ids] of byDay(eventIds)) {
      const { rows } = await on.query<{ event_id: string }>({
        name: `inbox-seen-${day}`,
        text: `SELECT event_id FROM ${partitionOf(day)} WHERE day = $1 AND consumer = $2 AND event_id = ANY($3::uuid[])`,
        values: [day, this.consumer, ids],
      });
      for (const { event_id: id } of rows) known.add(id);
    }
    return known;
  }

  /** Writes down that they are handled. @throws when somebody else has handled one of them meanwhile */
  async add(client: PoolClient, eventIds: readonly string[]): Promise<void> {
    for (const [day, ids] of byDay(eventIds)) {
      const { rowCount } = await client.query({
        name: `inbox-add-${day}`,
        text: `INSERT INTO ${partitionOf(day)} (day, consumer, event_id)
               SELECT $1, $2, k.id FROM unnest($3::uuid[]) AS k(id) ON CONFLICT DO NOTHING`,
        values: [day, this.consumer, ids],
      });
      if (rowCount !== ids.length) throw new HandledElsewhere();
    }
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

const byDay = (eventIds: readonly string[]): ReadonlyMap<string, readonly string[]> => {
  const days = new Map<string, string[]>();
  for (const id of eventIds) {
    const day = dayOf(id);
    const same = days.get(day);
    if (same === undefined) days.set(day, [id]);
    else same.push(id);
  }
  return days;
};

/** As msg.open_inbox names it. */
const partitionOf = (day: string): string => `msg.inbox_${day.replaceAll('-', '')}`;
