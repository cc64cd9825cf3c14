import { specification } from '@amends/testing';
import { total } from '@amends/kernel';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Account } from './account';
import type { AccountCommand } from './commands';
import { accountDecider } from './decide';
import { asks, AT, ofLine, paidOrder, refundId } from './given-account';
import { legIdOf } from '../leg/leg';
import { ledgerView } from './views';

const { after } = specification(accountDecider);
const opened: AccountCommand = {
  type: 'OpenAccount',
  data: {
    paid: paidOrder(
      [{ quantity: 2, cash: 16_000, points: 40 }],
      [
        ['gift_card', 4000],
        ['card', 12_800],
      ],
      800,
    ),
    at: AT,
  },
};
const asked = (setOff: number, money = ofLine(1, 1, 8000, { points: 20 })): AccountCommand => ({
  type: 'RequestRefund',
  data: { request: asks(1, money), setOff, at: AT },
});
const legs = ({ refunds }: Account) =>
  (refunds[0]?.legs ?? []).map(({ tender, amount, status, refundNumber }) => [tender, amount, status, refundNumber]);

describe('a refund to a buyer who owes, and lets it be taken (rulings 6.3)', () => {
  it('pays out less: the lines are given back in full, the payment only by what went out', () => {
    const { state } = after(opened, asked(5000));
    const number = legIdOf(refundId(1), 1);
    expect(legs(state)).toEqual([
      ['gift_card', 1905, 'succeeded', null],
      ['card', 1095, 'submitted', number],
      ['points', 20, 'pending', null],
      ['set_off', 5000, 'succeeded', null],
    ]);
    const paid: AccountCommand = {
      type: 'HearProvider',
      data: { refundId: refundId(1), legId: number, attempt: 1, answer: { outcome: 'succeeded' }, at: AT },
    };
    const ledger = ledgerView(after(opened, asked(5000), paid).state);
    expect(ledger.lines[0]?.cash).toEqual({ paid: 16_000, held: 0, refunded: 8000, remaining: 8000 });
    expect(ledger.payments.map(({ refunded, remaining }) => [refunded, remaining])).toEqual([
      [1905, 2095],
      [1095, 11_705],
    ]);
    expect(ledger.balanced).toBe(true);
  });
  it('pays nothing out where as much is owed; points are given back all the same', () => {
    const { state } = after(opened, asked(50_000));
    expect(legs(state)).toEqual([
      ['points', 20, 'succeeded', null],
      ['set_off', 8000, 'succeeded', null],
    ]);
    expect(state.refunds[0]?.status).toBe('succeeded');
  });
  it('pays all of it where nothing is owed', () =>
    expect(legs(after(opened, asked(0)).state).map(([tender]) => tender)).toEqual(['gift_card', 'card', 'points']));

  it('balances whatever is owed, and takes no more than that', () => {
    fc.assert(
      fc.property(fc.nat(20_000), fc.integer({ min: 1, max: 8000 }), (owed, cash) => {
        const { state } = after(opened, asked(owed, ofLine(1, 1, cash)));
        const all = state.refunds[0]?.legs ?? [];
        const taken = total(all.filter(({ tender }) => tender === 'set_off').map(({ amount }) => amount));
        expect(taken).toBe(Math.min(owed, cash));
        expect(total(all.map(({ amount }) => amount))).toBe(cash);
        expect(new Set(all.map(({ legId }) => legId)).size).toBe(all.length);
        expect(ledgerView(state).balanced).toBe(true);
      }),
    );
  });
});
