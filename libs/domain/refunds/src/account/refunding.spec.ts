import { specification } from '@amends/testing';
import { later } from '@amends/kernel';
import { describe, expect, it } from '@jest/globals';
import { legIdOf } from '../leg/leg';
import type { Account, AccountEvent } from './account';
import type { AccountCommand, ProviderAnswer } from './commands';
import { accountAggregate, accountDecider } from './decide';
import { asks, AT, ofLine, paidOrder, refundId } from './given-account';
import { decideOn, eventsOn } from './given-story';
import { isBalanced, ledgerView, refundView } from './views';

const { after } = specification(accountDecider);
const opened: AccountCommand = {
  type: 'OpenAccount',
  data: { paid: paidOrder([{ quantity: 2, cash: 10_000, points: 100 }], [['card', 10_000]]), at: AT },
};
const split: AccountCommand = {
  type: 'OpenAccount',
  data: {
    paid: paidOrder(
      [{ quantity: 2, cash: 10_000 }],
      [
        ['gift_card', 4000],
        ['card', 6000],
      ],
    ),
    at: AT,
  },
};
const asked: AccountCommand = { type: 'RequestRefund', data: { request: asks(1, ofLine(1, 1, 5000)), at: AT } };
const withPoints: AccountCommand = {
  type: 'RequestRefund',
  data: { request: asks(1, ofLine(1, 1, 5000, { points: 50 })), at: AT },
};
const leg = (place = 0) => ({ refundId: refundId(1), legId: legIdOf(refundId(1), place) });
const hears = (answer: ProviderAnswer, attempt = 1, place = 0, at = AT): AccountCommand => ({
  type: 'HearProvider',
  data: { ...leg(place), attempt, answer, at },
});
const retry: AccountCommand = { type: 'Retry', data: { refundId: refundId(1), at: AT } };
const succeeded: ProviderAnswer = { outcome: 'succeeded' };
const failed = (code: string): ProviderAnswer => ({ outcome: 'failed', code });
const silence: ProviderAnswer = { outcome: 'silence' };

const types = (decision: unknown) => (decision as readonly AccountEvent[]).map(({ type }) => type);
const refund = (account: Account) => {
  const [first] = account.refunds;
  if (first === undefined) throw new Error('there is no refund');
  return first;
};
const cash = (account: Account) => ledgerView(account).lines[0]?.cash;
const due = (account: Account) => accountAggregate.deadlines?.(account) ?? [];

describe('asking for a refund', () => {
  it('F1, F4: sets the money aside and submits it, in one decision', () => {
    const told = after(opened).when(asked);
    expect(types(told.decision)).toEqual([
      'refund.created',
      'account.refund_planned',
      'refund.processing',
      'refund_leg.submitted',
      'account.leg_waits',
    ]);
    expect(cash(told.state)).toEqual({ paid: 10_000, held: 5000, refunded: 0, remaining: 5000 });
    expect(due(told.state)).toEqual([
      { name: `${leg().legId}/psp_query`, kind: 'psp_query', token: 1, dueAt: later(AT, 60_000) },
    ]);
  });
  it('F2: refuses more than is left, and holds nothing', () => {
    const told = after(opened, asked).when({
      type: 'RequestRefund',
      data: { request: asks(2, ofLine(1, 1, 5001)), at: AT },
    });
    expect(types(told.decision)).toEqual(['refund.failed']);
    expect(told.decision).toMatchObject([
      { data: { status: 'failed', trying: false, failureCode: 'refund_exceeds_remaining' } },
    ]);
    expect(cash(told.state)?.held).toBe(5000);
  });
  it.each([
    ['units', ofLine(1, 3, 1)],
    ['points', ofLine(1, 1, 1, { points: 101 })],
    ['a discount', ofLine(1, 1, 1, { platformDiscount: 1 })],
    ['an unknown line', ofLine(9, 1, 1)],
    ['freight', { lines: [], shippingFee: 1 }],
  ])('F2: refuses more %s than there are', (_, money) =>
    expect(
      types(after(opened).when({ type: 'RequestRefund', data: { request: asks(1, money), at: AT } }).decision),
    ).toEqual(['refund.failed']),
  );
  it('the same refund twice is one', () => after(opened, asked).when(asked).thenNothing());
  it('waits for the payment to be heard of', () => {
    const waiting = after(asked);
    expect(types(after().when(asked).decision)).toEqual(['account.refund_kept']);
    waiting.when(asked).thenNothing();
    expect(types(waiting.when(opened).decision)).toContain('refund_leg.submitted');
  });
  it('gives back at once what is in our own books, and the points after the money', () => {
    const own: AccountCommand = {
      type: 'OpenAccount',
      data: { paid: paidOrder([{ quantity: 2, cash: 10_000, points: 100 }], [['balance', 10_000]]), at: AT },
    };
    const told = after(own).when(withPoints);
    expect(types(told.decision).slice(-3)).toEqual([
      'refund_leg.succeeded',
      'refund_leg.succeeded',
      'refund.succeeded',
    ]);
    expect(refundView(told.state, refund(told.state)).legs.map(({ tender, status }) => [tender, status])).toEqual([
      ['balance', 'succeeded'],
      ['points', 'succeeded'],
    ]);
  });
  it('makes no difference between the leg’s id and its number at the provider', () =>
    expect(refund(after(opened, asked).state).legs[0]?.refundNumber).toBe(leg().legId));
});

