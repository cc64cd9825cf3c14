import { describe, expect, it } from '@jest/globals';
import { decideAll } from './given-story';
import { asks, AT, ofLine, paidOrder, refundId } from './given-account';
import type { Account } from './account';

const legs = (account: Account, n: number) =>
  Object.fromEntries(
    (account.refunds.find((refund) => refund.refundId === refundId(n))?.legs ?? []).map((leg) => [
      leg.paymentId ?? leg.tender,
      leg.amount,
    ]),
  );
const opened = (...of: Parameters<typeof paidOrder>) =>
  ({ type: 'OpenAccount', data: { paid: paidOrder(...of), at: AT } }) as const;
const request = (data: ReturnType<typeof asks>) =>
  ({ type: 'RequestRefund', data: { request: data, at: AT } }) as const;

describe('a refund goes back to its tenders', () => {
  it('the gift card by the line’s own share, the rest to the newest card, then the older, over lines and freight', () => {
    const order = opened(
      [
        { quantity: 1, cash: 1000 },
        { quantity: 1, cash: 500 },
      ],
      [
        ['card', 542],
        ['gift_card', 302],
        ['card', 755],
      ],
      99,
    );
    const lamp = decideAll(order, request(asks(1, ofLine(1, 1, 1000))));
    expect(legs(lamp, 1)).toEqual({ 'pay-2': 189, 'pay-3': 755, 'pay-1': 56 });
    const both = decideAll(
      order,
      request(asks(1, ofLine(1, 1, 1000))),
      request(asks(2, { ...ofLine(2, 1, 500), shippingFee: 99 })),
    );
    expect(legs(both, 2)).toEqual({ 'pay-2': 113, 'pay-1': 486 });
  });

  it('the balance by the units’ share, rounded down, the last unit takes the rest', () => {
    const order = opened(
      [{ quantity: 3, cash: 5750, points: 500 }],
      [
        ['balance', 1500],
        ['card', 4250],
      ],
    );
    const account = decideAll(
      order,
      request(asks(1, ofLine(1, 1, 1916, { points: 166 }))),
      request(asks(2, ofLine(1, 2, 3834, { points: 334 }))),
    );
    expect(legs(account, 1)).toEqual({ 'pay-1': 500, 'pay-2': 1416, points: 166 });
    expect(legs(account, 2)).toEqual({ 'pay-1': 1000, 'pay-2': 2834, points: 334 });
  });

  it('of less than the units are worth as much less of each', () => {
    const order = opened(
      [{ quantity: 1, cash: 5000 }],
      [
        ['gift_card', 2000],
        ['card', 3000],
      ],
    );
    expect(legs(decideAll(order, request(asks(1, ofLine(1, 1, 1000)))), 1)).toEqual({ 'pay-1': 400, 'pay-2': 600 });
  });

  it('where no card has anything left, to the internal tender last in the list', () => {
    const order = opened(
      [
        { quantity: 1, cash: 1000 },
        { quantity: 1, cash: 1000 },
      ],
      [
        ['gift_card', 600],
        ['balance', 600],
        ['card', 800],
      ],
    );
    const account = decideAll(
      order,
      request(asks(1, ofLine(1, 0, 1000))),
      request(asks(2, ofLine(2, 0, 999))),
      request(asks(3, ofLine(2, 1, 1))),
    );
    expect(legs(account, 1)).toEqual({ 'pay-1': 300, 'pay-2': 300, 'pay-3': 400 });
    expect(legs(account, 3)).toEqual({ 'pay-1': 1 });
  });
});
