import { describe, expect, it } from '@jest/globals';
import type { CaseEvent } from '../case/case';
import { FAST_EXCHANGE } from '../case/fast-exchange-for-tests';
import { DAYS, inTwoParcels, line, play, T0, type Play } from '../case/play-for-tests';
import { UNKNOWN_MERCHANT } from '../policy/merchant';
import { miscounted } from './counts-for-tests';
import { unitsOf } from './units';
import { unitViews, type UnitView } from './view';

const recorded = (event: CaseEvent, index: number) => ({ event, at: T0, by: 'system', eventId: `evt_${index}` });
const goodsOf = (game: Play): readonly UnitView[] => {
  const known = unitsOf(game.told().map(recorded));
  expect(miscounted(known)).toEqual([]);
  return unitViews(known, UNKNOWN_MERCHANT, game.now());
};
const custodies = (game: Play) =>
  goodsOf(game).map(({ unitId, custody, afterSaleId }) => [unitId, custody, ...(afterSaleId ? [afterSaleId] : [])]);
const lifeOf = (game: Play, id: string) =>
  goodsOf(game)
    .find(({ unitId }) => unitId === id)
    ?.history.map(({ custody }) => custody);

const apply = (game: Play, id: string, quantity: number, over: Parameters<Play['apply']>[1] = {}) =>
  game.apply(id, { reason: 'no_reason_7d', lines: [{ lineNumber: 1, quantity }], ...over });

/** An exchange whose replacement has gone first. */
const sentAhead = (): Play => {
  const game = play([line(1, 1, 4000)], { merchant: FAST_EXCHANGE, advanceLimit: 50_000 });
  game.ship(1, 1);
  game.receiveLine(1);
  apply(game, 'aft_1', 1, { type: 'exchange', reason: 'unsuitable' });
  game.approve('aft_1');
  game.send('aft_1');
  return game;
};

