import { describe, expect, it } from '@jest/globals';
import { changedGoodsOut } from '../goods-out/owed';
import { optionsOf } from '../policy/options';
import { EMPTY_SHELF } from '../prices/sku';
import { changedClaims } from '../stock/claims';
import { inDispute } from './dispute/dispute-for-tests';
import { FAST_EXCHANGE } from './fast-exchange-for-tests';
import { DAYS, HOURS, line, play, refusal, types, type Play } from './play-for-tests';

/** Two shirts of 90.00 with a buyer of good credit; `quantity` of them shall be exchanged. */
const asked = (quantity = 1, over: Parameters<typeof play>[1] = {}): Play => {
  const game = play([line(1, 2, 9000, { category: 'apparel' })], {
    ...{ merchant: FAST_EXCHANGE, advanceLimit: 50_000 },
    ...over,
  });
  game.ship(1, 2);
  game.receiveLine(1);
  game.apply('aft_1', { type: 'exchange', reason: 'unsuitable', lines: [{ lineNumber: 1, quantity }] });
  return game;
};
const approved = (...how: Parameters<typeof asked>): Play => {
  const game = asked(...how);
  game.approve('aft_1');
  return game;
};
/** The replacement has come, and the goods are owed. */
const replaced = (quantity = 1): Play => {
  const game = approved(quantity);
  game.send('aft_1');
  game.confirm('aft_1');
  return game;
};
const sentBack = (quantity = 1): Play => {
  const game = replaced(quantity);
  game.waybill('aft_1');
  return game;
};
const silence = (game: Play, ms: number, id = 'aft_1') => {
  game.pass(ms);
  return game.fire(id);
};
/** What the ends of tickets have said about goods that were owed. */
const settled = (game: Play) =>
  game
    .told()
    .flatMap((event) =>
      'advance' in event.data && event.data.advance !== undefined && event.type !== 'case.refund_heard'
        ? [[event.type, event.data.advance]]
        : [],
    );
const OWED = ['after_sale.approved', { amount: 9000 }];

