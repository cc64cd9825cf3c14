import { describe, expect, it } from '@jest/globals';
import { HOURS, line, play, refusal, types } from './play-for-tests';

const cancelling = (quantity = 1, asked = 1) => {
  const game = play([line(1, quantity, 2000)]);
  game.apply('aft_1', { type: 'refund_only', lines: [{ lineNumber: 1, quantity: asked }] });
  return game;
};
const askedFor = (game: ReturnType<typeof cancelling>) => game.told().filter(({ type }) => type === 'refund.request');

describe('a cancel before shipment', () => {
  it('is paid when it is approved and locked, in either order (U1, U3, C30)', () => {
    const locked = cancelling();
    locked.lock('aft_1');
    expect(locked.view('aft_1').version).toBe(1);
    expect(types(locked.approve('aft_1'))).toEqual([
      'after_sale.approved',
      'case.money_fixed',
      'case.deadline_ended',
      'refund.request',
    ]);
    const approved = cancelling();
    expect(types(approved.approve('aft_1'))).not.toContain('refund.request');
    expect(approved.view('aft_1')).toMatchObject({ status: 'refunding', refund: { approved: { cash: 2000 } } });
    expect(types(approved.lock('aft_1'))).toEqual(['case.cancel_locked', 'refund.request']);
    expect(types(approved.lock('aft_1'))).not.toContain('refund.request');
  });

  it('turns to the parcel that has left, and is not paid (U4, C30)', () => {
    const game = cancelling();
    game.approve('aft_1');
    game.pass(HOURS);
    expect(types(game.ship(1, 1, 'SF-1'))).toEqual([
      'case.line_shipped',
      'after_sale.type_changed',
      'parcel.intercept_requested',
      'case.deadline_started',
    ]);
    expect(game.view('aft_1')).toMatchObject({
      ...{ status: 'pending_merchant_review', phase: 'shipped', interceptRequested: true },
      refund: { approved: null },
      deadline: { kind: 'merchant_review', secondsLeft: 48 * 3600 },
    });
    game.lock('aft_1'); // a late word of orders changes nothing any more
    expect(askedFor(game)).toEqual([]);
  });

  it('is not touched by other units of its line that leave', () => {
    const game = cancelling(3);
    game.ship(1, 2);
    expect(game.view('aft_1').phase).toBe('unshipped');
    game.ship(1, 1);
    expect(game.view('aft_1').phase).toBe('shipped');
  });

  it('of which a line has left goes on without it, and the line is to be stopped (U4)', () => {
    const game = play([line(1, 2, 2000), line(2, 1, 1500)]);
    const lines = [
      { lineNumber: 1, quantity: 2 },
      { lineNumber: 2, quantity: 1 },
    ];
    game.apply('aft_1', { type: 'refund_only', lines });
    game.pass(HOURS);
    expect(types(game.ship(1, 2, 'SF-1'))).toEqual([
      'case.line_shipped',
      'after_sale.split',
      'after_sale.submitted',
      'case.application_kept',
      'case.money_set_aside',
      'parcel.intercept_requested',
      'case.deadline_started',
    ]);
    const [childId = ''] = game.view('aft_1').childIds;
    expect(game.view('aft_1')).toMatchObject({
      ...{ status: 'pending_merchant_review', phase: 'unshipped', lines: [{ lineNumber: 2, quantity: 1 }] },
      refund: { requested: { cash: 1500 } },
      deadline: { kind: 'merchant_review', secondsLeft: 23 * 3600 },
    });
    expect(game.view(childId)).toMatchObject({
      ...{ status: 'pending_merchant_review', phase: 'shipped', interceptRequested: true, parentId: 'aft_1' },
      lines: [{ lineNumber: 1, quantity: 2 }],
      refund: { requested: { cash: 4000 } },
      deadline: { kind: 'merchant_review', secondsLeft: 48 * 3600 },
    });
    game.lock('aft_1', [2]);
    game.approve('aft_1');
    expect(askedFor(game)).toMatchObject([
      { data: { afterSaleId: 'aft_1', money: { lines: [{ lineNumber: 2, cash: 1500 }] } } },
    ]);
  });

  it('that is approved is paid for what is still here, once that is locked (U4, U3)', () => {
    const game = cancelling(3, 3);
    game.approve('aft_1');
    expect(types(game.ship(1, 1))).toEqual(expect.arrayContaining(['after_sale.split', 'case.money_fixed']));
    expect(game.view('aft_1')).toMatchObject({
      status: 'refunding',
      refund: { approved: { cash: 4000, shippingFee: 0 } },
    });
    expect(askedFor(game)).toEqual([]);
    game.lock('aft_1');
    expect(askedFor(game)).toMatchObject([{ data: { money: { lines: [{ units: 2, cash: 4000 }] } } }]);
    const [childId = ''] = game.view('aft_1').childIds;
    expect(game.view(childId)).toMatchObject({
      status: 'pending_merchant_review',
      refund: { requested: { cash: 2000 } },
    });
  });

  it('that is talked about, or was refused, goes with its parcel as a whole (U4)', () => {
    const game = cancelling(2, 2);
    game.reject('aft_1');
    game.ship(1, 1);
    expect(game.view('aft_1')).toMatchObject({
      status: 'merchant_rejected',
      phase: 'shipped',
      lines: [{ quantity: 2 }],
    });
  });

  it('lets the locked ones stay when there are not units enough for all', () => {
    const game = cancelling(2);
    game.apply('aft_2', { type: 'refund_only' });
    game.lock('aft_2');
    game.ship(1, 1);
    expect(['aft_1', 'aft_2'].map((id) => game.view(id).phase)).toEqual(['shipped', 'unshipped']);
  });

  it('answers "already shipped" by a wish to stop the parcel, and has its unit counted as sent at once', () => {
    const game = cancelling();
    const pointers = refusal(game.reject('aft_1', { reasonCode: 'already_shipped' }));
    expect(pointers).toMatchObject({
      refused: 'malformed',
      detail: { errors: [{ pointer: '/carrier' }, { pointer: '/trackingNumber' }] },
    });
    const shipment = { carrier: 'sf', trackingNumber: 'SF-9' };
    expect(types(game.reject('aft_1', { reasonCode: 'already_shipped', shipment }))).toEqual([
      'after_sale.type_changed',
      'parcel.intercept_requested',
      'case.deadline_started',
    ]);
    expect(game.ship(1, 0, 'SF-9')).toEqual([]); // orders says the same: no news
    expect(game.view('aft_1')).toMatchObject({
      phase: 'shipped',
      interceptRequested: true,
      refund: { requested: { cash: 2000 } },
    });
  });

  it('that was rejected holds no lock: the parcel that leaves then is to be stopped (rulings 3.6)', () => {
    const game = cancelling();
    game.lock('aft_1');
    game.reject('aft_1');
    expect(game.state().locks).toEqual([]);
    game.ship(1, 1);
    expect(game.view('aft_1')).toMatchObject({
      ...{ status: 'merchant_rejected', phase: 'shipped', interceptRequested: true },
      deadline: { kind: 'escalation' },
    });
  });
});

