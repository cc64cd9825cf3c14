import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { splitOf } from './money';
import { line, O1, play } from './play-for-tests';

const paidFreight = (fee: number) => ({ shippingFee: { paid: fee, tenders: [] } });
const quality = { reason: 'workmanship', evidenceIds: ['evd_1'] };
type Game = ReturnType<typeof play>;
const cancelled = (game: Game, id: string, lineNumber: number, quantity: number) => {
  game.apply(id, { type: 'refund_only', lines: [{ lineNumber, quantity }] });
  game.lock(id, [lineNumber]);
  game.approve(id);
  game.refund(id, 'refund.succeeded');
  return game.view(id).refund;
};
const returned = (game: Game, id: string, lineNumber: number, over: object) => {
  game.apply(id, { lines: [{ lineNumber, quantity: 1 }], ...over });
  game.approve(id);
  game.waybill(id, id);
  game.receipt(id, [[lineNumber, 1, 0, 0]]);
  game.refund(id, 'refund.succeeded');
  return game.view(id).refund;
};

describe('freight', () => {
  it('goes back with the last line, where nothing was ever shipped (C7)', () => {
    const game = play(O1, paidFreight(1200));
    expect(cancelled(game, 'aft_1', 3, 3).approved).toEqual({ cash: 5022, points: 158, shippingFee: 0 });
    expect(cancelled(game, 'aft_2', 2, 1).approved).toEqual({ cash: 5038, points: 159, shippingFee: 0 });
    const last = { cash: 21700, points: 683, shippingFee: 1200 };
    expect(cancelled(game, 'aft_3', 1, 2)).toMatchObject({ requested: last, approved: last });
  });
  it('goes with whichever of several is fixed last, once', () => {
    const game = play([line(1, 3, 2000)], paidFreight(700));
    for (const id of ['aft_1', 'aft_2', 'aft_3']) game.apply(id, { type: 'refund_only' });
    for (const id of ['aft_3', 'aft_1', 'aft_2']) game.approve(id);
    expect(['aft_1', 'aft_2', 'aft_3'].map((id) => game.view(id).refund.approved?.shippingFee)).toEqual([0, 700, 0]);
  });
  it('stays once anything was shipped', () => {
    const game = play([line(1, 1, 2000), line(2, 1, 500)], paidFreight(700));
    game.ship(2, 1);
    expect(cancelled(game, 'aft_1', 1, 1).approved?.shippingFee).toBe(0);
  });
  it("is the seller's to give back with the order's last unit, if he is to blame (money.md 4d)", () => {
    const game = play([line(1, 1, 5000), line(2, 2, 2000), line(3, 1, 0, { gift: true })], paidFreight(800));
    game.ship(1, 1);
    game.ship(2, 2);
    for (const lineNumber of [1, 2]) game.receiveLine(lineNumber);
    expect(returned(game, 'aft_1', 2, quality).approved?.shippingFee).toBe(0);
    expect(returned(game, 'aft_2', 1, {}).approved?.shippingFee).toBe(0);
    expect(returned(game, 'aft_3', 2, quality)).toMatchObject({
      requested: { shippingFee: 800 },
      approved: { shippingFee: 800 },
    });
  });
  it('that was given as goodwill is not given again', () => {
    const game = play([line(1, 1, 2000)], paidFreight(700));
    game.apply('aft_1', {
      type: 'compensation',
      component: 'shipping_fee',
      reason: 'slow',
      initiator: 'agent',
      requestedAmount: 200,
    });
    expect(cancelled(game, 'aft_2', 1, 1).approved?.shippingFee).toBe(500);
  });
});

describe('asking for less (rulings 1.7)', () => {
  it('gives less cash and all the points, and leaves the cash to the next', () => {
    const game = play(O1);
    game.ship(1, 2);
    game.receiveLine(1);
    game.apply('aft_1', { requestedAmount: 5000 });
    expect(game.view('aft_1').refund.requested).toEqual({ cash: 5000, points: 341, shippingFee: 0 });
    game.apply('aft_2');
    expect(game.view('aft_2').refund.requested).toEqual({ cash: 16700, points: 342, shippingFee: 0 });
  });
});

describe('splitting what is set aside', () => {
  const amount = fc.integer({ min: 0, max: 1_000_000_00 });
  it('loses nothing and gives no part more than there is', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20 }),
        fc.nat(20),
        amount,
        amount,
        amount,
        amount,
        (units, wish, cash, points, merchantDiscount, platformDiscount) => {
          const whole = { lineNumber: 1, units, cash, points, merchantDiscount, platformDiscount };
          const { accepted, contested } = splitOf(whole, Math.min(wish, units));
          for (const name of ['units', 'cash', 'points', 'merchantDiscount', 'platformDiscount'] as const) {
            expect(accepted[name] + contested[name]).toBe(whole[name]);
            expect(Math.min(accepted[name], contested[name])).toBeGreaterThanOrEqual(0);
          }
        },
      ),
    );
  });
});
