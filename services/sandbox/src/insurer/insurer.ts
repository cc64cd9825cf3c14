import type { Pool } from 'pg';

/** How the insurer treats a claim (api.md 9). */
export const INSURER_BEHAVIOURS = ['approve', 'reject', 'timeout'] as const;
export type InsurerBehaviour = (typeof INSURER_BEHAVIOURS)[number];

export type ClaimRequest = Readonly<{
  claimId: string;
  policyId: string;
  orderId: string;
  method: string;
  freight: number | null;
  amount: number;
  to: 'carrier' | 'buyer';
}>;
export type ClaimAnswer = Readonly<{ claimId: string; status: 'approved' | 'rejected'; code: string | null }>;

type ClaimRow = Readonly<{ claim_id: string; status: 'approved' | 'rejected'; code: string | null }>;
const answerOf = (row: ClaimRow): ClaimAnswer => ({ claimId: row.claim_id, status: row.status, code: row.code });

/** An insurer with books of its own: one premium per policy, one payout per claim. */
export class Insurer {
  constructor(private readonly pool: Pool) {}

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

  /** Judges a claim; an approved one stays approved, a rejected one may be asked again. Undefined: no answer at all. */
  async claim(request: ClaimRequest): Promise<ClaimAnswer | undefined> {
    const known = await this.query(request.claimId);
    if (known?.status === 'approved') return known;
    const { rows: behaviours } = await this.pool.query<{ behaviour: InsurerBehaviour; code: string | null }>(
      `UPDATE behaviours SET remaining = remaining - 1 WHERE id = (
         SELECT id FROM behaviours WHERE remaining > 0 AND order_id = $1 ORDER BY id LIMIT 1 FOR UPDATE) RETURNING behaviour, code`,
      [request.orderId],
    );
    const [next] = behaviours;
    if (next?.behaviour === 'timeout') return undefined;
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
    return rows[0] && answerOf(rows[0]);
  }

  async query(claimId: string): Promise<ClaimAnswer | undefined> {
    const { rows } = await this.pool.query<ClaimRow>('SELECT claim_id, status, code FROM claims WHERE claim_id = $1', [
      claimId,
    ]);
    return rows[0] && answerOf(rows[0]);
  }

  /** Pays an approved claim, once; false if there is none. */
  async payOut(claimId: string): Promise<boolean> {
    const { rows } = await this.pool.query(
      `WITH approved AS (SELECT claim_id, order_id, payee, amount FROM claims WHERE claim_id = $1 AND status = 'approved'),
            paid AS (INSERT INTO payouts (claim_id, order_id, payee, amount) SELECT claim_id, order_id, payee, amount FROM approved ON CONFLICT DO NOTHING)
       SELECT 1 FROM approved`,
      [claimId],
    );
    return rows.length > 0;
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
}
