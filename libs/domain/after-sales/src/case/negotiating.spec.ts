import { describe, expect, it } from '@jest/globals';
import { offerInMerchantsName } from './negotiating';
import { DAYS, HOURS, line, O1, play, refusal, T0, types, type Play } from './play-for-tests';
import { allowedActions } from './permission';
import { story } from './story';

/** O1 received, and a return of both units of line 1 asked for: 217.00 and 683 points. */
const returning = (): Play => {
  const game = play(O1);
  game.ship(1, 2);
  game.receiveLine(1);
  game.apply('aft_1', { lines: [{ lineNumber: 1, quantity: 2 }] });
  return game;
};
const offers = (game: Play) =>
  game.view('aft_1').offers.map(({ number, by, amount, status }) => [number, by, amount, status]);
const paidFor = (game: Play) => game.told().flatMap((event) => (event.type === 'refund.request' ? [event.data] : []));
const actions = (game: Play, role: string) => game.view('aft_1', role).allowedActions;

describe('an offer', () => {
  it('is live for 48 hours, and the review stands still (K4)', () => {
    const game = returning();
    game.pass(10 * HOURS);
    expect(types(game.offer('aft_1', 'merchant', 3000))).toEqual(['negotiation.offered', 'case.deadline_started']);
    expect(game.view('aft_1')).toMatchObject({
      status: 'negotiating',
      deadline: { kind: 'offer', secondsLeft: 48 * 3600, onExpiry: 'expire' },
      offers: [
        {
          ...{ number: 1, by: 'merchant', type: 'compensation', amount: 3000, keepGoods: true, status: 'live' },
          expiresAt: '2026-03-03T12:00:00.000Z',
        },
      ],
    });
    expect(actions(game, 'buyer')).toEqual(['accept_offer', 'cancel', 'decline_offer', 'offers']);
    expect(actions(game, 'merchant')).toEqual([]);
  });

  it('is first made by the merchant', () =>
    expect(refusal(returning().offer('aft_1', 'buyer', 3000)).refused).toBe('invalid_transition'));

  it('reaches for all the cash of the lines that no other ticket asks for, and no further (C17, rulings.md 3.3)', () => {
    const game = play([line(1, 3, 2000)]);
    game.ship(1, 3);
    game.receiveLine(1);
    game.apply('aft_1');
    expect(refusal(game.offer('aft_1', 'merchant', 6001)).detail?.maxRefundable).toBe(6000);
    game.apply('aft_2');
    expect(refusal(game.offer('aft_1', 'merchant', 4001)).detail?.maxRefundable).toBe(4000);
    expect(types(game.offer('aft_1', 'merchant', 4000))).toContain('negotiation.offered');
  });

  it('is countered by the side to move, each with a number of its own; the fourth is one too many (K6)', () => {
    const game = returning();
    game.offer('aft_1', 'merchant', 3000);
    expect(types(game.offer('aft_1', 'buyer', 5000))).toEqual(['negotiation.countered', 'case.deadline_started']);
    expect(refusal(game.offer('aft_1', 'buyer', 6000)).refused).toBe('invalid_transition');
    game.offer('aft_1', 'merchant', 4000);
    expect(refusal(game.offer('aft_1', 'buyer', 4500)).refused).toBe('offer_rounds_exhausted');
    expect(offers(game)).toEqual([
      [1, 'merchant', 3000, 'countered'],
      [2, 'buyer', 5000, 'countered'],
      [3, 'merchant', 4000, 'live'],
    ]);
  });

  it('of a return is none while one of several lines has not left', () => {
    const game = play([line(1, 1, 1000), line(2, 1, 1000)]);
    const both = [1, 2].map((lineNumber) => ({ lineNumber, quantity: 1 }));
    game.apply('aft_1', { type: 'refund_only', lines: both });
    game.offer('aft_1', 'merchant', 400);
    game.ship(2, 1); // what is talked about stays one
    expect(game.view('aft_1').phase).toBe('shipped');
    expect(refusal(game.offer('aft_1', 'buyer', 500, 'return_refund')).refused).toBe('type_not_allowed_in_order_state');
    game.ship(1, 1);
    expect(types(game.offer('aft_1', 'buyer', 500, 'return_refund'))).toContain('negotiation.countered');
  });
  it('of a return is none for goods that have not left', () => {
    const game = play(O1);
    game.apply('aft_1', { type: 'refund_only' });
    expect(refusal(game.offer('aft_1', 'merchant', 100, 'return_refund')).refused).toBe(
      'type_not_allowed_in_order_state',
    );
  });

  it('is off the table when the buyer withdraws (K3)', () => {
    const game = returning();
    game.offer('aft_1', 'merchant', 3000);
    game.cancel('aft_1');
    expect(game.view('aft_1')).toMatchObject({ status: 'cancelled_by_buyer', deadline: null });
    expect(offers(game)).toEqual([[1, 'merchant', 3000, 'declined']]);
  });

  it('may be given more time by the platform (K19)', () => {
    const game = returning();
    game.offer('aft_1', 'merchant', 3000);
    const until = '2026-03-10T00:00:00.000Z';
    game.run({
      type: 'ExtendDeadline',
      data: { ...game.asked('agent'), afterSaleId: 'aft_1', kind: 'offer', until, reason: 'festival' },
    });
    expect(game.view('aft_1')).toMatchObject({ deadline: { at: until }, offers: [{ expiresAt: until }] });
  });
});

