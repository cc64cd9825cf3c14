import { describe, expect, it } from '@jest/globals';
import { line, play, refusal, types, type Play } from '../play-for-tests';

const facts = { orderId: 'ord_1', merchantId: 'merchant-1', buyerId: 'buyer-1' };

const collected = (): Play => {
  const game = play([line(1, 2, 4000)]);
  game.ship(1, 2);
  game.receiveLine(1);
  game.apply('aft_1', { reason: 'no_reason_7d' });
  game.approve('aft_1');
  game.book('aft_1');
  pickedUp(game);
  return game;
};
const pickedUp = (game: Play) =>
  game.parcel('aft_1', {
    type: 'return.picked_up',
    data: { status: 'picked_up', at: game.now(), freight: 1200, weightGrams: null },
  });
const fast = (game: Play, type: 'fast_refund.eligible' | 'fast_refund.advanced') =>
  game.hear({
    type,
    data: { ...facts, occurredAt: game.now(), afterSaleId: 'aft_1', refundId: 'rfd_advance', amount: 4000 },
  });
const out = (game: Play) => {
  game.refund('aft_1', 'refund.succeeded', { refundId: 'rfd_advance', kind: 'fast' });
  return fast(game, 'fast_refund.advanced');
};
const revoked = (game: Play) =>
  game.parcel('aft_1', { type: 'return.scan_revoked', data: { status: 'picked_up', at: game.now() } });

describe('a scan that is revoked (A7)', () => {
  it('closes a ticket whose money was advanced for it; the units stay refunded', () => {
    const game = collected();
    out(game);
    const decision = revoked(game);
    expect(types(decision)).toEqual(['case.scan_revoked', 'after_sale.closed', 'case.deadline_ended']);
    expect(decision).toMatchObject([
      {},
      { data: { closeReason: 'scan_revoked', refunded: [{ lineNumber: 1, quantity: 1 }] } },
      {},
    ]);
    expect(game.view('aft_1')).toMatchObject({ status: 'closed', closeReason: 'scan_revoked', deadline: null });
    const again = game.apply('aft_2', { reason: 'no_reason_7d', lines: [{ lineNumber: 1, quantity: 2 }] });
    expect(refusal(again).refused).toBe('quantity_exceeds_available');
  });
  it('is ignored where nothing was advanced: the ticket goes on', () => {
    const game = collected();
    expect(types(revoked(game))).toEqual([]);
    expect(game.view('aft_1')).toMatchObject({ status: 'awaiting_merchant_receipt' });
  });
  it('counts for an advance that is only heard of later, unless the parcel has moved meanwhile', () => {
    const late = collected();
    fast(late, 'fast_refund.eligible');
    expect(types(revoked(late))).toEqual(['case.scan_revoked']);
    expect(types(revoked(late))).toEqual([]);
    expect(types(out(late))).toContain('after_sale.closed');

    const found = collected();
    fast(found, 'fast_refund.eligible');
    revoked(found);
    pickedUp(found);
    expect(types(out(found))).toEqual(['case.fast_refund_heard']);
    expect(found.view('aft_1')).toMatchObject({
      status: 'awaiting_merchant_receipt',
      fastRefund: { status: 'advanced' },
    });
  });
  it('comes too late for goods that the merchant has', () => {
    const game = collected();
    out(game);
    game.receipt('aft_1', [[1, 1, 0, 0]], []);
    expect(types(revoked(game))).toEqual([]);
    expect(game.view('aft_1').status).toBe('completed');
  });
});