describe('a parcel that shall come back', () => {
  const intercepting = () => {
    const game = cancelling();
    game.reject('aft_1', { reasonCode: 'already_shipped', shipment: { carrier: 'sf', trackingNumber: 'SF-9' } });
    return game;
  };
  const facts = {
    orderId: 'ord_1',
    merchantId: 'merchant-1',
    buyerId: 'buyer-1',
    carrier: 'sf',
    trackingNumber: 'SF-9',
  };
  const stopped = (game: ReturnType<typeof intercepting>) =>
    game.hear({ type: 'parcel.intercepted', data: { ...facts, occurredAt: game.now(), afterSaleId: 'aft_1' } });
  const missed = (game: ReturnType<typeof intercepting>) =>
    game.hear({
      type: 'parcel.intercept_failed',
      data: { ...facts, occurredAt: game.now(), afterSaleId: 'aft_1', because: 'carrier' },
    });
  const back = (game: ReturnType<typeof intercepting>) =>
    game.parcel(
      'aft_1',
      { type: 'return.signed', data: { status: 'signed', at: game.now(), trackingNumber: 'SF-9' } },
      'forward_parcel',
    );

  it('is paid when it is back (S3, S5)', () => {
    const game = intercepting();
    game.approve('aft_1');
    expect(game.view('aft_1')).toMatchObject({
      status: 'awaiting_merchant_receipt',
      returnShipment: { method: 'forward_parcel', trackingNumber: 'SF-9' },
      deadline: { kind: 'merchant_receipt' },
    });
    expect(askedFor(game)).toEqual([]);
    stopped(game);
    back(game);
    expect(game.view('aft_1')).toMatchObject({ status: 'refunding', returnShipment: { status: 'signed' } });
    expect(askedFor(game)).toHaveLength(1);
  });
  it('is paid at the approval when it came back before', () => {
    const game = intercepting();
    stopped(game);
    back(game);
    expect(game.view('aft_1').status).toBe('pending_merchant_review');
    game.approve('aft_1');
    expect(game.view('aft_1').status).toBe('refunding');
  });
  it.each(['intercept_failed', 'signed by the buyer'])(
    'goes back to review where it was not stopped: %s (S6)',
    (how) => {
      const game = intercepting();
      game.approve('aft_1');
      expect(types(how === 'intercept_failed' ? missed(game) : back(game))).toEqual([
        'after_sale.reopened',
        'case.deadline_started',
      ]);
      expect(game.view('aft_1')).toMatchObject({ status: 'pending_merchant_review', interceptRequested: false });
      expect(missed(game)).toEqual([]);
      game.approve('aft_1');
      expect(game.view('aft_1').status).toBe('refunding'); // nothing is to come back any more
    },
  );
  it('that cannot be stopped under review leaves the review as it is', () => {
    const game = intercepting();
    expect(types(missed(game))).toEqual(['case.intercept_failed']);
    expect(game.view('aft_1')).toMatchObject({ status: 'pending_merchant_review', interceptRequested: false });
  });
});