describe('the units of an order', () => {
  it('leave, come and are followed one by one, each with its parcel and its window', () => {
    const game = play([line(1, 2, 4000)]);
    game.ship(1, 1, 'SF-A');
    expect(goodsOf(game)).toMatchObject([
      { unitId: 'ord_1/1/1', lineNumber: 1, sku: 'SKU-1', custody: 'shipped', parcel: { trackingNumber: 'SF-A' } },
      { unitId: 'ord_1/1/2', custody: 'with_merchant' },
    ]);
    game.receiveLine(1);
    expect(goodsOf(game)[0]).toMatchObject({ custody: 'with_buyer', windowEndsAt: '2026-03-16T15:59:59.000Z' });
    expect(goodsOf(game)[1]).not.toHaveProperty('windowEndsAt');
  });

  it('are taken by a ticket from the parcel whose window it was applied in, the lowest number first', () => {
    const game = inTwoParcels();
    game.to('2026-03-09T02:00:00.000Z'); // what came with the first parcel is too old for this reason
    apply(game, 'aft_1', 1);
    expect(custodies(game)).toEqual([
      ['ord_1/1/1', 'with_buyer'],
      ['ord_1/1/2', 'with_buyer', 'aft_1'],
      ['ord_1/1/3', 'with_buyer'],
    ]);
    game.cancel('aft_1');
    expect(goodsOf(game).every(({ afterSaleId }) => afterSaleId === undefined)).toBe(true);
  });

  it('of two cancelled ones that of which the parcel has left is the ticket’s that hears so', () => {
    const game = play([line(1, 2, 4000)]);
    for (const id of ['aft_1', 'aft_2']) apply(game, id, 1, { type: 'refund_only', reason: 'changed_mind' });
    game.ship(1, 1, 'SF-A');
    const shipped = ['aft_1', 'aft_2'].filter((id) => game.view(id).phase === 'shipped');
    expect(shipped).toHaveLength(1);
    expect(custodies(game)).toEqual([
      ['ord_1/1/1', 'shipped', ...shipped],
      ['ord_1/1/2', 'with_merchant', ...['aft_1', 'aft_2'].filter((id) => !shipped.includes(id))],
    ]);
  });

  it('come back parcel by parcel, and of a parcel accepted in part the refused ones go on by themselves', () => {
    const game = inTwoParcels();
    apply(game, 'aft_1', 3);
    game.approve('aft_1');
    game.waybill('aft_1');
    expect(goodsOf(game).map(({ custody, parcel }) => [custody, parcel?.trackingNumber])).toEqual([
      ['way_back', 'YT-1'],
      ['way_back', 'YT-1'],
      ['way_back', 'YT-1'],
    ]);
    game.receipt('aft_1', [[1, 1, 1, 1]]);
    const [child = ''] = game.view('aft_1').childIds;
    game.refund('aft_1', 'refund.succeeded');
    expect(custodies(game)).toEqual([
      ['ord_1/1/1', 'refunded', 'aft_1'],
      ['ord_1/1/2', 'back', child],
      ['ord_1/1/3', 'missing', child],
    ]);
    expect(lifeOf(game, 'ord_1/1/1')).toEqual([
      'with_merchant',
      'shipped',
      'with_buyer',
      'way_back',
      'back',
      'refunded',
    ]);
    game.approve(child);
    game.refund(child, 'refund.succeeded');
    expect(goodsOf(game).map(({ custody }) => custody)).toEqual(['refunded', 'refunded', 'refunded']);
  });

  it('are home again once the merchant sends refused ones back', () => {
    const game = inTwoParcels();
    apply(game, 'aft_1', 1);
    game.approve('aft_1');
    game.waybill('aft_1');
    game.rejectReceipt('aft_1');
    game.pass(60 * DAYS);
    game.fire('aft_1');
    expect(custodies(game)[0]).toEqual(['ord_1/1/1', 'back']);
    game.dispose('aft_1', [1, 1, 'return_to_buyer']);
    expect(custodies(game)[0]).toEqual(['ord_1/1/1', 'with_buyer']);
  });

  it('that are cancelled before they have left are paid for where they are', () => {
    const game = play([line(1, 2, 4000)]);
    game.apply('aft_1', { type: 'refund_only' });
    game.approve('aft_1');
    game.lock('aft_1');
    expect(custodies(game)[0]).toEqual(['ord_1/1/1', 'with_merchant', 'aft_1']);
    game.refund('aft_1', 'refund.succeeded');
    game.ship(1, 1);
    expect(custodies(game)).toEqual([
      ['ord_1/1/1', 'refunded', 'aft_1'],
      ['ord_1/1/2', 'shipped'],
    ]);
    game.refund('aft_1', 'refund.reversed');
    expect(custodies(game)[0]).toEqual(['ord_1/1/1', 'with_merchant', 'aft_1']);
  });
});

