import { describe, expect, it } from '@jest/globals';
import { line, play, types } from './play-for-tests';

const refunding = () => {
  const game = play([line(1, 1, 2000)]);
  game.ship(1, 1);
  game.apply('aft_1', { type: 'refund_only', goodsReceived: true });
  game.approve('aft_1');
  return game;
};
const status = (game: ReturnType<typeof refunding>) => game.view('aft_1').status;

describe('the refund of a ticket', () => {
  it('completes it, once (K16)', () => {
    const game = refunding();
    expect(game.view('aft_1').refund).toMatchObject({ refundId: null, status: null });
    game.refund('aft_1', 'refund.created');
    expect(game.view('aft_1').refund).toMatchObject({ refundId: game.ticket('aft_1').refundId, status: 'reserved' });
    expect(types(game.refund('aft_1', 'refund.succeeded'))).toEqual(['case.refund_heard', 'after_sale.completed']);
    expect(game.told().at(-1)).toMatchObject({
      data: { refunded: [{ lineNumber: 1, quantity: 1 }], amount: { cash: 2000, points: 0, shippingFee: 0 } },
    });
    expect(game.refund('aft_1', 'refund.succeeded')).toEqual([]);
  });
  it('stops it when nothing is tried any more, and goes on with a retry (K17, K18)', () => {
    const game = refunding();
    game.refund('aft_1', 'refund.partially_succeeded', { trying: true });
    expect(status(game)).toBe('refunding');
    game.refund('aft_1', 'refund.partially_succeeded', { trying: false });
    expect(status(game)).toBe('refund_failed');
    game.refund('aft_1', 'refund.retried');
    expect(status(game)).toBe('refunding');
    game.refund('aft_1', 'refund.failed');
    game.refund('aft_1', 'refund.succeeded');
    expect(status(game)).toBe('completed');
  });
  it('that is taken back opens a completed ticket again (rulings 5.4)', () => {
    const game = refunding();
    game.refund('aft_1', 'refund.succeeded');
    expect(types(game.refund('aft_1', 'refund.reversed'))).toEqual(['case.refund_heard', 'after_sale.refund_failed']);
    game.refund('aft_1', 'refund.retried');
    game.refund('aft_1', 'refund.succeeded');
    expect(status(game)).toBe('completed');
  });
});

describe('an advance', () => {
  const advanced = (when: 'before' | 'after') => {
    const game = play([line(1, 1, 2000)]);
    game.ship(1, 1);
    game.receiveLine(1);
    game.apply('aft_1');
    game.approve('aft_1');
    game.waybill('aft_1');
    const pay = () => game.refund('aft_1', 'refund.succeeded', { refundId: 'rfd_advance', kind: 'fast' });
    if (when === 'before') pay();
    if (when === 'before') expect(status(game)).toBe('awaiting_merchant_receipt');
    game.receipt('aft_1', [[1, 1, 0, 0]]);
    if (when === 'after') pay();
    return game;
  };
  it.each(['before', 'after'] as const)('paid %s the goods are received completes the ticket', (when) => {
    const game = advanced(when);
    expect(status(game)).toBe('completed');
    expect(game.told().filter(({ type }) => type === 'refund.request')).toHaveLength(1); // refunds settles the advance with it
    expect(game.view('aft_1').refund).toMatchObject({ refundId: 'rfd_advance', status: 'succeeded' });
  });
  it('shows how it stands', () => {
    const game = refunding();
    const facts = {
      orderId: 'ord_1',
      merchantId: 'm',
      buyerId: 'b',
      occurredAt: game.now(),
      afterSaleId: 'aft_1',
      refundId: null,
      amount: 2000,
    };
    game.hear({ type: 'fast_refund.eligible', data: facts });
    expect(game.hear({ type: 'fast_refund.eligible', data: facts })).toEqual([]);
    expect(game.view('aft_1').fastRefund).toEqual({ status: 'eligible' });
  });
});
