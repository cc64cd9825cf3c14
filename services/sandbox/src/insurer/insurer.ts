import type { Clock } from '@amends/kernel';
import type { Pool } from 'pg';

/** How the insurer treats a claim, or its payout (api.md 9). `timeout` has no effect; of the others the name says it. */
export const INSURER_BEHAVIOURS = [
  'approve',
  'reject',
  'timeout',
  'timeout_after_effect',
  'http_500',
  'payout_timeout_before_effect',
  'payout_timeout_after_effect',
  'payout_http_500',
] as const;
export type InsurerBehaviour = (typeof INSURER_BEHAVIOURS)[number];

/** No answer: the line stays silent, or the insurer has a fault. */
export type NoAnswer = 'silence' | 'error';

export type ClaimRequest = Readonly<{
  claimId: string;
  policyId: string;
  orderId: string;
  method: string;
  freight: number | null;
  amount: number;
  to: 'carrier' | 'buyer';
}>;
export type ClaimAnswer = Readonly<{ claimId: string; status: 'approved' | 'rejected' | 'paid'; code: string | null }>;

type ClaimRow = Readonly<{ claim_id: string; status: ClaimAnswer['status']; code: string | null }>;
const answerOf = (row: ClaimRow): ClaimAnswer => ({ claimId: row.claim_id, status: row.status, code: row.code });

/** An insurer with books of its own, dated by the product's clock: one premium per policy, one payout per claim. */
export class Insurer {
  constructor(
    private readonly pool: Pool,
    private readonly clock: Clock,
  ) {}

  async sell(policy: { policyId: string; orderId: string; premium: number; currency: string }): Promise<void> {
    await this.pool.query(
      'INSERT INTO policies (policy_id, order_id, premium, currency) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING',
      [policy.policyId, policy.orderId, policy.premium, policy.currency],
    );
  }

  async cancel(policyId: string): Promise<void> {
    await this.pool.query('UPDATE policies SET cancelled = true WHERE policy_id = $1', [policyId]);
  }

  async behave(behaviour: {
    orderId: string;
    behaviour: InsurerBehaviour;
    code?: string;
    times: number;
  }): Promise<void> {
    await this.pool.query('INSERT INTO behaviours (order_id, behaviour, code, remaining) VALUES ($1, $2, $3, $4)', [
      behaviour.orderId,
      behaviour.behaviour,
      behaviour.code ?? null,
      behaviour.times,
    ]);
  }

  /** Judges a claim; an approved one stays approved, a rejected one may be asked again. */
  async claim(request: ClaimRequest): Promise<ClaimAnswer | NoAnswer> {
    const known = await this.query(request.claimId);
    if (known !== undefined && known.status !== 'rejected') return known;
    const next = await this.nextBehaviour(request.orderId, JUDGING);
    if (next?.behaviour === 'timeout') return 'silence';
    if (next?.behaviour === 'http_500') return 'error';
    const rejected = next?.behaviour === 'reject';
    const { rows } = await this.pool.query<ClaimRow>(
      `INSERT INTO claims (claim_id, policy_id, order_id, method, freight, amount, payee, status, code)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
       ON CONFLICT (claim_id) DO UPDATE SET requests = claims.requests + 1, status = excluded.status, code = excluded.code
       RETURNING claim_id, status, code`,
      [
        request.claimId,
        request.policyId,
        request.orderId,
        request.method,
        request.freight,
        request.amount,
        request.to,
        rejected ? 'rejected' : 'approved',
        rejected ? (next.code ?? 'risk_control') : null,
      ],
    );
    return rows[0] === undefined || next?.behaviour === 'timeout_after_effect' ? 'silence' : answerOf(rows[0]);
  }

  async query(claimId: string): Promise<ClaimAnswer | undefined> {
    const { rows } = await this.pool.query<ClaimRow>(
      `SELECT claim_id, CASE WHEN EXISTS (SELECT FROM payouts p WHERE p.claim_id = c.claim_id) THEN 'paid' ELSE status END AS status,
         code FROM claims c WHERE claim_id = $1`,
      [claimId],
    );
    return rows[0] && answerOf(rows[0]);
  }

  /** Pays an approved claim, once; `unknown` if there is none. */
  async payOut(claimId: string): Promise<'paid' | 'unknown' | NoAnswer> {
    const { rows: approved } = await this.pool.query<{ order_id: string }>(
      "SELECT order_id FROM claims WHERE claim_id = $1 AND status = 'approved'",
      [claimId],
    );
    if (approved[0] === undefined) return 'unknown';
    const next = await this.nextBehaviour(approved[0].order_id, PAYING);
    if (next?.behaviour === 'payout_timeout_before_effect') return 'silence';
    if (next?.behaviour === 'payout_http_500') return 'error';
    await this.pool.query(
      `INSERT INTO payouts (claim_id, policy_id, order_id, payee, amount, currency, paid_at)
       SELECT claim_id, policy_id, order_id, payee, amount, coalesce((SELECT currency FROM policies p WHERE p.policy_id = c.policy_id), ''), $2
       FROM claims c WHERE claim_id = $1 ON CONFLICT DO NOTHING`,
      [claimId, this.clock.now()],
    );
    return next?.behaviour === 'payout_timeout_after_effect' ? 'silence' : 'paid';
  }

  /** As the insurer booked it. */
  async ledger(orderId: string): Promise<object> {
    const premiums = await this.pool.query<{ policy_id: string; premium: string }>(
      'SELECT policy_id, premium FROM policies WHERE order_id = $1 AND NOT cancelled ORDER BY policy_id',
      [orderId],
    );
    const payouts = await this.pool.query<{ claim_id: string; payee: string; amount: string }>(
      'SELECT claim_id, payee, amount FROM payouts WHERE order_id = $1 ORDER BY claim_id',
      [orderId],
    );
    return {
      premiums: premiums.rows.map((row) => ({ policyId: row.policy_id, amount: Number(row.premium) })),
      payouts: payouts.rows.map((row) => ({ claimId: row.claim_id, to: row.payee, amount: Number(row.amount) })),
    };
  }

  private async nextBehaviour(orderId: string, among: readonly InsurerBehaviour[]): Promise<Behaving | undefined> {
    const { rows } = await this.pool.query<Behaving>(
      `UPDATE behaviours SET remaining = remaining - 1 WHERE id = (
         SELECT id FROM behaviours WHERE remaining > 0 AND order_id = $1 AND behaviour = ANY ($2) ORDER BY id LIMIT 1 FOR UPDATE)
       RETURNING behaviour, code`,
      [orderId, among],
    );
    return rows[0];
  }
}

type Behaving = Readonly<{ behaviour: InsurerBehaviour; code: string | null }>;

const PAYING = INSURER_BEHAVIOURS.filter((behaviour) => behaviour.startsWith('payout_'));
const JUDGING = INSURER_BEHAVIOURS.filter((behaviour) => !behaviour.startsWith('payout_'));
