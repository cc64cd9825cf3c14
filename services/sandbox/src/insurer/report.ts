import type { Pool } from 'pg';
import { readAfter } from '../delivery/report-cursor';

/** A payout in the insurer's report. Amount in minor units; `returned`: the money came back to the insurer. */
export type ReportedPayout = Readonly<{
  claimId: string;
  policyId: string;
  amount: number;
  currency: string;
  status: 'paid' | 'returned';
  paidAt: string;
}>;
export type ReportPage = Readonly<{ payouts: readonly ReportedPayout[]; nextAfter: string | null }>;
export type ReportAsked = Readonly<{ paidFrom?: string; paidBefore?: string; claimId?: string; after?: string }>;

const PAGE = 200;

/** The insurer's own list of payouts, by when they were made: what a bookkeeper compares his books with. */
export class InsurerReport {
  constructor(private readonly pool: Pool) {}

  /** A page; `after` is the `nextAfter` of the page before. @throws Problem `malformed` for another */
  async page({ paidFrom, paidBefore, claimId, after }: ReportAsked): Promise<ReportPage> {
    const begin = readAfter(after);
    const { rows } = await this.pool.query<Row>(
      `SELECT claim_id, policy_id, amount, currency, status, paid_at FROM payouts
       WHERE paid_at >= coalesce($1::timestamptz, '-infinity') AND paid_at < coalesce($2::timestamptz, 'infinity')
         AND ($3::text IS NULL OR claim_id = $3)
         AND (paid_at, claim_id) > (coalesce($4::timestamptz, '-infinity'), coalesce($5, ''))
       ORDER BY paid_at, claim_id LIMIT $6`,
      [paidFrom ?? null, paidBefore ?? null, claimId ?? null, begin.at, begin.name, PAGE],
    );
    const payouts = rows.map((row): ReportedPayout => ({
      claimId: row.claim_id,
      policyId: row.policy_id,
      amount: Number(row.amount),
      currency: row.currency,
      status: row.status,
      paidAt: row.paid_at.toISOString(),
    }));
    const last = rows.length === PAGE ? payouts.at(-1) : undefined;
    return { payouts, nextAfter: last === undefined ? null : `${last.paidAt}|${last.claimId}` };
  }
}

type Row = Readonly<{
  claim_id: string;
  policy_id: string;
  amount: string;
  currency: string;
  status: ReportedPayout['status'];
  paid_at: Date;
}>;
