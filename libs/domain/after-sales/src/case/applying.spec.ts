import { describe, expect, it } from '@jest/globals';
import { NOTHING_KNOWN } from './case';
import { decide } from './decide';
import { DAYS, HOURS, line, O1, play, refusal, T0, types } from './play-for-tests';

describe('an application', () => {
  it('sets its units and its money aside and waits for the merchant (K1)', () => {
    const game = play(O1);
    game.ship(1, 2);
    game.receiveLine(1);
    expect(types(game.apply('aft_1'))).toEqual([
      'after_sale.submitted',
      'case.application_kept',
      'case.deadline_started',
    ]);
    const view = game.view('aft_1');
    expect(view).toMatchObject({
      ...{
        version: 1,
        type: 'return_refund',
        status: 'pending_merchant_review',
        phase: 'received',
        initiator: 'buyer',
      },
      ...{ goodsReceived: true, returnFreightBearer: 'buyer', responsibility: 'buyer', policyVersion: '2026-01' },
      lines: [{ lineNumber: 1, quantity: 1, accepted: null, damaged: null, missing: null }],
      refund: { requested: { cash: 10850, points: 341, shippingFee: 0 }, approved: null, refundId: null, status: null },
      deadline: { kind: 'merchant_review', secondsLeft: 172800, onExpiry: 'approve', pausedBy: null },
      allowedActions: ['cancel', 'modify'],
    });
    expect(game.view('aft_1', 'merchant').allowedActions).toEqual(['approve', 'offers', 'reject']);
    expect(game.view('aft_1', 'agent').allowedActions).toEqual(['deadline_extensions']);
    expect(game.view('aft_1', 'integrator').allowedActions).toEqual([]);
  });

  it('leaves to the next one what it has not set aside (rulings 1.5)', () => {
    const game = play(O1);
    game.ship(1, 2);
    game.receiveLine(1);
    game.apply('aft_1');
    game.apply('aft_2');
    expect(['aft_1', 'aft_2'].map((id) => game.view(id).refund.requested.points)).toEqual([341, 342]);
    expect(refusal(game.apply('aft_3')).refused).toBe('units_in_open_ticket');
  });

  it('that names a line twice asks for both', () => {
    const game = play([line(1, 3, 2000)]);
    const twice = [1, 1].map((lineNumber) => ({ lineNumber, quantity: 2 }));
    expect(refusal(game.apply('aft_1', { type: 'refund_only', lines: twice })).refused).toBe(
      'quantity_exceeds_available',
    );
    game.apply('aft_1', { type: 'refund_only', lines: twice.map((each) => ({ ...each, quantity: 1 })) });
    expect(game.view('aft_1')).toMatchObject({
      lines: [{ lineNumber: 1, quantity: 2 }],
      refund: { requested: { cash: 4000 } },
    });
  });

  it('and every fact are refused for an order nobody knows yet', () => {
    const of = { orderId: 'ord_1', merchantId: 'm', buyerId: 'b', occurredAt: T0, lineNumber: 1 };
    const asked = play(O1).asked('system');
    const fact = { type: 'order.line_closed', data: { ...of, reason: 'refunded' } } as const;
    expect(refusal(decide({ type: 'Hear', data: { ...asked, fact } }, NOTHING_KNOWN)).refused).toBe('not_found');
    expect(
      refusal(decide({ type: 'Cancel', data: { ...asked, afterSaleId: 'aft_1', comment: null } }, NOTHING_KNOWN))
        .refused,
    ).toBe('not_found');
  });

  it('for an unshipped line has a day, and is approved at once when the shipment is two days late (U2, rulings 2.6)', () => {
    const game = play([line(1, 3, 2000)]);
    game.pass(48 * HOURS - 1);
    game.apply('aft_1', { type: 'refund_only', reason: 'late_shipment' });
    expect(game.view('aft_1').deadline).toMatchObject({ kind: 'merchant_review', secondsLeft: 24 * 3600 });
    game.pass(1);
    game.apply('aft_2', { type: 'refund_only', reason: 'late_shipment' });
    expect(game.view('aft_2')).toMatchObject({
      status: 'refunding',
      deadline: null,
      refund: { approved: { cash: 2000 } },
    });
    expect(game.told().filter(({ type }) => type === 'after_sale.approved')).toMatchObject([
      { data: { by: 'system' } },
    ]);
  });

  it.each(['rule', 'nobody'] as const)('is approved by %s as the rules of the merchant say (rulings 3.9)', (by) => {
    const maxAmount = by === 'rule' ? 2000 : 1999;
    const merchant = { versions: [], rules: [{ types: ['return_refund' as const], reasons: [], maxAmount }] };
    const game = play([line(1, 1, 2000)], { merchant });
    game.ship(1, 1);
    game.apply('aft_1');
    expect(game.view('aft_1').status).toBe(by === 'rule' ? 'awaiting_buyer_shipment' : 'pending_merchant_review');
  });
});

