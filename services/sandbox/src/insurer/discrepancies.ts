import type { Clock } from '@amends/kernel';
import type { Pool } from 'pg';

/** What may be wrong with the insurer's books, seen from the product's. */
export const INSURER_DISCREPANCIES = ['missing', 'extra', 'other_amount', 'other_status'] as const;
export type InsurerDiscrepancy = Readonly<{
  kind: (typeof INSURER_DISCREPANCIES)[number];
  claimId: string;
  policyId?: string;
}>;

/** One statement each: it notes what stood there before, makes it wrong, and answers a row where it could. */
const PLANT: Readonly<Record<InsurerDiscrepancy['kind'], string>> = {
  missing: 'DELETE FROM payouts WHERE claim_id = $1 AND EXISTS (SELECT FROM noted) RETURNING 1',
  other_amount: 'UPDATE payouts SET amount = amount + 1 WHERE claim_id = $1 AND EXISTS (SELECT FROM noted) RETURNING 1',
  other_status: `UPDATE payouts SET status = 'returned' WHERE claim_id = $1 AND EXISTS (SELECT FROM noted) RETURNING 1`,
  extra: `INSERT INTO payouts (claim_id, policy_id, order_id, payee, amount, currency, paid_at)
          SELECT $1, policy_id, order_id, 'buyer', 1, currency, $3 FROM policies
          WHERE policy_id = $2 AND EXISTS (SELECT FROM noted) RETURNING 1`,
};

/** Mistakes planted in the insurer's books, each with what stood there before. */
export class InsurerDiscrepancies {
  constructor(
    private readonly pool: Pool,
    private readonly clock: Clock,
  ) {}

  /** Whether there was something to make wrong; a payout made wrong before is left alone. */
  async plant({ kind, claimId, policyId }: InsurerDiscrepancy): Promise<boolean> {
    const { rows } = await this.pool.query(
      `WITH asked AS (SELECT $1::text AS claim_id, $2::text AS policy_id, $3::timestamptz AS at),
       noted AS (INSERT INTO discrepancies (claim_id, original)
         SELECT a.claim_id, to_jsonb(p) FROM asked a LEFT JOIN payouts p USING (claim_id)
         WHERE (p.claim_id IS NULL) = $4 AND (p.claim_id IS NOT NULL OR a.policy_id IN (SELECT policy_id FROM policies))
         ON CONFLICT DO NOTHING RETURNING 1)
       ${PLANT[kind]}`,
      [claimId, policyId ?? null, this.clock.now(), kind === 'extra'],
    );
    return rows.length > 0;
  }

  /** Whether something was put right. */
  async undo(claimId: string): Promise<boolean> {
    const { rows } = await this.pool.query<{ original: object | null }>(
      'DELETE FROM discrepancies WHERE claim_id = $1 RETURNING original',
      [claimId],
    );
    if (rows[0] === undefined) return false;
    await this.pool.query('DELETE FROM payouts WHERE claim_id = $1', [claimId]);
    const { original } = rows[0];
    if (original !== null)
      await this.pool.query('INSERT INTO payouts SELECT * FROM jsonb_populate_record(NULL::payouts, $1)', [original]);
    return true;
  }
}