describe('an accepted offer (K5)', () => {
  it('of money pays it at once, and the units are worth less afterwards (C17)', () => {
    const game = returning();
    game.offer('aft_1', 'merchant', 3000);
    game.offer('aft_1', 'buyer', 5000);
    expect(refusal(game.acceptOffer('aft_1', 'buyer', 2)).refused).toBe('invalid_transition');
    expect(types(game.acceptOffer('aft_1', 'merchant', 2))).toEqual([
      'negotiation.accepted',
      'after_sale.type_changed',
      'after_sale.approved',
      'case.money_fixed',
      'case.deadline_ended',
      'refund.request',
    ]);
    expect(game.view('aft_1')).toMatchObject({
      type: 'compensation',
      status: 'refunding',
      refund: { approved: { cash: 5000, points: 0, shippingFee: 0 } },
    });
    expect(paidFor(game)).toMatchObject([
      { kind: 'goodwill', money: { lines: [{ lineNumber: 1, units: 0, cash: 5000, points: 0 }] } },
    ]);
    game.refund('aft_1', 'refund.succeeded');
    expect(game.ticket('aft_1').status).toBe('completed');
    for (const [id, points] of [['aft_2', 341] as const, ['aft_3', 342] as const]) {
      game.apply(id);
      expect(game.view(id).refund.requested).toEqual({ cash: 8350, points, shippingFee: 0 });
    }
  });

  it('of a return asks for the goods without a second review, and pays what was agreed when they are back (S4)', () => {
    const game = play([line(1, 1, 2000)]);
    game.ship(1, 1);
    game.receiveLine(1);
    game.apply('aft_1', { type: 'refund_only', reason: 'workmanship', evidenceIds: ['evd_1'] });
    game.offer('aft_1', 'merchant', 1500, 'return_refund');
    game.acceptOffer('aft_1', 'buyer');
    expect(game.view('aft_1')).toMatchObject({
      type: 'return_refund',
      status: 'awaiting_buyer_shipment',
      returnFreightBearer: 'merchant',
      deadline: { kind: 'ship_back' },
      offers: [{ keepGoods: false, status: 'accepted' }],
    });
    expect(paidFor(game)).toEqual([]);
    game.waybill('aft_1');
    game.receipt('aft_1', [[1, 1, 0, 0]]);
    expect(paidFor(game)).toMatchObject([{ kind: 'normal', money: { lines: [{ units: 1, cash: 1500 }] } }]);
  });

  it('of a refund gives the units back with the cash agreed, which may reach beyond their own', () => {
    const game = play([line(1, 2, 2000)]);
    game.ship(1, 2);
    game.receiveLine(1);
    game.apply('aft_1');
    game.offer('aft_1', 'merchant', 3000, 'refund_only');
    game.acceptOffer('aft_1', 'buyer');
    expect(game.ticket('aft_1')).toMatchObject({ type: 'refund_only', status: 'refunding' });
    expect(paidFor(game)).toMatchObject([{ money: { lines: [{ units: 1, cash: 3000 }] } }]);
  });

  it('of less for a cancel waits for the lock like any cancel; keeping the goods needs none (E8)', () => {
    const cancelled = (type: 'refund_only' | 'compensation'): Play => {
      const game = play([line(1, 1, 2000)]);
      game.apply('aft_1', { type: 'refund_only' });
      game.offer('aft_1', 'merchant', 500, type);
      game.acceptOffer('aft_1', 'buyer');
      return game;
    };
    const less = cancelled('refund_only');
    expect(paidFor(less)).toEqual([]);
    less.lock('aft_1');
    expect(paidFor(less)).toMatchObject([{ money: { lines: [{ units: 1, cash: 500 }] } }]);
    expect(paidFor(cancelled('compensation'))).toMatchObject([{ money: { lines: [{ units: 0, cash: 500 }] } }]);
  });

  it('of keeping a parcel that should be stopped lets it come (E8)', () => {
    const game = play([line(1, 1, 2000)]);
    game.apply('aft_1', { type: 'refund_only' });
    game.reject('aft_1', { reasonCode: 'already_shipped', shipment: { carrier: 'sf', trackingNumber: 'SF-1' } });
    game.offer('aft_1', 'merchant', 500);
    game.acceptOffer('aft_1', 'buyer');
    expect(game.view('aft_1')).toMatchObject({ type: 'compensation', status: 'refunding', interceptRequested: false });
  });

  it('is the live one, by its number', () => {
    const game = returning();
    expect(refusal(game.acceptOffer('aft_1', 'buyer')).refused).toBe('invalid_transition');
    game.offer('aft_1', 'merchant', 3000);
    expect(refusal(game.acceptOffer('aft_1', 'buyer', 9)).refused).toBe('not_found');
    game.offer('aft_1', 'buyer', 5000);
    expect(refusal(game.acceptOffer('aft_1', 'merchant', 1))).toMatchObject({
      refused: 'invalid_transition',
      detail: { currentStatus: 'negotiating', allowedActions: ['accept_offer', 'decline_offer', 'offers'] },
    });
  });
});