describe('a fast exchange (X9, rulings 4.10)', () => {
  it('sends the replacement first where the merchant offers it and the price may be advanced', () => {
    const game = approved();
    expect(game.view('aft_1', 'merchant')).toMatchObject({
      ...{ status: 'awaiting_merchant_shipment', allowedActions: ['out_of_stock', 'replacement_shipment'] },
      deadline: { kind: 'reship' },
    });
    expect(settled(game)).toEqual([OWED]);
  });

  it.each([
    ['a merchant who does not offer it', { merchant: { versions: [], rules: [] } }],
    ['a buyer to whom nothing may be advanced', { advanceLimit: 0 }],
    ['goods above what may be advanced', { advanceLimit: 8999 }],
  ])('is none: %s', (_who, terms) => {
    const game = approved(1, terms);
    expect(game.view('aft_1').status).toBe('awaiting_buyer_shipment');
    expect(settled(game)).toEqual([]);
  });

  it.each([
    ['may', {}, { eligible: true, because: [] }],
    ['may not, for the buyer', { advanceLimit: 17_999 }, { eligible: false, because: ['exposure_limit'] }],
    [
      'may not, for the merchant',
      { merchant: { versions: [], rules: [] } },
      { eligible: false, because: ['not_offered'] },
    ],
  ])('is told before as it is decided: both things %s (X9)', (_what, terms, answer) => {
    const { merchant, advanceLimit } = { merchant: FAST_EXCHANGE, advanceLimit: 50_000, ...terms };
    const game = play([line(1, 2, 9000)], { merchant, advanceLimit });
    game.ship(1, 2);
    game.receiveLine(1);
    const { order, tickets } = game.state();
    if (order === null) throw new Error('no order');
    const goodsAheadOf = (worth: number) =>
      worth <= advanceLimit ? { eligible: true, because: [] } : { eligible: false, because: ['exposure_limit'] };
    const context = { at: game.now(), merchant, shelf: EMPTY_SHELF, cover: null, fastRefundOf: () => goodsAheadOf(0) };
    const [options] = optionsOf({ order, tickets }, { ...context, goodsAheadOf });
    const exchange = options?.options.find(({ type }) => type === 'exchange');
    expect(exchange).toMatchObject({ maxQuantity: 2, fastExchange: answer });
    game.apply('aft_1', { type: 'exchange', reason: 'unsuitable', lines: [{ lineNumber: 1, quantity: 2 }] });
    game.approve('aft_1');
    expect(game.ticket('aft_1').course === 'ahead').toBe(answer.eligible);
  });

  it('begins with the silence of the merchant too, and with his change of mind (K9, K15)', () => {
    const game = asked();
    silence(game, 48 * HOURS);
    expect(game.view('aft_1').status).toBe('awaiting_merchant_shipment');
    const late = asked();
    late.reject('aft_1');
    late.approve('aft_1');
    expect(late.view('aft_1').status).toBe('awaiting_merchant_shipment');
  });

  it('asks for the goods once the replacement has come, by word or by silence, and books the courier that was wished', () => {
    const game = approved();
    game.send('aft_1');
    expect(types(game.confirm('aft_1'))).toEqual(['replacement.received', 'case.deadline_started']);
    expect(game.view('aft_1')).toMatchObject({
      ...{ status: 'awaiting_buyer_shipment', allowedActions: ['cancel', 'drop_off', 'pickup', 'waybill'] },
      deadline: { kind: 'ship_back', secondsLeft: 7 * 24 * 3600, onExpiry: 'close' },
    });

    const wished = play([line(1, 2, 9000)], { merchant: FAST_EXCHANGE, advanceLimit: 50_000 });
    wished.ship(1, 2);
    wished.receiveLine(1);
    const pickup = { slot: null, address: null };
    wished.apply('aft_1', { type: 'exchange', reason: 'unsuitable' }, { pickup });
    expect(types(wished.approve('aft_1'))).not.toContain('pickup.book');
    wished.send('aft_1');
    silence(wished, 10 * DAYS);
    expect(wished.view('aft_1')).toMatchObject({
      status: 'awaiting_buyer_shipment',
      returnShipment: { method: 'pickup', status: 'pickup_booked' },
    });
  });

  it.each([
    ['looked at', (game: Play) => game.receipt('aft_1', [[1, 1, 0, 0]], [])],
    ['not looked at in time', (game: Play) => silence(game, 10 * DAYS)],
    [
      'lost by the carrier',
      (game: Play) =>
        game.parcel('aft_1', { type: 'return.lost', data: { status: 'lost', because: 'carrier' } }, 'self_ship'),
    ],
  ])('is completed when the goods are back: %s; nothing is owed, no money moves (X4, R12)', (_how, back) => {
    const game = sentBack();
    back(game);
    expect(game.view('aft_1')).toMatchObject({ status: 'completed', deadline: null });
    expect(settled(game)).toEqual([OWED, ['after_sale.completed', { amount: 9000 }]]);
    expect(game.told().some(({ type }) => type === 'refund.request')).toBe(false);
  });

  it.each([
    ['not sent in seven days', replaced, (game: Play) => silence(game, 7 * DAYS), 'after_sale.closed'],
    ['withdrawn', replaced, (game: Play) => game.cancel('aft_1'), 'after_sale.cancelled'],
    [
      'refused, and nobody asks the platform',
      sentBack,
      (game: Play) => [game.rejectReceipt('aft_1'), silence(game, 7 * DAYS)],
      'after_sale.closed',
    ],
    [
      'refused, and judged for the merchant (D14)',
      sentBack,
      (game: Play) => {
        game.rejectReceipt('aft_1');
        const dispute = inDispute(game, 'aft_1');
        dispute.open('buyer');
        dispute.show('merchant', 'evd_2');
        dispute.judge(0, { responsibility: 'buyer' });
        dispute.pass();
      },
      'after_sale.closed',
    ],
  ])('is paid for where both are kept: %s', (_how, start, end, type) => {
    const game = start();
    end(game);
    expect(settled(game)).toEqual([OWED, [type, { amount: 9000 }]]);
  });

  it('takes the part that is accepted, and asks for the price of the rest (R9)', () => {
    const game = sentBack(2);
    game.receipt('aft_1', [[1, 1, 1, 0]]);
    expect(game.view('aft_1').status).toBe('completed');
    const [childId = ''] = game.view('aft_1').childIds;
    silence(game, 7 * DAYS, childId);
    expect(game.view(childId)).toMatchObject({ status: 'closed', closeReason: 'no_escalation' });
    expect(settled(game)).toEqual([
      ['after_sale.approved', { amount: 18000 }],
      ['after_sale.completed', { amount: 9000 }],
      ['after_sale.closed', { amount: 9000 }],
    ]);
  });

  it('is completed where refused goods are taken after all (K15)', () => {
    const game = sentBack();
    game.rejectReceipt('aft_1');
    game.approve('aft_1');
    expect(game.view('aft_1').status).toBe('completed');
    expect(settled(game)).toEqual([OWED, ['after_sale.completed', { amount: 9000 }]]);
  });

  it.each([
    ['out of stock', (game: Play) => game.outOfStock('aft_1')],
    ['not shipped in three days', (game: Play) => silence(game, 3 * DAYS)],
  ])('becomes an ordinary return, with nothing owed: %s (X6)', (_how, end) => {
    const game = approved();
    end(game);
    expect(game.view('aft_1')).toMatchObject({
      ...{ type: 'return_refund', status: 'awaiting_buyer_shipment', deadline: { kind: 'ship_back' } },
    });
    game.waybill('aft_1');
    game.receipt('aft_1', [[1, 1, 0, 0]], []);
    game.refund('aft_1', 'refund.succeeded');
    expect(game.view('aft_1')).toMatchObject({ status: 'completed', refund: { approved: { cash: 9000 } } });
    expect(settled(game)).toEqual([OWED]);
  });

  it('sends once more what was not as agreed, or takes it after all; nothing else is applied for meanwhile (X8)', () => {
    const objected = () => {
      const game = approved();
      game.send('aft_1');
      game.object('aft_1');
      return game;
    };
    const game = objected();
    expect(game.view('aft_1').allowedActions).toEqual(['cancel']);
    game.approve('aft_1');
    game.send('aft_1', 'RE-2');
    game.confirm('aft_1');
    expect(game.view('aft_1').status).toBe('awaiting_buyer_shipment');
    expect(settled(game)).toEqual([OWED]);

    const rejected = objected();
    rejected.reject('aft_1');
    expect(rejected.view('aft_1').allowedActions).toEqual(['cancel', 'confirm_receipt', 'dispute']);
    rejected.confirm('aft_1');
    expect(rejected.view('aft_1').status).toBe('awaiting_buyer_shipment');

    const asks = objected();
    asks.reject('aft_1');
    inDispute(asks, 'aft_1').open('buyer');
    expect(refusal(asks.confirm('aft_1')).refused).toBe('invalid_transition');
  });

  it('gives the replacement a window of its own from its receipt, not from the end of the exchange (rulings 4.5)', () => {
    const game = replaced();
    game.pass(5 * DAYS);
    game.waybill('aft_1');
    game.receipt('aft_1', [[1, 1, 0, 0]], []);
    game.to('2026-03-08T16:00:01.000Z');
    const back = () => game.apply('aft_2', { reason: 'no_reason_7d' });
    expect(refusal(back()).refused).toBe('window_closed');

    const later = approved();
    later.pass(2 * DAYS);
    later.send('aft_1');
    later.confirm('aft_1');
    later.waybill('aft_1');
    later.receipt('aft_1', [[1, 1, 0, 0]], []);
    later.to('2026-03-10T15:59:00.000Z');
    later.apply('aft_2', { reason: 'no_reason_7d' });
    expect(later.view('aft_2').status).toBe('pending_merchant_review');
  });

  it('uses up the stock of what has left, also where both are kept', () => {
    const game = replaced();
    const before = game.state();
    silence(game, 7 * DAYS);
    expect(changedClaims(before, game.state())).toEqual([
      { afterSaleId: 'aft_1', sku: 'SKU-1', units: 1, is: 'used_up' },
    ]);
    const unsent = approved();
    const reserved = unsent.state();
    unsent.outOfStock('aft_1');
    expect(changedClaims(reserved, unsent.state())).toEqual([
      { afterSaleId: 'aft_1', sku: 'SKU-1', units: 0, is: 'reserved' },
    ]);
  });
});

describe('what a buyer owes for goods that went ahead', () => {
  const NOTHING = { tickets: [] };
  it('is owed from the approval to the end, whole, and then no more', () => {
    const game = asked();
    expect(changedGoodsOut(NOTHING, game.state())).toEqual([]);
    game.approve('aft_1');
    const approvedState = game.state();
    expect(changedGoodsOut(NOTHING, approvedState)).toEqual([{ afterSaleId: 'aft_1', amount: 9000 }]);
    game.send('aft_1');
    game.confirm('aft_1');
    expect(changedGoodsOut(approvedState, game.state())).toEqual([]);
    game.waybill('aft_1');
    game.receipt('aft_1', [[1, 1, 0, 0]]);
    expect(changedGoodsOut(approvedState, game.state())).toEqual([{ afterSaleId: 'aft_1', amount: 0 }]);
  });
});
