import type { Clock } from '@amends/kernel';
import type { Pool } from 'pg';

/** How the provider treats a refund request (api.md 9). */
export const PSP_BEHAVIOURS = [
  'succeed',
  'decline',
  'account_closed',
  'insufficient_balance',
  'timeout_before_effect',
  'timeout_after_effect',
  'http_500',
  'pending_then_succeed',
  'pending_then_fail',
  'duplicate_notification',
  'late_failure',
] as const;
export type PspBehaviour = (typeof PSP_BEHAVIOURS)[number];

export type RefundRequest = Readonly<{ refundNumber: string; paymentId: string; amount: number; currency: string }>;
export type RefundAnswer = Readonly<{
  refundNumber: string;
  paymentId: string;
  amount: number;
  status: 'succeeded' | 'pending' | 'failed';
  failureCode: string | null;
}>;
export type Notification = Readonly<{
  type: 'refund.succeeded' | 'refund.failed';
  refund: RefundAnswer;
  times: number;
}>;

/** What the caller gets: an answer, or the silence and the error of a real network. */
export type Treatment =
  | Readonly<{ kind: 'answer'; answer: RefundAnswer; notify?: Notification }>
  | Readonly<{ kind: 'silence' }>
  | Readonly<{ kind: 'error' }>;

type Plan = Readonly<{
  status: RefundAnswer['status'];
  effect: boolean;
  failureCode?: string;
  next?: 'succeeded' | 'failed';
  says?: 'silence';
  notifies?: number;
}>;

/** What each behaviour does to the books. `timeout_before_effect` and `http_500` do nothing and are not in here. */
const plans: Readonly<Record<Exclude<PspBehaviour, 'timeout_before_effect' | 'http_500'>, Plan>> = {
  succeed: { status: 'succeeded', effect: true },
  decline: { status: 'failed', effect: false, failureCode: 'declined' },
  account_closed: { status: 'failed', effect: false, failureCode: 'account_closed' },
  insufficient_balance: { status: 'failed', effect: false, failureCode: 'insufficient_balance' },
  timeout_after_effect: { status: 'succeeded', effect: true, says: 'silence' },
  pending_then_succeed: { status: 'pending', effect: false, next: 'succeeded' },
  pending_then_fail: { status: 'pending', effect: false, next: 'failed' },
  duplicate_notification: { status: 'succeeded', effect: true, notifies: 2 },
  late_failure: { status: 'succeeded', effect: true, next: 'failed' },
};

/**
 * A real provider has taken the payment itself; this one hears of it from the orders, after a restart only once it is in
 * its consumer group again. So long it says nothing rather than refuse.
 */
const CAPTURE_PATIENCE_MS = 10_000;
const LOOK_EVERY_MS = 50;

/** A pending refund ends, and a late failure comes, so long after the request. */
const NEXT_AFTER = '1 second';

type Row = Readonly<{
  refund_number: string;
  payment_id: string;
  amount: string;
  status: RefundAnswer['status'];
  failure_code: string | null;
}>;

const answerOf = (row: Row): RefundAnswer => ({
  refundNumber: row.refund_number,
  paymentId: row.payment_id,
  amount: Number(row.amount),
  status: row.status,
  failureCode: row.failure_code,
});

/** A payment provider with books of its own, dated by the product's clock: one effect per refund number, however often it is asked. */
export class Psp {
  /** Behaviours are rare: whether any is set is known without asking the database. */
  private behavioursSet = true;

  constructor(
    private readonly pool: Pool,
    private readonly clock: Clock,
  ) {}

  /** The shop's checkout took this payment. */
  async capture(payment: { paymentId: string; amount: number; currency: string; orderId: string }): Promise<void> {
    await this.pool.query({
      name: 'psp-capture',
      text: 'INSERT INTO captures (payment_id, amount, currency, order_id) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING',
      values: [payment.paymentId, payment.amount, payment.currency, payment.orderId],
    });
  }

  /** The next `times` refund requests of the payment (of any, without one) are treated like this. */
  async behave(behaviour: { paymentId?: string; behaviour: PspBehaviour; times: number }): Promise<void> {
    await this.pool.query('INSERT INTO behaviours (payment_id, behaviour, remaining) VALUES ($1, $2, $3)', [
      behaviour.paymentId ?? null,
      behaviour.behaviour,
      behaviour.times,
    ]);
    this.behavioursSet = true;
  }

  /** Gives money back once per refund number. A number that came to nothing may be tried again. */
  async refund(request: RefundRequest): Promise<Treatment> {
    const known = await this.repeated(request.refundNumber);
    if (known && known.status !== 'failed') return { kind: 'answer', answer: known };
    const behaviour = await this.nextBehaviour(request.paymentId);
    if (behaviour === 'timeout_before_effect') return { kind: 'silence' };
    if (behaviour === 'http_500') return { kind: 'error' };
    const plan = (await this.leaves(request))
      ? plans[behaviour]
      : { ...plans.decline, failureCode: 'exceeds_captured' };
    const answer = await this.book(request, plan);
    if (plan.says === 'silence') return { kind: 'silence' };
    return plan.notifies
      ? { kind: 'answer', answer, notify: { type: 'refund.succeeded', refund: answer, times: plan.notifies } }
      : { kind: 'answer', answer };
  }