describe('an offer that comes to nothing (K7)', () => {
  it('gives the merchant what was left of his time', () => {
    const game = returning();
    game.pass(10 * HOURS);
    game.offer('aft_1', 'merchant', 3000);
    game.pass(20 * HOURS);
    expect(types(game.declineOffer('aft_1', 'buyer'))).toEqual(['negotiation.declined', 'case.deadline_started']);
    expect(game.view('aft_1').deadline).toMatchObject({ kind: 'merchant_review', secondsLeft: 38 * 3600 });
    expect(offers(game)).toEqual([[1, 'merchant', 3000, 'declined']]);
  });

  it('gives him twelve hours at least, and his time counts on through a counter', () => {
    const game = returning();
    game.pass(43 * HOURS);
    game.offer('aft_1', 'merchant', 3000);
    game.offer('aft_1', 'buyer', 5000);
    game.declineOffer('aft_1', 'merchant', 2);
    expect(game.view('aft_1').deadline).toMatchObject({ kind: 'merchant_review', secondsLeft: 12 * 3600 });
  });

  it('expires by itself at 48 hours, and is not answered any more', () => {
    const game = returning();
    game.pass(10 * HOURS);
    game.offer('aft_1', 'merchant', 3000);
    game.pass(48 * HOURS);
    expect(refusal(game.acceptOffer('aft_1', 'buyer')).refused).toBe('deadline_passed');
    expect(types(game.fire('aft_1'))).toEqual(['case.deadline_ended', 'negotiation.expired', 'case.deadline_started']);
    expect(game.view('aft_1')).toMatchObject({
      status: 'pending_merchant_review',
      deadline: { kind: 'merchant_review', secondsLeft: 38 * 3600, pausedBy: null },
      offers: [{ status: 'expired' }],
    });
    expect(refusal(game.acceptOffer('aft_1', 'buyer')).refused).toBe('deadline_passed');
    game.pass(38 * HOURS);
    expect(types(game.fire('aft_1'))).toContain('after_sale.approved');
  });
});

describe('while it is talked about', () => {
  it('a parcel may leave that nothing had stopped (U4)', () => {
    const game = play([line(1, 1, 2000)]);
    game.apply('aft_1', { type: 'refund_only' });
    game.offer('aft_1', 'merchant', 500);
    game.ship(1, 1);
    expect(game.view('aft_1')).toMatchObject({ status: 'negotiating', phase: 'shipped', interceptRequested: true });
    expect(offers(game)).toEqual([[1, 'merchant', 500, 'live']]);
  });

  it('a parcel may turn out not to be stopped (S6)', () => {
    const game = play([line(1, 1, 2000)]);
    game.apply('aft_1', { type: 'refund_only' });
    game.reject('aft_1', { reasonCode: 'already_shipped', shipment: { carrier: 'sf', trackingNumber: 'SF-1' } });
    game.offer('aft_1', 'merchant', 500);
    const facts = { orderId: 'ord_1', merchantId: 'merchant-1', buyerId: 'buyer-1', occurredAt: T0 };
    const data = { ...facts, afterSaleId: 'aft_1', carrier: 'sf', trackingNumber: 'SF-1', because: 'carrier' } as const;
    game.hear({ type: 'parcel.intercept_failed', data });
    expect(game.view('aft_1')).toMatchObject({ status: 'negotiating', interceptRequested: false });
  });
});

describe('an offer that time makes in the name of the merchant (P10)', () => {
  it('is all the cash of the lines, may be accepted or declined, and is neither haggled over nor run away from', () => {
    const game = returning();
    game.offer('aft_1', 'merchant', 3000);
    game.declineOffer('aft_1', 'buyer');
    game.pass(DAYS);
    const overdue = { ...game.ticket('aft_1'), status: 'negotiating' } as const;
    const before = { ...game.state(), tickets: [overdue] };
    const telling = story({ ...before, order: before.order ?? fail() }, game.asked('system'));
    offerInMerchantsName(telling, overdue, 'return_refund');
    expect(telling.latest(overdue)).toMatchObject({
      status: 'negotiating',
      offers: [{ number: 1 }, { number: 2, by: 'merchant', amount: 21700, final: true, status: 'live' }],
      deadline: { kind: 'offer' },
    });
    expect(allowedActions(telling.latest(overdue), 'buyer', game.now())).toEqual(['accept_offer', 'decline_offer']);
    expect(allowedActions(telling.latest(overdue), 'merchant', game.now())).toEqual([]);
  });
});

const fail = (): never => {
  throw new Error('the order is known');
};
