import { advanceNamedBy, evolveAdvance, type Advance } from '@amends/domain/ledger';
import { rolloutBucket } from '@amends/domain/refunds';
import { total, type Message } from '@amends/kernel';
import type { Pool, PoolClient } from 'pg';

/** Sums in minor units of `currency`; `open` is what nobody has answered for yet, `lossRate` what was given up of all that went out. */
export type Outcome = Readonly<{
  currency: string;
  advances: number;
  advanced: number;
  settled: number;
  recovered: number;
  writtenOff: number;
  open: number;
  lossRate: number;
}>;

/** The advances of one week of Asia/Shanghai, named by its Monday, to the buyers of one bucket (0 to 99). */
export type BookCell = Readonly<{ week: string; bucket: number }> & Outcome;

/** Advances that went out in this span (from inclusive, to exclusive), of this bucket; each left out: of all. */
export type BookFilter = Readonly<{ from?: string; to?: string; bucket?: number }>;
export type BookCursor = Readonly<{ week: string; bucket: number; currency: string }>;

type Sums = Readonly<Record<'advances' | 'advanced' | 'settled' | 'recovered' | 'writtenOff', string>> &
  Readonly<{ currency: string }>;

/** What was advanced and what became of it, in the week it went out: a week's loss is known when nothing of it is open. */
export class FastRefundBook {
  constructor(private readonly pool: Pool) {}

  /** Notes events in their order, inside the transaction of their consumer. */
  static async hear(messages: readonly Message[], client: PoolClient): Promise<void> {
    const ids = [...new Set(messages.map(advanceNamedBy).filter((id) => id !== null))];
    const known = new Map((await stored(client, ids)).map((advance) => [advance.refundId, advance]));
    const changed = new Map<string, Advance>();
    for (const message of messages) {
      const id = advanceNamedBy(message) ?? '';
      const advance = evolveAdvance(changed.get(id) ?? known.get(id), message);
      if (advance !== undefined) changed.set(id, advance);
    }
    if (changed.size > 0) await write(client, [...changed.values()]);
  }

  /** Weeks, the newest first, and in each the buckets from 0; `after` is the last cell that was seen. */
  async cells(filter: BookFilter, after: BookCursor | undefined, limit: number): Promise<readonly BookCell[]> {
    const { rows } = await this.pool.query<Sums & Readonly<{ week: string; bucket: number }>>({
      name: 'fast-refund-cells',
      text: `SELECT * FROM (
               SELECT ${WEEK} AS week, a.bucket, o.currency, ${SUMS} FROM ${OF} GROUP BY 1, 2, 3) AS cells
             WHERE $4::text IS NULL OR week < $4 OR (week = $4 AND (bucket, currency) > ($5, $6))
             ORDER BY week DESC, bucket, currency LIMIT $7`,
      values: [...valuesOf(filter), after?.week, after?.bucket, after?.currency, limit],
    });
    return rows.map((row) => ({ week: row.week, bucket: row.bucket, ...outcomeOf(row) }));
  }

  /** All the advances of the filter, by currency. */
  async totals(filter: BookFilter): Promise<readonly Outcome[]> {
    const { rows } = await this.pool.query<Sums>({
      name: 'fast-refund-totals',
      text: `SELECT o.currency, ${SUMS} FROM ${OF} GROUP BY 1 ORDER BY 1`,
      values: valuesOf(filter),
    });
    return rows.map(outcomeOf);
  }
}

const WEEK = `to_char(date_trunc('week', a.advanced_at AT TIME ZONE 'Asia/Shanghai'), 'YYYY-MM-DD')`;
const SUMS = `count(*) AS advances, sum(a.advanced) AS advanced, sum(a.settled) AS settled,
  sum(a.recovered) AS recovered, sum(a.written_off) AS "writtenOff"`;
/** What the provider took back was not advanced in the end. */
const OF = `books.advances a JOIN books.orders o USING (order_id)
  WHERE a.advanced > 0 AND ($1::timestamptz IS NULL OR a.advanced_at >= $1)
    AND ($2::timestamptz IS NULL OR a.advanced_at < $2) AND ($3::int IS NULL OR a.bucket = $3)`;

const valuesOf = ({ from, to, bucket }: BookFilter): unknown[] => [from, to, bucket];

const outcomeOf = (row: Sums): Outcome => {
  const [advanced, settled, recovered] = [Number(row.advanced), Number(row.settled), Number(row.recovered)];
  const writtenOff = Number(row.writtenOff);
  return {
    currency: row.currency,
    advances: Number(row.advances),
    ...{ advanced, settled, recovered, writtenOff },
    open: advanced - total([settled, recovered, writtenOff]),
    lossRate: Math.round((writtenOff / advanced) * MILLION) / MILLION,
  };
};

/** Rates have six decimals. */
const MILLION = 1_000_000;

const stored = async (client: PoolClient, ids: readonly string[]): Promise<readonly Advance[]> => {
  type Stored = Advance & Readonly<Record<'advanced' | 'settled' | 'recovered' | 'writtenOff', string>>;
  const { rows } = await client.query<Stored>({
    name: 'fast-refund-known',
    text: `SELECT refund_id AS "refundId", order_id AS "orderId", buyer_id AS "buyerId", advanced, settled, recovered,
             written_off AS "writtenOff", to_json(advanced_at)#>>'{}' AS "advancedAt"
           FROM books.advances WHERE refund_id = ANY ($1) ORDER BY refund_id FOR UPDATE`,
    values: [ids],
  });
  return rows.map((row) => ({
    ...row,
    advanced: Number(row.advanced),
    settled: Number(row.settled),
    recovered: Number(row.recovered),
    writtenOff: Number(row.writtenOff),
  }));
};

const write = async (client: PoolClient, advances: readonly Advance[]): Promise<void> => {
  await client.query({
    name: 'fast-refund-write',
    text: `INSERT INTO books.advances AS known
             (refund_id, order_id, buyer_id, bucket, advanced_at, advanced, settled, recovered, written_off)
           SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::smallint[], $5::timestamptz[], $6::bigint[],
             $7::bigint[], $8::bigint[], $9::bigint[])
           ON CONFLICT (refund_id) DO UPDATE SET (advanced, settled, recovered, written_off) =
             (excluded.advanced, excluded.settled, excluded.recovered, excluded.written_off)`,
    values: [
      advances.map(({ refundId }) => refundId),
      advances.map(({ orderId }) => orderId),
      advances.map(({ buyerId }) => buyerId),
      advances.map(({ buyerId }) => rolloutBucket(buyerId)),
      advances.map(({ advancedAt }) => advancedAt),
      advances.map(({ advanced }) => advanced),
      advances.map(({ settled }) => settled),
      advances.map(({ recovered }) => recovered),
      advances.map(({ writtenOff }) => writtenOff),
    ],
  });
};
