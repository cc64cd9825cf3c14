import type { Clock } from '@amends/kernel';
import type { Pool, PoolClient } from 'pg';

/** What may be wrong with the provider's books, seen from the product's. */
export const DISCREPANCIES = ['missing', 'extra', 'other_amount', 'other_status'] as const;
export type DiscrepancyKind = (typeof DISCREPANCIES)[number];
export type Discrepancy = Readonly<{
  kind: DiscrepancyKind;
  refundNumber: string;
  paymentId?: string;
  amount?: number;
}>;

/** Mistakes planted in the provider's books, each with what stood there before. */
export class Discrepancies {
  constructor(
    private readonly pool: Pool,
    private readonly clock: Clock,
  ) {}

  /** Whether there was something to make wrong: an unknown refund or payment, or one made wrong before, is left alone. */
  plant(asked: Discrepancy): Promise<boolean> {
    return this.inTransaction(async (client) => {
      const { kind, refundNumber } = asked;
      const before = await client.query<{ row: object }>(
        'SELECT to_jsonb(refunds) AS row FROM refunds WHERE refund_number = $1 FOR UPDATE',
        [refundNumber],
      );
      const original = before.rows[0]?.row ?? null;
      if ((original === null) !== (kind === 'extra')) return false;
      const noted = await client.query(
        'INSERT INTO discrepancies (refund_number, kind, original) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
        [refundNumber, kind, original],
      );
      if (noted.rowCount === 0) return false;
      const changed = await this.change(client, asked);
      if (!changed) await client.query('DELETE FROM discrepancies WHERE refund_number = $1', [refundNumber]);
      return changed;
    });
  }

  /** Whether something was put right. */
  undo(refundNumber: string): Promise<boolean> {
    return this.inTransaction(async (client) => {
      const { rows } = await client.query<{ original: object | null }>(
        'DELETE FROM discrepancies WHERE refund_number = $1 RETURNING original',
        [refundNumber],
      );
      if (rows[0] === undefined) return false;
      await client.query('DELETE FROM refunds WHERE refund_number = $1', [refundNumber]);
      const { original } = rows[0];
      if (original !== null)
        await client.query('INSERT INTO refunds SELECT * FROM jsonb_populate_record(NULL::refunds, $1)', [original]);
      return true;
    });
  }

  private async change(client: PoolClient, { kind, refundNumber, paymentId, amount }: Discrepancy): Promise<boolean> {
    const run = async (text: string, values: readonly unknown[]) =>
      ((await client.query(text, [...values])).rowCount ?? 0) > 0;
    switch (kind) {
      case 'missing':
        return run('DELETE FROM refunds WHERE refund_number = $1', [refundNumber]);
      case 'other_amount':
        return run('UPDATE refunds SET amount = coalesce($2, amount + 1) WHERE refund_number = $1', [
          refundNumber,
          amount ?? null,
        ]);
      case 'other_status':
        return run(
          `UPDATE refunds SET status = CASE status WHEN 'failed' THEN 'succeeded' ELSE 'failed' END,
             failure_code = CASE status WHEN 'failed' THEN NULL ELSE 'declined' END WHERE refund_number = $1`,
          [refundNumber],
        );
      case 'extra':
        return run(
          `INSERT INTO refunds (refund_number, payment_id, amount, currency, status, effect, created_at, changed_at)
           SELECT $1, payment_id, $3, currency, 'succeeded', true, $4, $4 FROM captures WHERE payment_id = $2`,
          [refundNumber, paymentId ?? '', amount ?? 1, this.clock.now()],
        );
    }
  }

  private async inTransaction(work: (client: PoolClient) => Promise<boolean>): Promise<boolean> {
    const client = await this.pool.connect();
    try {
      await client.query('BEGIN');
      const done = await work(client);
      await client.query('COMMIT');
      return done;
    } catch (fault) {
      await client.query('ROLLBACK');
      throw fault;
    } finally {
      client.release();
    }
  }
}
