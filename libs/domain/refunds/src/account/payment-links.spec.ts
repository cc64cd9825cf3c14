import { DAY_MS, HOUR_MS, isRefusal, later, MINUTE_MS } from '@amends/kernel';
import { specification } from '@amends/testing';
import { describe, expect, it } from '@jest/globals';
import type { Account } from './account';
import type { AccountCommand } from './commands';
import { accountDecider } from './decide';
import { AT, paidOrder, PARTIES, refundId, ticketId } from './given-account';
import type { LinkAnswer } from './commands';
import { linkTerms, recoveryIdOf } from './payment-links';
import { recoveryOf, recoveryView } from './recovering';

const { after } = specification(accountDecider);
const OWED = refundId(7);
const of = { order: PARTIES, afterSaleId: ticketId(1), at: AT };
const owed: readonly AccountCommand[] = [
  { type: 'OpenAccount', data: { paid: paidOrder([{ quantity: 2, cash: 18_000 }]), at: AT } },
  { type: 'OweGoods', data: { ...of, amount: 9000 } },
  { type: 'NoteGoodsKept', data: { ...of, amount: 9000, refundId: OWED } },
];
const NUMBER = `${OWED}-pay-1`;
const EXPIRES = later(AT, 12 * HOUR_MS);
const PAGE = { providerId: 'cs_1', url: 'https://pay.example/cs_1' };
const open = (over: Partial<Extract<AccountCommand, { type: 'OpenPaymentLink' }>['data']> = {}): AccountCommand => ({
  type: 'OpenPaymentLink',
  data: { refundId: OWED, number: NUMBER, amount: 9000, expiresAt: EXPIRES, ...PAGE, at: AT, ...over },
});
const hear = (answer: LinkAnswer, number = NUMBER): AccountCommand => ({
  type: 'HearPaymentLink',
  data: { refundId: OWED, number, answer, at: AT },
});
const PAID = hear({ outcome: 'paid', paymentId: 'pi_1' });
const CLOSED = hear({ outcome: 'closed' });
const pay = (amount: number): AccountCommand => ({
  type: 'PayRecovery',
  data: { refundId: OWED, amount, source: 'payment', paymentId: 'pay-9', at: AT },
});
const deadlines = (account: Account) => accountDecider.aggregate.deadlines?.(account);
const view = (account: Account) => {
  const found = recoveryOf(account, OWED);
  return found && recoveryView(account, found);
};