describe('the provider', () => {
  it('F6, F11: succeeds, once, however often it says so', () => {
    const told = after(opened, withPoints).when(hears(succeeded));
    expect(types(told.decision)).toEqual(['refund_leg.succeeded', 'refund_leg.succeeded', 'refund.succeeded']);
    expect(cash(told.state)).toEqual({ paid: 10_000, held: 0, refunded: 5000, remaining: 5000 });
    expect(ledgerView(told.state).lines[0]?.points.refunded).toBe(50);
    expect(due(told.state)).toEqual([]);
    after(opened, withPoints, hears(succeeded)).when(hears(succeeded)).thenNothing();
  });
  it('keeps it pending: it will be asked', () => {
    after(opened, asked)
      .when(hears({ outcome: 'pending' }))
      .thenNothing();
    expect(due(after(opened, asked).state)).toHaveLength(1);
  });
  it('F5: says nothing: nothing is assumed, and it will be asked', () => {
    const told = after(opened, asked).when(hears(silence));
    expect(types(told.decision)).toEqual(['refund_leg.unknown']);
    expect(due(told.state)).toHaveLength(1);
    after(opened, asked, hears(silence)).when(hears(silence)).thenNothing();
  });
  it('F5, F6: never heard of it: it is asked again under the same number', () => {
    const told = after(opened, asked, hears(silence)).when(hears({ outcome: 'never_heard' }, 1, 0, later(AT, 60_000)));
    expect(told.decision).toMatchObject([
      { type: 'refund_leg.submitted', data: { refundNumber: leg().legId, attempts: 2 } },
      { type: 'account.leg_waits', data: { dueAt: later(AT, 120_000) } },
    ]);
    after(opened, asked, hears(silence), hears({ outcome: 'never_heard' }))
      .when(hears(failed('declined'), 1))
      .thenNothing();
  });
  it('F9: declines: nothing is held any more', () => {
    const told = after(opened, asked).when(hears(failed('declined')));
    expect(told.decision).toMatchObject([
      { type: 'refund_leg.failed', data: { legStatus: 'failed_final', failureCode: 'declined' } },
      { type: 'refund.failed', data: { status: 'failed', trying: false } },
    ]);
    expect(cash(told.state)).toEqual({ paid: 10_000, held: 0, refunded: 0, remaining: 10_000 });
  });
  it('F8: says the account is closed', () =>
    expect(after(opened, asked).when(hears(failed('account_closed'))).decision).toMatchObject([
      { data: { legStatus: 'abnormal' } },
      { type: 'refund.failed' },
    ]));
  it('F7: has not enough now: tried again after 1, 2, 4 … 128 s, then final', () => {
    const short = failed('insufficient_balance');
    const waits: number[] = [];
    let account = after(opened, asked).state;
    for (let attempt = 1; attempt <= 8; attempt++) {
      expect(types(eventsOn(account, hears(short, attempt)))).toEqual(['refund_leg.failed', 'account.leg_waits']);
      account = decideOn(account, hears(short, attempt));
      const [deadline] = due(account);
      if (deadline === undefined) throw new Error('nothing is awaited');
      expect(deadline.kind).toBe('psp_retry');
      waits.push((Date.parse(deadline.dueAt) - Date.parse(AT)) / 1000);
      account = decideOn(account, { type: 'DeadlineReached', data: { ...deadline, at: AT } });
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 128]);
    expect(eventsOn(account, hears(short, 9))).toMatchObject([
      { type: 'refund_leg.failed', data: { legStatus: 'failed_final' } },
      { type: 'refund.failed' },
    ]);
  });
});

