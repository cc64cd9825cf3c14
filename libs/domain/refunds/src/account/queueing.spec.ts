import { DAY_MS, MINUTE_MS, later, millis, type Instant } from '@amends/kernel';
import { describe, expect, it } from '@jest/globals';
import type { ProviderLimits } from '../leg/limits';
import { EMPTY_ACCOUNT, type Account } from './account';
import type { AccountCommand } from './commands';
import { accountAggregate } from './decide';
import { asks, AT, ofLine, paidOrder, refundId } from './given-account';
import { decideOn, eventsOn } from './given-story';
import { ledgerView } from './views';

const COUNT = 6;
const paid = paidOrder([{ quantity: 60, cash: 60_000 }]);
const request = (n: number, at: Instant): AccountCommand => ({
  type: 'RequestRefund',
  data: { request: asks(n, ofLine(1, 1, 1000)), at },
});

/** An account beside its provider, as the service drives it: every try asks for its turn before it is sent. */
class Driven {
  account: Account = decideOn(EMPTY_ACCOUNT, { type: 'OpenAccount', data: { paid, at: AT } });
  readonly sent: Readonly<{ legId: string; at: Instant }>[] = [];
  readonly told: string[] = [];

  constructor(private readonly limits: ProviderLimits) {}

  do(command: AccountCommand): void {
    const events = eventsOn(this.account, command);
    this.account = decideOn(this.account, command);
    for (const { type, data } of events) {
      this.told.push(type);
      if (type === 'refund_leg.submitted') this.send(data.refundId, data.legId, data.attempts, command.data.at);
    }
  }

  /** To the next deadline. */
  wake(): boolean {
    const [next] = [...(accountAggregate.deadlines?.(this.account) ?? [])].sort(
      (a, b) => millis(a.dueAt) - millis(b.dueAt),
    );
    if (next !== undefined) this.do({ type: 'DeadlineReached', data: { ...next, at: next.dueAt } });
    return next !== undefined;
  }

  private send(id: string, legId: string, attempt: number, at: Instant): void {
    const place = { refundId: id, legId, attempt };
    this.do({ type: 'TakeTurn', data: { ...place, limits: this.limits, at } });
    if (this.told.at(-1) !== 'account.leg_sent') return;
    this.sent.push({ legId, at });
    this.do({ type: 'HearProvider', data: { ...place, answer: { outcome: 'succeeded' }, at } });
  }
}

describe('F4: refunds of one payment that are asked for faster than the provider takes them', () => {
  it('wait in their order, a minute each, and all succeed', () => {
    const driven = new Driven({ apartMs: MINUTE_MS });
    for (let n = 1; n <= COUNT; n++) driven.do(request(n, AT));
    expect(ledgerView(driven.account).payments[0]).toMatchObject({ refunded: 1000, held: 5000 });
    while (driven.wake());
    expect(driven.sent.map(({ legId }) => legId)).toEqual(
      Array.from({ length: COUNT }, (_, n) => `${refundId(n + 1)}-1`),
    );
    expect(driven.sent.map(({ at }) => at)).toEqual(Array.from({ length: COUNT }, (_, n) => later(AT, n * MINUTE_MS)));
    expect(driven.account.refunds.map(({ status }) => status)).toEqual(Array(COUNT).fill('succeeded'));
    // Each waited once: nobody was pushed back again by those behind him.
    expect(driven.told.filter((type) => type === 'refund_leg.queued')).toHaveLength(COUNT - 1);
  });

  it('one that comes while others wait goes to the end', () => {
    const driven = new Driven({ apartMs: MINUTE_MS });
    for (let n = 1; n <= 3; n++) driven.do(request(n, AT));
    driven.do(request(4, later(AT, MINUTE_MS / 2)));
    while (driven.wake());
    expect(driven.sent.at(-1)).toEqual({ legId: `${refundId(4)}-1`, at: later(AT, 3 * MINUTE_MS) });
  });

  it('keep their distance from what was sent late, not from what was decided early', () => {
    const [first, second] = [refundId(1), refundId(2)];
    const at = later(AT, MINUTE_MS);
    const open: AccountCommand = { type: 'OpenAccount', data: { paid, at: AT } };
    const limits = { apartMs: MINUTE_MS };
    const turn = (id: string): AccountCommand => ({
      type: 'TakeTurn',
      data: { refundId: id, legId: `${id}-1`, attempt: 1, limits, at },
    });
    // The process was held up: the first is sent a minute after it was decided, when the second asks as well.
    const account = [open, request(1, AT), request(2, at), turn(first)].reduce(decideOn, EMPTY_ACCOUNT);
    expect(eventsOn(account, turn(second))).toMatchObject([
      { type: 'refund_leg.queued' },
      { type: 'account.leg_waits', data: { refundId: second, for: 'turn', dueAt: later(at, MINUTE_MS) } },
    ]);
  });

  it('are final from the fifty-first on, and give their money free', () => {
    const driven = new Driven({ perPayment: 50 });
    for (let n = 1; n <= 51; n++) driven.do(request(n, AT));
    expect(driven.sent).toHaveLength(50);
    expect(driven.account.refunds.at(-1)).toMatchObject({
      status: 'failed',
      legs: [{ status: 'failed_final', failureCode: 'too_many_refunds' }],
    });
    expect(ledgerView(driven.account).payments[0]).toMatchObject({ refunded: 50_000, held: 0, remaining: 10_000 });
  });

  it('that were never sent take no place of those that wait', () => {
    const driven = new Driven({ perPayment: 3, apartMs: MINUTE_MS });
    for (let n = 1; n <= 4; n++) driven.do(request(n, AT));
    while (driven.wake());
    expect(driven.account.refunds.map(({ status }) => status)).toEqual([
      'succeeded',
      'succeeded',
      'succeeded',
      'failed',
    ]);
  });

  it('are final when the payment is too old', () => {
    const driven = new Driven({ withinMs: 365 * DAY_MS });
    driven.do(request(1, later(AT, 365 * DAY_MS)));
    driven.do(request(2, later(AT, 365 * DAY_MS + 1)));
    expect(driven.account.refunds.map(({ status }) => status)).toEqual(['succeeded', 'failed']);
    expect(driven.account.refunds[1]?.legs[0]?.failureCode).toBe('payment_too_old');
  });

  it('a word of the provider about a try that waits again changes nothing', () => {
    const driven = new Driven({ apartMs: MINUTE_MS });
    for (let n = 1; n <= 2; n++) driven.do(request(n, AT));
    const place = { refundId: refundId(2), legId: `${refundId(2)}-1`, attempt: 1, at: AT };
    expect(
      eventsOn(driven.account, { type: 'HearProvider', data: { ...place, answer: { outcome: 'succeeded' } } }),
    ).toEqual([]);
  });
});
