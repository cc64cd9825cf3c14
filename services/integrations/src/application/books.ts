import type { Booking, Posting } from '@amends/domain/ledger';
import type { Pool, PoolClient } from 'pg';

/** What one event does to the books of its order. `at`: when it happened, in the domain's time. */
export type Bookings = Readonly<{
  eventId: string;
  type: string;
  orderId: string;
  at: string;
  bookings: readonly Booking[];
}>;

/** Amounts in minor units of `currency`, or in points where that is "points"; `balance` is debit less credit. */
export type AccountBalance = Readonly<{
  account: string;
  currency: string;
  debit: number;
  credit: number;
  balance: number;
}>;

/** One line of the journal. */
export type JournalLine = Readonly<{
  position: string;
  eventId: string;
  type: string;
  orderId: string;
  ref: string;
  account: string;
  currency: string;
  amount: number;
  at: Date;
}>;

/** A span of the journal: from inclusive, to exclusive. */
export type Period = Readonly<{ from: string; to: string }>;

type NewLine = Readonly<{ event: Bookings; line: number; ref: string; posting: Posting }>;

/**
 * The books in double entry. An order that has not been heard of has no currency yet: its entries, which balance by
 * themselves, are left out of balances and journal until it has been.
 */
export class Books {
  constructor(private readonly pool: Pool) {}

  /** Notes the currencies of orders, by their ids. */
  static async open(currencies: ReadonlyMap<string, string>, client: PoolClient): Promise<void> {
    if (currencies.size === 0) return;
    await client.query({
      name: 'books-orders',
      text: `INSERT INTO books.orders (order_id, currency) SELECT * FROM unnest($1::text[], $2::text[])
             ON CONFLICT (order_id) DO NOTHING`,
      values: [[...currencies.keys()], [...currencies.values()]],
    });
  }

  /** Books events in their order, inside the transaction of their consumer. */
  static async book(events: readonly Bookings[], client: PoolClient): Promise<void> {
    let waiting: NewLine[] = [];
    for (const event of events) {
      let line = 0;
      for (const booking of event.bookings) {
        if (booking.kind === 'entry') {
          for (const posting of booking.postings) waiting.push({ event, line: line++, ref: booking.ref, posting });
          continue;
        }
        await write(waiting, client);
        waiting = [];
        line += await takeBack(event, booking.ref, line, client);
      }
    }
    await write(waiting, client);
  }

  /** Every account with what was ever booked on it. The balances of a currency sum to zero. */
  async trialBalance(): Promise<readonly AccountBalance[]> {
    const { rows } = await this.pool.query<
      Readonly<{ account: string; currency: string; debit: string; credit: string }>
    >(
      `SELECT p.account, CASE p.unit WHEN 'points' THEN 'points' ELSE o.currency END AS currency,
         coalesce(sum(p.amount) FILTER (WHERE p.amount > 0), 0) AS debit,
         coalesce(-sum(p.amount) FILTER (WHERE p.amount < 0), 0) AS credit
       FROM books.postings p JOIN books.orders o USING (order_id) GROUP BY 1, 2 ORDER BY 2, 1`,
    );
    return rows.map(({ account, currency, debit, credit }) => ({
      account,
      currency,
      debit: Number(debit),
      credit: Number(credit),
      balance: Number(debit) - Number(credit),
    }));
  }

  /** Lines of a period in the order they were booked, after a position; whole entries only at its end. */
  async lines({ from, to }: Period, after: string, limit: number): Promise<readonly JournalLine[]> {
    const { rows } = await this.pool.query<JournalLine & Readonly<{ amount: string }>>(
      `SELECT p.position, p.event_id AS "eventId", p.type, p.order_id AS "orderId", p.ref, p.account,
         CASE p.unit WHEN 'points' THEN 'points' ELSE o.currency END AS currency, p.amount, p.at
       FROM books.postings p JOIN books.orders o USING (order_id)
       WHERE p.at >= $1 AND p.at < $2 AND p.position > $3 ORDER BY p.position LIMIT $4`,
      [from, to, after, limit],
    );
    return rows.map((row) => ({ ...row, amount: Number(row.amount) }));
  }
}

const write = async (lines: readonly NewLine[], client: PoolClient): Promise<void> => {
  if (lines.length === 0) return;
  await client.query({
    name: 'books-write',
    text: `INSERT INTO books.postings (event_id, line, type, order_id, ref, account, unit, amount, at)
           SELECT id, line, type, order_id, ref, account, unit, amount, at
           FROM unnest($1::uuid[], $2::smallint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bigint[],
             $9::timestamptz[]) WITH ORDINALITY AS new (id, line, type, order_id, ref, account, unit, amount, at, number)
           ORDER BY number`,
    values: [
      lines.map(({ event }) => event.eventId),
      lines.map(({ line }) => line),
      lines.map(({ event }) => event.type),
      lines.map(({ event }) => event.orderId),
      lines.map(({ ref }) => ref),
      lines.map(({ posting }) => posting.account),
      lines.map(({ posting }) => posting.unit),
      lines.map(({ posting }) => posting.amount),
      lines.map(({ event }) => event.at),
    ],
  });
};

/** Books the opposite of what stands under the ref; answers how many lines that took. */
const takeBack = async (event: Bookings, ref: string, line: number, client: PoolClient): Promise<number> => {
  const { rowCount } = await client.query({
    name: 'books-take-back',
    text: `INSERT INTO books.postings (event_id, line, type, order_id, ref, account, unit, amount, at)
           SELECT $1, $2 + row_number() OVER (ORDER BY account, unit), $3, $4, $5, account, unit, -sum(amount), $6
           FROM books.postings WHERE order_id = $4 AND ref = $5 GROUP BY account, unit HAVING sum(amount) <> 0`,
    values: [event.eventId, line, event.type, event.orderId, ref, event.at],
  });
  return rowCount ?? 0;
};
