import type { Pool } from 'pg';
import { readAfter } from '../delivery/report-cursor';
import type { RefundAnswer } from './psp';

/** A refund in the settlement report. Amount in minor units, `changedAt` when it came to its status. */
export type ReportedRow = RefundAnswer & Readonly<{ currency: string; changedAt: string }>;
export type ReportPage = Readonly<{ refunds: readonly ReportedRow[]; nextAfter: string | null }>;
export type ReportAsked = Readonly<{
  changedFrom?: string;
  changedBefore?: string;
  refundNumber?: string;
  after?: string;
}>;

const PAGE = 200;

/** The provider's own list of refunds, by when they changed: what a bookkeeper compares his books with. */
export class Report {
  constructor(private readonly pool: Pool) {}

  /** A page; `after` is the `nextAfter` of the page before. */
  async page({ changedFrom, changedBefore, refundNumber, after }: ReportAsked): Promise<ReportPage> {
    const begin = readAfter(after);
    const { rows } = await this.pool.query<Row>(
      `SELECT refund_number, payment_id, amount, currency, status, failure_code, changed_at FROM refunds
       WHERE changed_at >= coalesce($1::timestamptz, '-infinity') AND changed_at < coalesce($2::timestamptz, 'infinity')
         AND ($3::text IS NULL OR refund_number = $3)
         AND (changed_at, refund_number) > (coalesce($4::timestamptz, '-infinity'), coalesce($5, ''))
       ORDER BY changed_at, refund_number LIMIT $6`,
      [changedFrom ?? null, changedBefore ?? null, refundNumber ?? null, begin.at, begin.name, PAGE],
    );
    const refunds = rows.map(reported);
    const last = rows.length === PAGE ? refunds.at(-1) : undefined;
    return { refunds, nextAfter: last === undefined ? null : `${last.changedAt}|${last.refundNumber}` };
  }
}

type Row = Readonly<{
  refund_number: string;
  payment_id: string;
  amount: string;
  currency: string;
  status: RefundAnswer['status'];
  failure_code: string | null;
  changed_at: Date;
}>;

const reported = (row: Row): ReportedRow => ({
  refundNumber: row.refund_number,
  paymentId: row.payment_id,
  amount: Number(row.amount),
  currency: row.currency,
  status: row.status,
  failureCode: row.failure_code,
  changedAt: row.changed_at.toISOString(),
});
