import type { Clock } from '@amends/kernel';
import type { Pool } from 'pg';
import { randomUUID } from 'node:crypto';

export type PageRequest = Readonly<{
  number: string;
  amount: number;
  currency: string;
  expiresAt: string;
  returnUrl: string;
}>;
/** A page to pay on as the product sees it; `paymentId` once it is paid. */
export type PageAnswer = Readonly<{
  id: string;
  pageNumber: string;
  url: string;
  amount: number;
  status: 'open' | 'paid' | 'closed';
  paymentId: string | null;
}>;

type Row = Readonly<{
  id: string;
  number: string;
  amount: string;
  payment_id: string | null;
  status: PageAnswer['status'];
}>;

/** What has expired is closed, whoever looks. */
const COLUMNS = (now: string) =>
  `id, number, amount, payment_id, CASE WHEN status = 'open' AND expires_at <= ${now} THEN 'closed' ELSE status END AS status`;

/** Pages of the provider on which somebody pays what he is asked for; what is paid there is a payment like any. */
export class Pages {
  constructor(
    private readonly pool: Pool,
    private readonly clock: Clock,
    /** Where the pages are reached. */
    private readonly origin: string,
  ) {}

  async make({ number, amount, currency, expiresAt, returnUrl }: PageRequest): Promise<PageAnswer> {
    const { rows } = await this.pool.query<Row>(
      `INSERT INTO pages (id, number, amount, currency, expires_at, return_url, status) VALUES ($1, $2, $3, $4, $5, $6, 'open')
       RETURNING id, number, amount, payment_id, status`,
      [`page_${randomUUID()}`, number, amount, currency, expiresAt, returnUrl],
    );
    return this.answerOf(rows);
  }

  /** Undefined for a page that was never made. */
  async query(id: string): Promise<PageAnswer | undefined> {
    const { rows } = await this.pool.query<Row>(`SELECT ${COLUMNS('$2')} FROM pages WHERE id = $1`, [
      id,
      this.clock.now(),
    ]);
    return rows[0] && this.answerOf(rows);
  }

  async close(id: string): Promise<PageAnswer | undefined> {
    await this.pool.query(`UPDATE pages SET status = 'closed' WHERE id = $1 AND status = 'open'`, [id]);
    return this.query(id);
  }

  /** The buyer pays; a page that is closed, or paid already, stays as it is. */
  async pay(id: string): Promise<PageAnswer | undefined> {
    await this.pool.query(
      `WITH paid AS (
         UPDATE pages SET status = 'paid', payment_id = $2 WHERE id = $1 AND status = 'open' AND expires_at > $3
         RETURNING payment_id, amount, currency, number)
       INSERT INTO captures (payment_id, amount, currency, order_id) SELECT payment_id, amount, currency, number FROM paid`,
      [id, `pay-${randomUUID()}`, this.clock.now()],
    );
    return this.query(id);
  }

  private answerOf(rows: readonly Row[]): PageAnswer {
    const [row] = rows;
    if (row === undefined) throw new Error('a page that was made is there');
    const { id, number: pageNumber, amount, status, payment_id: paymentId } = row;
    const url = `${this.origin}/dev/sandbox/psp/pages/${id}`;
    return { id, pageNumber, url, amount: Number(amount), status, paymentId };
  }
}