  /** What became of a refund number; undefined if it never came to anything. */
  async query(refundNumber: string): Promise<RefundAnswer | undefined> {
    const { rows } = await this.pool.query<Row>(
      'SELECT refund_number, payment_id, amount, status, failure_code FROM refunds WHERE refund_number = $1',
      [refundNumber],
    );
    return rows[0] && answerOf(rows[0]);
  }

  /** Ends what is due: pending refunds and late failures. The notifications that follow. */
  async endPending(): Promise<readonly Notification[]> {
    const { rows } = await this.pool.query<Row>(
      `UPDATE refunds SET status = next_status, effect = (effect OR next_status = 'succeeded'), next_status = NULL, next_at = NULL, changed_at = $1,
         failure_code = CASE WHEN next_status = 'failed' THEN CASE WHEN effect THEN 'late_failure' ELSE 'declined' END END
       WHERE next_at <= $1 RETURNING refund_number, payment_id, amount, status, failure_code`,
      [this.clock.now()],
    );
    return rows.map((row) => ({
      type: row.status === 'succeeded' ? 'refund.succeeded' : 'refund.failed',
      refund: answerOf(row),
      times: 1,
    }));
  }

  /** The provider's own record of a payment: a refund is listed once it has had effect. */
  async ledger(paymentId: string): Promise<object> {
    const captured = await this.pool.query<{ amount: string }>('SELECT amount FROM captures WHERE payment_id = $1', [
      paymentId,
    ]);
    const refunds = await this.pool.query<Row & { requests: number }>(
      `SELECT refund_number, payment_id, amount, status, failure_code, requests FROM refunds
       WHERE payment_id = $1 AND effect ORDER BY created_at, refund_number`,
      [paymentId],
    );
    return {
      captured: Number(captured.rows[0]?.amount ?? 0),
      refunds: refunds.rows.map((row) => ({
        refundNumber: row.refund_number,
        amount: Number(row.amount),
        status: row.status,
        requests: row.requests,
      })),
    };
  }

  private async repeated(refundNumber: string): Promise<RefundAnswer | undefined> {
    const { rows } = await this.pool.query<Row>({
      name: 'psp-repeat',
      text: `UPDATE refunds SET requests = requests + 1 WHERE refund_number = $1
             RETURNING refund_number, payment_id, amount, status, failure_code`,
      values: [refundNumber],
    });
    return rows[0] && answerOf(rows[0]);
  }

  private async nextBehaviour(paymentId: string): Promise<PspBehaviour> {
    if (!this.behavioursSet) return 'succeed';
    const { rows } = await this.pool.query<{ behaviour: PspBehaviour }>(
      `UPDATE behaviours SET remaining = remaining - 1 WHERE id = (
         SELECT id FROM behaviours WHERE remaining > 0 AND (payment_id = $1 OR payment_id IS NULL)
         ORDER BY payment_id NULLS LAST, id LIMIT 1 FOR UPDATE) RETURNING behaviour`,
      [paymentId],
    );
    if (rows.length === 0) {
      const left = await this.pool.query('SELECT 1 FROM behaviours WHERE remaining > 0 LIMIT 1');
      this.behavioursSet = left.rows.length > 0;
    }
    return rows[0]?.behaviour ?? 'succeed';
  }

  /** Whether so much is left of the payment, in its currency. One that the provider has not heard of yet is waited for. */
  private async leaves({ paymentId, amount, currency, refundNumber }: RefundRequest): Promise<boolean> {
    for (const until = Date.now() + CAPTURE_PATIENCE_MS; Date.now() < until;) {
      const { rows } = await this.pool.query<{ left: string; currency: string }>({
        name: 'psp-left',
        text: `SELECT c.amount - coalesce((SELECT sum(r.amount) FROM refunds r
                 WHERE r.payment_id = c.payment_id AND r.status <> 'failed' AND r.refund_number <> $2), 0) AS left, c.currency
               FROM captures c WHERE c.payment_id = $1`,
        values: [paymentId, refundNumber],
      });
      if (rows[0]) return Number(rows[0].left) >= amount && rows[0].currency === currency;
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
    return false;
  }

  private async book(request: RefundRequest, plan: Plan): Promise<RefundAnswer> {
    const { rows } = await this.pool.query<Row>({
      name: 'psp-book',
      text: `INSERT INTO refunds (refund_number, payment_id, amount, currency, status, effect, failure_code, next_status, next_at,
               created_at, changed_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8::text,
               CASE WHEN $8::text IS NULL THEN NULL ELSE $9::timestamptz + interval '${NEXT_AFTER}' END, $9::timestamptz, $9::timestamptz)
             ON CONFLICT (refund_number) DO UPDATE SET status = excluded.status, effect = refunds.effect OR excluded.effect,
               failure_code = excluded.failure_code, next_status = excluded.next_status, next_at = excluded.next_at,
               changed_at = excluded.changed_at
             WHERE refunds.status = 'failed'
             RETURNING refund_number, payment_id, amount, status, failure_code`,
      values: [
        request.refundNumber,
        request.paymentId,
        request.amount,
        request.currency,
        plan.status,
        plan.effect,
        plan.failureCode ?? null,
        plan.next ?? null,
        this.clock.now(),
      ],
    });
    if (rows[0]) return answerOf(rows[0]);
    const other = await this.query(request.refundNumber);
    if (!other) throw new Error('a refund that conflicts must be there');
    return other;
  }
}