describe('half a refund', () => {
  const half = [split, asked] as const;
  it.each([
    ['declined', 'failed_final', false],
    ['insufficient_balance', 'failed_retryable', true],
    ['rate_limited', 'failed_retryable', true],
  ])('F10: is booked, the other half stays held (%s)', (code, legStatus, trying) => {
    const told = after(...half).when(hears(failed(code), 1, 1));
    expect(types(told.decision).at(-1)).toBe('refund.partially_succeeded');
    expect(refund(told.state)).toMatchObject({ status: 'partially_succeeded', trying });
    expect(refund(told.state).legs.map(({ status }) => status)).toEqual(['succeeded', legStatus]);
    expect(cash(told.state)).toEqual({ paid: 10_000, held: 3000, refunded: 2000, remaining: 5000 });
  });
  it('is retried for the half that failed, under the same number', () => {
    const told = after(...half, hears(failed('declined'), 1, 1)).when(retry);
    expect(types(told.decision)).toEqual(['refund.retried', 'refund_leg.submitted', 'account.leg_waits']);
    expect(refund(after(...half, hears(failed('declined'), 1, 1), retry, hears(succeeded, 2, 1)).state)).toMatchObject({
      status: 'succeeded',
      legs: [{ attempts: 0 }, { attempts: 2, refundNumber: leg(1).legId }],
    });
  });
});

describe('a retry', () => {
  it('of a failed refund reserves again', () => {
    const told = after(opened, asked, hears(failed('declined'))).when(retry);
    expect(types(told.decision)).toEqual(['refund.retried', 'refund_leg.submitted', 'account.leg_waits']);
    expect(cash(told.state)?.held).toBe(5000);
  });
  it('is refused when nothing has failed', () => {
    const refusal = after(opened, asked, hears(succeeded)).when(retry).thenRefused('invalid_transition');
    expect(refusal.detail).toEqual({ currentStatus: 'succeeded', allowedActions: [] });
    after(opened, asked).when(retry).thenRefused('invalid_transition');
  });
  it('is refused when the money has gone elsewhere', () => {
    const all: AccountCommand = { type: 'RequestRefund', data: { request: asks(2, ofLine(1, 2, 10_000)), at: AT } };
    const refusal = after(opened, asked, hears(failed('declined')), all).when(retry);
    refusal.thenRefused('refund_exceeds_remaining');
  });
  it('goes to another payment where another refund has used the first one up', () => {
    const cards: AccountCommand = {
      type: 'OpenAccount',
      data: {
        paid: paidOrder(
          [{ quantity: 2, cash: 10_000 }],
          [
            ['card', 5000],
            ['card', 5000],
          ],
        ),
        at: AT,
      },
    };
    const other: AccountCommand = { type: 'RequestRefund', data: { request: asks(2, ofLine(1, 1, 5000)), at: AT } };
    const { state } = after(cards, asked, hears(failed('declined')), other, retry);
    const legs = refund(state).legs;
    expect(legs.map(({ paymentId, status }) => [paymentId, status])).toEqual([['pay-1', 'submitted']]);
    expect(legs[0]?.legId).toBe(leg(1).legId);
    expect(isBalanced(state)).toBe(true);
  });
  it('of one that could not be reserved plans it once there is enough', () => {
    const all: AccountCommand = { type: 'RequestRefund', data: { request: asks(2, ofLine(1, 2, 10_000)), at: AT } };
    const again: AccountCommand = { type: 'Retry', data: { refundId: refundId(2), at: AT } };
    after(opened, asked, all).when(again).thenRefused('refund_exceeds_remaining');
    const told = after(opened, asked, all, hears(failed('declined'))).when(again);
    expect(types(told.decision)).toEqual([
      'refund.retried',
      'account.refund_planned',
      'refund_leg.submitted',
      'account.leg_waits',
    ]);
  });
  it('names the version it has seen', () => {
    const stale: AccountCommand = { type: 'Retry', data: { refundId: refundId(1), at: AT, ifMatch: 1 } };
    after(opened, asked, hears(failed('declined')))
      .when(stale)
      .thenRefused('version_conflict');
  });
  it('of nothing is not found', () => {
    after(opened).when(retry).thenRefused('not_found');
  });
});