describe('A8: a link to pay what is owed', () => {
  it('is asked for over all that is open, for half a day, and never beyond the write-off', () => {
    const { state } = after(...owed);
    expect(linkTerms(state, OWED, AT)).toEqual({ number: NUMBER, amount: 9000, expiresAt: EXPIRES });
    expect(linkTerms(after(...owed, pay(1000)).state, OWED, AT)).toMatchObject({ amount: 8000 });
    const end = later(AT, 90 * DAY_MS);
    expect(linkTerms(state, OWED, later(end, -2 * HOUR_MS))).toMatchObject({ expiresAt: end });
    expect(linkTerms(state, OWED, later(end, -HOUR_MS + 1))).toMatchObject({ refused: 'invalid_transition' });
    expect(recoveryIdOf(NUMBER)).toBe(OWED);
  });

  it('is not made where nothing is open, nothing was ever owed, or there is one', () => {
    const refused = (account: Account, id = OWED) => {
      const terms = linkTerms(account, id, AT);
      return isRefusal(terms) ? terms.refused : 'made';
    };
    expect(refused(after(...owed, pay(9000)).state)).toBe('invalid_transition');
    expect(refused(after(...owed).state, refundId(8))).toBe('not_found');
    expect(refused(after(...owed, open()).state)).toBe('payment_link_open');
    after(...owed, open())
      .when(open({ number: `${OWED}-pay-2` }))
      .thenRefused('payment_link_open');
  });

  it('is not opened by terms that are out of date', () => {
    for (const stale of [open({ amount: 8999 }), open({ number: `${OWED}-pay-2` })])
      after(...owed)
        .when(stale)
        .thenRefused('version_conflict');
  });

  it('is shown with its page, and nobody is reminded of what he is about to pay', () => {
    const { state } = after(...owed, open());
    expect(view(state)).toMatchObject({
      status: 'recovering',
      open: 9000,
      paymentLink: { url: PAGE.url, amount: 9000, status: 'open', expiresAt: EXPIRES },
      nextReminderAt: null,
      writeOffAt: later(AT, 90 * DAY_MS),
    });
    expect(view(after(...owed).state)).toMatchObject({ paymentLink: null, nextReminderAt: later(AT, 7 * DAY_MS) });
  });

  it('keeps every other payment out: what can be paid by it is not paid twice', () => {
    after(...owed, open())
      .when(pay(9000))
      .thenRefused('payment_link_open');
  });

  it('that is paid pays what is owed, once', () => {
    const paid = after(...owed, open()).when(PAID);
    expect(paid.decision).toMatchObject([
      { type: 'account.payment_link_closed', data: { number: NUMBER, paid: true } },
      { type: 'recovery.payment_received', data: { amount: 9000, open: 0, source: 'payment', paymentId: 'pi_1' } },
      { type: 'recovery.completed', data: { amount: 9000 } },
    ]);
    expect(view(paid.state)).toMatchObject({ status: 'recovered', open: 0, paymentLink: { status: 'paid' } });
    for (const again of [PAID, CLOSED])
      after(...owed, open(), PAID)
        .when(again)
        .thenNothing();
  });

  it('that is closed makes way for others, and for a link over what is then open', () => {
    const closed = after(...owed, open(), CLOSED, pay(2000));
    expect(view(closed.state)).toMatchObject({ open: 7000, paymentLink: { status: 'closed' } });
    expect(linkTerms(closed.state, OWED, AT)).toMatchObject({ number: `${OWED}-pay-2`, amount: 7000 });
    after(...owed, open(), CLOSED)
      .when(PAID)
      .thenNothing();
  });

  it('that is closed says nothing of the next one', () => {
    const next = open({ number: `${OWED}-pay-2` });
    for (const late of [PAID, CLOSED])
      after(...owed, open(), CLOSED, next)
        .when(late)
        .thenNothing();
  });

  it.each(['open', 'silence'] as const)('of which the provider says %s stays as it is', (outcome) =>
    after(...owed, open())
      .when(hear({ outcome }))
      .thenNothing(),
  );

  const wakes = (token: number, at: string): AccountCommand => ({
    type: 'DeadlineReached',
    data: { name: `${NUMBER}/link`, token, at },
  });
  it('is asked about when it is over, and again after ever longer; nobody is reminded or given up meanwhile', () => {
    const over = later(EXPIRES, MINUTE_MS);
    const { state } = after(...owed, open());
    expect(deadlines(state)).toEqual([{ name: `${NUMBER}/link`, kind: 'payment_link', token: 0, dueAt: over }]);
    const woken = after(...owed, open()).when(wakes(0, over));
    expect(woken.decision).toMatchObject([{ type: 'account.payment_link_due', data: { refundId: OWED } }]);
    expect(deadlines(woken.state)).toMatchObject([{ token: 1, dueAt: later(over, 2 * MINUTE_MS) }]);
    after(...owed, open())
      .when(wakes(0, EXPIRES))
      .thenNothing();
    after(...owed, open(), wakes(0, over))
      .when(wakes(0, over))
      .thenNothing();
    const asked = Array.from({ length: 30 }, (_, n) => wakes(n, later(over, (n + 1) * DAY_MS)));
    expect(deadlines(after(...owed, open(), ...asked).state)).toMatchObject([{ dueAt: later(over, 31 * DAY_MS) }]);
    after(...owed, open())
      .when({ type: 'DeadlineReached', data: { name: `${OWED}/recovery`, token: 0, at: later(AT, 90 * DAY_MS) } })
      .thenNothing();
    expect(deadlines(after(...owed, open(), CLOSED).state)).toMatchObject([{ kind: 'recovery', token: 0 }]);
  });
});
