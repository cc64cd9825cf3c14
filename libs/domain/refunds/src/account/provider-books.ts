import type { ProviderAnswer } from './commands';

/** How a payment provider treats one request for money. */
export type Treatment =
  | 'succeed'
  | 'decline'
  | 'closed'
  | 'short'
  | 'lost_before'
  | 'lost_after'
  | 'pending_good'
  | 'pending_bad'
  | 'late_failure';
export const TREATMENTS: readonly Treatment[] = [
  'succeed',
  'decline',
  'closed',
  'short',
  'lost_before',
  'lost_after',
  'pending_good',
  'pending_bad',
  'late_failure',
];

/** A refund in the provider's books; `next`: what becomes of it later, without anybody asking. Minor units. */
export type BookedRefund = {
  readonly paymentId: string;
  readonly amount: number;
  status: 'succeeded' | 'pending' | 'failed';
  next?: 'succeeded' | 'failed';
};

/** For specifications and the simulation: the books that a payment provider keeps by itself, by refund number. */
export class ProviderBooks {
  readonly refunds = new Map<string, BookedRefund>();

  /** What was really given back of a payment, and may still be. */
  paidBack(paymentId: string): number {
    return [...this.refunds.values()]
      .filter((each) => each.paymentId === paymentId && each.status !== 'failed')
      .reduce((sum, { amount }) => sum + amount, 0);
  }

  /** Asked for money. A number that is known and has not failed is answered, and has no second effect. */
  request(
    number: string,
    { paymentId, amount }: Pick<BookedRefund, 'paymentId' | 'amount'>,
    treatment: Treatment,
  ): ProviderAnswer {
    const known = this.refunds.get(number);
    if (known !== undefined && known.status !== 'failed') return this.query(number);
    if (treatment === 'lost_before') return { outcome: 'silence' };
    const booked: BookedRefund = { paymentId, amount, status: 'succeeded' };
    this.refunds.set(number, booked);
    switch (treatment) {
      case 'succeed':
        return { outcome: 'succeeded' };
      case 'lost_after':
        return { outcome: 'silence' };
      case 'late_failure':
        booked.next = 'failed';
        return { outcome: 'succeeded' };
      case 'pending_good':
      case 'pending_bad':
        booked.status = 'pending';
        booked.next = treatment === 'pending_good' ? 'succeeded' : 'failed';
        return { outcome: 'pending' };
      case 'decline':
      case 'closed':
      case 'short':
        booked.status = 'failed';
        return { outcome: 'failed', code: CODES[treatment] };
    }
  }

  /** Asked what became of a number. */
  query(number: string): ProviderAnswer {
    const booked = this.refunds.get(number);
    if (booked === undefined) return { outcome: 'never_heard' };
    return booked.status === 'failed' ? { outcome: 'failed', code: 'declined' } : { outcome: booked.status };
  }

  /** Ends what was left open; answers the numbers that it would tell of. */
  endPending(): readonly string[] {
    const ended: string[] = [];
    for (const [number, booked] of this.refunds) {
      if (booked.next === undefined) continue;
      booked.status = booked.next;
      delete booked.next;
      ended.push(number);
    }
    return ended;
  }
}

const CODES = { decline: 'declined', closed: 'account_closed', short: 'insufficient_balance' } as const;