describe('the provider’s second word', () => {
  const corrected = (account: Account, answer: ProviderAnswer, place = 0): AccountCommand => ({
    type: 'CorrectLeg',
    data: { ...leg(place), seen: refund(account).version, answer, at: AT },
  });
  const done = [opened, withPoints, hears(succeeded)] as const;

  it('a late failure: the money is back to remaining, of the only money leg the points are taken back', () => {
    const told = after(...done).when(corrected(after(...done).state, failed('late_failure')));
    expect(types(told.decision)).toEqual(['refund_leg.failed', 'refund_leg.failed', 'refund.reversed']);
    expect(cash(told.state)).toEqual({ paid: 10_000, held: 0, refunded: 0, remaining: 10_000 });
    expect(ledgerView(told.state).lines[0]?.points.refunded).toBe(0);
    expect(refund(told.state)).toMatchObject({ status: 'failed', trying: false });
  });
  it('and it can be sent again, with the points', () => {
    const failedLate = after(...done, corrected(after(...done).state, failed('late_failure')), retry);
    const told = failedLate.when(hears(succeeded, 2));
    expect(types(told.decision)).toEqual(['refund_leg.succeeded', 'refund_leg.succeeded', 'refund.succeeded']);
  });
  it('a late failure of one leg of several: the rest stays', () => {
    const both = [split, asked, hears(succeeded, 1, 1)] as const;
    const told = after(...both).when(corrected(after(...both).state, failed('late_failure'), 1));
    expect(told.decision).toMatchObject([
      { type: 'refund_leg.failed' },
      { type: 'refund.reversed', data: { status: 'partially_succeeded' } },
    ]);
    expect(cash(told.state)).toEqual({ paid: 10_000, held: 3000, refunded: 2000, remaining: 5000 });
  });
  it('counts only if nothing has changed since it was asked', () => {
    after(...done)
      .when({ type: 'CorrectLeg', data: { ...leg(), seen: 1, answer: failed('late_failure'), at: AT } })
      .thenRefused('version_conflict');
  });
  it('a success after all is booked where the books can hold it', () => {
    const declined = [opened, asked, hears(failed('declined'))] as const;
    const told = after(...declined).when(corrected(after(...declined).state, succeeded));
    expect(types(told.decision)).toEqual(['refund.retried', 'refund_leg.succeeded', 'refund.succeeded']);
  });
  it('and is shown to an operator where they cannot', () => {
    const all: AccountCommand = { type: 'RequestRefund', data: { request: asks(2, ofLine(1, 2, 10_000)), at: AT } };
    const gone = [opened, asked, hears(failed('declined')), all] as const;
    const told = after(...gone).when(corrected(after(...gone).state, succeeded));
    expect(types(told.decision)).toEqual(['account.leg_contradicted']);
    expect(accountAggregate.listings?.(told.state)[0]).toMatchObject({ id: refundId(1), flagged: true });
  });
});

describe('a deadline', () => {
  const woken = (account: Account, at: string): AccountCommand => ({
    type: 'DeadlineReached',
    data: { name: `${leg().legId}/psp_query`, token: due(account)[0]?.token ?? 0, at },
  });
  it('lets the provider be asked, and comes again', () => {
    const told = after(opened, asked).when(woken(after(opened, asked).state, later(AT, 60_000)));
    expect(told.decision).toMatchObject([
      { type: 'account.leg_asked', data: { overdue: false } },
      { type: 'account.leg_waits', data: { dueAt: later(AT, 120_000) } },
    ]);
  });
  it('after three days makes an operator’s item, and goes on asking', () => {
    const told = after(opened, asked).when(woken(after(opened, asked).state, later(AT, 72 * 3_600_000)));
    expect(told.decision).toMatchObject([{ data: { overdue: true } }, { type: 'account.leg_waits' }]);
    expect(accountAggregate.listings?.(told.state)[0]?.flagged).toBe(true);
  });
  it('of an earlier start is nothing', () => {
    const { state } = after(opened, asked);
    const again = after(opened, asked, woken(state, later(AT, 60_000)));
    again.when(woken(state, later(AT, 61_000))).thenNothing();
  });
});
