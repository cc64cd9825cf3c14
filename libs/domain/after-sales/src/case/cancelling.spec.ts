import { describe, expect, it } from '@jest/globals';
import { UNKNOWN_MERCHANT } from '../policy/merchant';
import { line, play } from './play-for-tests';

const cancel = (game: ReturnType<typeof play>, reason = 'changed_mind') =>
  game.run({
    type: 'CancelOrder',
    data: { ...game.asked('buyer'), afterSaleIds: ['aft_shelf', 'aft_way'], reason, merchant: UNKNOWN_MERCHANT },
  });
const opened = (game: ReturnType<typeof play>) =>
  game.state().tickets.map(({ id, phase, interceptRequested, goodsReceived, lines }) => ({
    ...{ id, phase, interceptRequested, goodsReceived },
    lines: lines.map(({ lineNumber, quantity }) => [lineNumber, quantity]),
  }));

describe('cancelling an order', () => {
  it('opens a ticket for what is with the merchant and one for what is on its way (rulings.md 8.2)', () => {
    const game = play([line(1, 3, 2000), line(2, 1, 500)]);
    game.ship(1, 1, 'SF-1');
    cancel(game);
    expect(opened(game)).toEqual([
      { id: 'aft_shelf', phase: 'unshipped', interceptRequested: false, goodsReceived: false, lines: [[1, 2], [2, 1]] }, // prettier-ignore
      { id: 'aft_way', phase: 'shipped', interceptRequested: true, goodsReceived: false, lines: [[1, 1]] },
    ]);
    expect(game.told().find(({ type }) => type === 'parcel.intercept_requested')).toMatchObject({
      data: { afterSaleId: 'aft_way', trackingNumber: 'SF-1' },
    });
  });

  it('opens one ticket where all goods are in one place', () => {
    const game = play([line(1, 2, 2000)]);
    game.ship(1, 2);
    cancel(game);
    expect(opened(game)).toMatchObject([{ id: 'aft_shelf', phase: 'shipped', interceptRequested: true }]);
  });

  it('is refused when all is received, or under tickets already, or for a reason that does not fit', () => {
    const game = play([line(1, 1, 2000)]);
    expect(cancel(game, 'malfunction')).toMatchObject({ refused: 'reason_not_allowed' });
    cancel(game);
    expect(cancel(game)).toMatchObject({ refused: 'units_in_open_ticket' });
    expect(opened(game)).toHaveLength(1);

    const received = play([line(1, 1, 2000)]);
    received.ship(1, 1);
    received.receiveLine(1);
    expect(cancel(received)).toMatchObject({
      refused: 'type_not_allowed_in_order_state',
      detail: { allowedTypes: ['refund_only', 'return_refund', 'exchange', 'reissue', 'repair', 'price_protection'] },
    });
  });

  it('leaves alone what came to the buyer', () => {
    const game = play([line(1, 1, 2000), line(2, 1, 500)]);
    game.ship(1, 1);
    game.receiveLine(1);
    cancel(game);
    expect(opened(game)).toMatchObject([{ phase: 'unshipped', lines: [[2, 1]] }]);
  });
});