describe('goodwill', () => {
  it('is approved by whoever opens it, and takes no unit (rulings 1.9)', () => {
    const game = play([line(1, 1, 6000), line(2, 1, 4000)]);
    game.apply('aft_1', {
      type: 'compensation',
      reason: 'slow',
      initiator: 'merchant',
      lines: [],
      requestedAmount: 6000,
    });
    expect(game.view('aft_1')).toMatchObject({ status: 'refunding', refund: { approved: { cash: 6000, points: 0 } } });
    expect(game.told().at(-1)).toMatchObject({
      type: 'refund.request',
      data: {
        kind: 'goodwill',
        money: {
          lines: [
            { lineNumber: 1, units: 0, cash: 3600 },
            { lineNumber: 2, units: 0, cash: 2400 },
          ],
          shippingFee: 0,
        },
      },
    });
    game.refund('aft_1', 'refund.succeeded');
    expect(game.told().at(-1)).toMatchObject({
      type: 'after_sale.completed',
      data: { refunded: [], amount: { cash: 6000 } },
    });
    game.apply('aft_2', { type: 'refund_only' });
    expect(game.view('aft_2').refund.requested.cash).toBe(2400);
  });

  it('of freight is freight', () => {
    const game = play([line(1, 1, 6000)], { shippingFee: { paid: 1200, tenders: [] } });
    const freight = {
      type: 'compensation',
      component: 'shipping_fee',
      reason: 'slow',
      initiator: 'agent',
      lines: [],
    } as const;
    game.apply('aft_1', { ...freight, requestedAmount: 700 });
    expect(game.view('aft_1').refund.approved).toEqual({ cash: 0, points: 0, shippingFee: 700 });
    expect(refusal(game.apply('aft_2', { ...freight, requestedAmount: 501 })).detail).toMatchObject({
      maxRefundable: 500,
    });
  });

  it('is not for the buyer to ask for', () =>
    expect(refusal(play(O1).apply('aft_1', { type: 'compensation', requestedAmount: 1 })).refused).toBe('forbidden'));
});

describe('changing an application', () => {
  const asked = () => {
    const game = play([line(1, 2, 2000)]);
    game.ship(1, 2);
    game.receiveLine(1);
    game.apply('aft_1', { requestedAmount: 1500 });
    return game;
  };
  it('keeps the amount, unless other lines or another type are named (rulings 3.8)', () => {
    const game = asked();
    game.modify('aft_1', { reason: 'dislike' });
    expect(game.view('aft_1')).toMatchObject({
      reason: 'dislike',
      firstReason: 'changed_mind',
      refund: { requested: { cash: 1500 } },
    });
    game.modify('aft_1', { lines: [{ lineNumber: 1, quantity: 2 }] });
    expect(game.view('aft_1').refund.requested.cash).toBe(4000);
    game.modify('aft_1', { requestedAmount: 100 });
    game.modify('aft_1', { type: 'refund_only' });
    expect(game.view('aft_1')).toMatchObject({
      type: 'refund_only',
      returnFreightBearer: null,
      refund: { requested: { cash: 4000 } },
    });
  });
  it('gives the merchant his time anew (K2)', () => {
    const game = asked();
    game.pass(47 * HOURS);
    game.modify('aft_1', { reason: 'dislike' });
    expect(game.view('aft_1').deadline?.secondsLeft).toBe(48 * 3600);
  });
  it('is judged as if the ticket held nothing', () => {
    const game = asked();
    expect(refusal(game.modify('aft_1', { requestedAmount: 2001 })).detail).toMatchObject({ maxRefundable: 2000 });
    expect(refusal(game.modify('aft_1', { reason: 'workmanship' })).refused).toBe('evidence_required');
  });
  it('after a rejection is an application of its own: four more, not five (K12, rulings 1.8)', () => {
    const game = asked();
    for (let again = 1; again <= 4; again++) {
      game.reject('aft_1');
      expect(types(game.modify('aft_1', { reason: 'dislike' }))[0]).toBe('after_sale.modified');
      game.modify('aft_1', { reason: 'unsuitable' }); // under review: another word, no new application
    }
    game.reject('aft_1');
    expect(refusal(game.modify('aft_1', { reason: 'dislike' })).refused).toBe('reapply_limit');
    game.pass(7 * DAYS);
    game.fire('aft_1');
    expect(refusal(game.apply('aft_2')).refused).toBe('reapply_limit');
  });
});