describe('a unit that is exchanged', () => {
  const exchange = (game: Play, id: string) => {
    apply(game, id, 1, { type: 'exchange', reason: 'unsuitable' });
    game.approve(id);
    game.waybill(id, `YT-${id}`);
    game.receipt(id, [[1, 1, 0, 0]], []);
    game.send(id, `RE-${id}`);
  };

  it('goes on in its replacement, which has a window of its own, may be exchanged again and is paid for in the end', () => {
    const game = play([line(1, 1, 4000)]);
    game.ship(1, 1);
    game.receiveLine(1);
    exchange(game, 'aft_1');
    expect(goodsOf(game)).toMatchObject([
      { unitId: 'ord_1/1/1', custody: 'back', replacedBy: 'ord_1/1/2' },
      { unitId: 'ord_1/1/2', custody: 'shipped', replaces: 'ord_1/1/1', parcel: { trackingNumber: 'RE-aft_1' } },
    ]);
    game.pass(9 * DAYS);
    game.confirm('aft_1');
    exchange(game, 'aft_2');
    game.confirm('aft_2');
    apply(game, 'aft_3', 1);
    game.approve('aft_3');
    game.waybill('aft_3', 'YT-3');
    game.receipt('aft_3', [[1, 1, 0, 0]], []);
    game.refund('aft_3', 'refund.succeeded');
    expect(custodies(game)).toEqual([
      ['ord_1/1/1', 'replaced', 'aft_1'],
      ['ord_1/1/2', 'replaced', 'aft_2'],
      ['ord_1/1/3', 'refunded', 'aft_3'],
    ]);
    expect(goodsOf(game)[1]).toMatchObject({ replaces: 'ord_1/1/1', replacedBy: 'ord_1/1/3' });
    expect(lifeOf(game, 'ord_1/1/3')).toEqual(['shipped', 'with_buyer', 'way_back', 'back', 'refunded']);
  });

  it('is replaced once more after an objection (X8)', () => {
    const game = play([line(1, 1, 4000)]);
    game.ship(1, 1);
    game.receiveLine(1);
    exchange(game, 'aft_1');
    game.object('aft_1');
    game.approve('aft_1');
    game.send('aft_1', 'RE-2');
    expect(goodsOf(game)).toMatchObject([
      { unitId: 'ord_1/1/1', custody: 'replaced', replacedBy: 'ord_1/1/2' },
      { unitId: 'ord_1/1/2', custody: 'with_buyer', afterSaleId: 'aft_1', replacedBy: 'ord_1/1/3' },
      { unitId: 'ord_1/1/3', custody: 'shipped', parcel: { trackingNumber: 'RE-2' } },
    ]);
  });

  it('is still owed where what went first was not as agreed, and is replaced by what comes then (X8, X9)', () => {
    const game = sentAhead();
    game.object('aft_1');
    game.approve('aft_1');
    game.send('aft_1', 'RE-2');
    expect(custodies(game)).toEqual([
      ['ord_1/1/1', 'with_buyer', 'aft_1'],
      ['ord_1/1/2', 'missing'],
      ['ord_1/1/3', 'shipped', 'aft_1'],
    ]);
    game.confirm('aft_1');
    game.waybill('aft_1');
    game.receipt('aft_1', [[1, 1, 0, 0]], []);
    expect(custodies(game)).toEqual([
      ['ord_1/1/1', 'replaced', 'aft_1'],
      ['ord_1/1/2', 'missing'],
      ['ord_1/1/3', 'with_buyer'],
    ]);
  });

  it('may stay with the buyer beside what went first; then the new one is kept, and can be asked for no more (X9)', () => {
    const game = sentAhead();
    game.confirm('aft_1');
    expect(custodies(game)).toEqual([
      ['ord_1/1/1', 'with_buyer', 'aft_1'],
      ['ord_1/1/2', 'with_buyer', 'aft_1'],
    ]);
    game.cancel('aft_1');
    expect(custodies(game)).toEqual([
      ['ord_1/1/1', 'with_buyer'],
      ['ord_1/1/2', 'kept'],
    ]);
  });
});

it('a unit in repair is on the bench, and comes home as the same unit', () => {
  const game = play([line(1, 1, 4000)]);
  game.ship(1, 1);
  game.receiveLine(1);
  apply(game, 'aft_1', 1, { type: 'repair', reason: 'malfunction' });
  game.approve('aft_1');
  game.waybill('aft_1');
  game.receipt('aft_1', [[1, 1, 0, 0]], []);
  expect(custodies(game)).toEqual([['ord_1/1/1', 'in_repair', 'aft_1']]);
  game.diagnose('aft_1');
  game.finish('aft_1');
  game.send('aft_1');
  game.confirm('aft_1');
  expect(lifeOf(game, 'ord_1/1/1')).toEqual([
    ...['with_merchant', 'shipped', 'with_buyer', 'way_back', 'in_repair', 'shipped', 'with_buyer'],
  ]);
});

it('the same events name the same units, however often they are read', () => {
  const game = play([line(1, 2, 4000)]);
  game.ship(1, 2);
  apply(game, 'aft_1', 1, { type: 'refund_only', goodsReceived: true });
  expect(goodsOf(game)).toEqual(goodsOf(game));
  expect(goodsOf(game)[0]?.history).toEqual([
    { at: T0, custody: 'with_merchant', by: 'system', eventId: 'evt_0' },
    { at: T0, custody: 'shipped', by: 'system', eventId: 'evt_1' },
  ]);
});
