import { specification } from '@amends/testing';
import { describe, expect, it } from '@jest/globals';
import { legIdOf } from '../leg/leg';
import type { Account, AccountEvent } from './account';
import type { AccountCommand, ProviderAnswer } from './commands';
import { accountDecider } from './decide';
import { asks, AT, paidOrder, PARTIES, refundId, ticketId } from './given-account';
import { ledgerView, refundView } from './views';

const { after } = specification(accountDecider);
const opened: AccountCommand = {
  type: 'OpenAccount',
  data: { paid: paidOrder([{ quantity: 1, cash: 45_000 }]), at: AT },
};
const charge = { paymentId: 'pay-repair', amount: 10_000 };
const captured: AccountCommand = {
  type: 'NoteCharge',
  data: { order: PARTIES, afterSaleId: ticketId(1), charge, at: AT },
};
const asked = (n = 1, over = {}): AccountCommand => ({
  type: 'RequestRefund',
  data: { request: asks(n, { lines: [], shippingFee: 0 }, { charge, ...over }), at: AT },
});
const answer = (said: ProviderAnswer, attempt = 1): AccountCommand => ({
  type: 'HearProvider',
  data: { refundId: refundId(1), legId: legIdOf(refundId(1), 0), attempt, answer: said, at: AT },
});
const paid = answer({ outcome: 'succeeded' });
const declined = answer({ outcome: 'failed', code: 'declined' });
const book = (account: Account) => ledgerView(account).charges[0];

describe('the price of a repair (money.md 13)', () => {
  it('is a payment of its own, kept once', () => {
    const noted = after(opened).when(captured);
    expect(book(noted.state)).toEqual({
      ...{ paymentId: 'pay-repair', afterSaleId: ticketId(1) },
      ...{ captured: 10_000, held: 0, refunded: 0, remaining: 10_000 },
    });
    after(opened, captured).when(captured).thenNothing();
  });

  it.each([
    ['noted before', [opened, captured]],
    ['heard of with the request', [opened]],
  ])('goes back by the payment it came by, under one number, and leaves the order alone: %s', (_, before) => {
    const sent = after(...before, asked());
    expect(book(sent.state)).toMatchObject({ held: 10_000, remaining: 0 });
    expect(refundView(sent.state, sent.state.refunds[0] ?? fail())).toMatchObject({
      ...{ status: 'processing', amount: { cash: 10_000, points: 0, shippingFee: 0 } },
      legs: [{ tender: 'card', paymentId: 'pay-repair', refundNumber: legIdOf(refundId(1), 0), amount: 10_000 }],
    });
    const done = sent.when(paid);
    expect((done.decision as readonly AccountEvent[]).at(-1)).toMatchObject({
      type: 'refund.succeeded',
      data: { charge, amount: { cash: 10_000 }, lines: [] },
    });
    const ledger = ledgerView(done.state);
    expect(ledger.charges[0]).toMatchObject({ refunded: 10_000, held: 0 });
    expect([ledger.lines[0]?.cash.refunded, ledger.payments[0]?.refunded, ledger.balanced]).toEqual([0, 0, true]);
  });

  it('is never given back twice', () => {
    for (const before of [[asked()], [asked(), paid]])
      expect(after(opened, captured, ...before).when(asked(2)).decision).toMatchObject([
        { type: 'refund.failed', data: { failureCode: 'refund_exceeds_remaining' } },
      ]);
    after(opened, captured, asked()).when(asked()).thenNothing();
  });

  it('that the provider declines is tried again under the same number', () => {
    const failed = after(opened, captured, asked(), declined);
    expect(failed.state.refunds[0]?.status).toBe('failed');
    expect(book(failed.state)).toMatchObject({ held: 0, remaining: 10_000 });
    const retry: AccountCommand = { type: 'Retry', data: { refundId: refundId(1), at: AT } };
    const { state } = after(opened, captured, asked(), declined, retry);
    expect(state.refunds[0]?.legs).toMatchObject([{ legId: legIdOf(refundId(1), 0), attempts: 2, amount: 10_000 }]);
    expect(
      book(after(opened, captured, asked(), declined, retry, answer({ outcome: 'succeeded' }, 2)).state),
    ).toMatchObject({ refunded: 10_000 });
  });
});

const fail = (): never => {
  throw new Error('no refund');
};
