import { describe, expect, it } from '@jest/globals';
import { misplaced } from './custody-for-tests';
import { DAYS, inTwoParcels, line, play, refusal, type Play } from './play-for-tests';

const apply = (game: Play, id: string, quantity: number, over: Parameters<Play['apply']>[1] = {}) =>
  game.apply(id, { reason: 'no_reason_7d', lines: [{ lineNumber: 1, quantity }], ...over });
const comesBack = (game: Play, id: string, quantity: number, trackingNumber: string) => {
  game.approve(id);
  game.waybill(id, trackingNumber);
  game.receipt(id, [[1, quantity, 0, 0]], []);
};
const refunded = (game: Play) =>
  game
    .told()
    .flatMap((event) => (event.type === 'refund.request' ? event.data.money.lines : []))
    .map(({ units, cash }) => [units, cash]);

describe('a line that came in two parcels', () => {
  it('has a window for what came with each', () => {
    const game = inTwoParcels();
    game.to('2026-03-09T02:00:00.000Z');
    expect(refusal(apply(game, 'aft_1', 3)).refused).toBe('window_closed');
    apply(game, 'aft_1', 2);
    expect(game.view('aft_1').status).toBe('pending_merchant_review');
    expect(refusal(apply(game, 'aft_2', 1)).refused).toBe('units_in_open_ticket');
  });

  it('goes back parcel by parcel, each received by itself, and every unit once', () => {
    const game = inTwoParcels();
    apply(game, 'aft_1', 1);
    apply(game, 'aft_2', 2);
    comesBack(game, 'aft_2', 2, 'YT-2');
    expect([game.view('aft_1'), game.view('aft_2')].map(({ status }) => status)).toEqual([
      'pending_merchant_review',
      'refunding',
    ]);
    comesBack(game, 'aft_1', 1, 'YT-1');
    expect(refunded(game)).toEqual([
      [2, 8000],
      [1, 4000],
    ]);
    for (const id of ['aft_1', 'aft_2']) game.refund(id, 'refund.succeeded');
    expect(refusal(apply(game, 'aft_3', 1)).refused).toBe('quantity_exceeds_available');
    expect(misplaced(game.told())).toEqual([]);
  });
});

describe('a unit that was exchanged', () => {
  it('may be exchanged again, and given back at last: once, for what was paid for the first', () => {
    const game = play([line(1, 1, 4000)]);
    game.ship(1, 1);
    game.receiveLine(1);
    for (const id of ['aft_1', 'aft_2']) {
      apply(game, id, 1, { type: 'exchange', reason: 'unsuitable' });
      comesBack(game, id, 1, `YT-${id}`);
      game.send(id, `RE-${id}`);
      game.pass(9 * DAYS);
      game.confirm(id);
      expect(game.view(id).status).toBe('completed');
    }
    apply(game, 'aft_3', 1);
    comesBack(game, 'aft_3', 1, 'YT-3');
    game.refund('aft_3', 'refund.succeeded');
    expect(refunded(game)).toEqual([[1, 4000]]);
    expect(refusal(apply(game, 'aft_4', 1)).refused).toBe('quantity_exceeds_available');
    expect(misplaced(game.told())).toEqual([]);
  });
});

it('names goods that cannot be where they are said to be', () => {
  const game = play([line(1, 1, 4000)]);
  game.ship(1, 1);
  game.receiveLine(1);
  apply(game, 'aft_1', 1);
  game.approve('aft_1');
  game.waybill('aft_1');
  const sentTwice = [...game.told(), ...game.told().filter(({ type }) => type === 'case.goods_sent')];
  expect(misplaced(sentTwice)).toEqual(['aft_1 case.goods_sent: line 1 had 0 with the buyer, not 1']);
});
