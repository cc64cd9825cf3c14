import { describe, expect, it } from '@jest/globals';
import type { OrderedLine } from '@amends/contracts';
import { UNKNOWN_MERCHANT } from '../policy/merchant';
import { optionsOf } from '../policy/options';
import type { Announcement, Shelf } from '../prices/sku';
import { DAYS, line, play, refusal, T0, types, type Play } from './play-for-tests';

/** The socks of O1: 59.70 less 4.74 and 3.16 of discounts; of the rest 1.58 was paid in points. */
const socks = (over: Partial<OrderedLine> = {}): OrderedLine =>
  line(1, 3, 1990, {
    attributes: { brand: 'Acme', saleMode: 'single' },
    paid: { cash: 5022, points: 158, merchantDiscount: 474, platformDiscount: 316, tenders: [] },
    ...over,
  });

const selling = (unitPrice: number, over: Partial<Announcement> = {}): Shelf =>
  new Map([
    [
      'SKU-1',
      {
        announcements: [
          {
            ...{
              merchantId: 'merchant-1',
              sku: 'SKU-1',
              spu: 'SPU-1',
              category: 'default',
              unitPrice,
              currency: 'CNY',
            },
            ...{ attributes: { brand: 'Acme', saleMode: 'single' }, effectiveAt: T0, available: null },
            ...{ bearer: 'platform' as const, randomShip: false, couponOnly: false, ...over },
          },
        ],
      },
    ],
  ]);

const bought = (over: Partial<OrderedLine> = {}): Play => {
  const game = play([socks(over)]);
  game.ship(1, 3);
  game.receiveLine(1);
  return game;
};
const ask = (game: Play, id = 'aft_1', quantity = 1, requestedAmount: number | null = null) =>
  game.apply(id, {
    type: 'price_protection',
    reason: 'price_drop',
    lines: [{ lineNumber: 1, quantity }],
    requestedAmount,
  });
const offered = (game: Play, shelf: Shelf) => {
  const { order, tickets } = game.state();
  if (order === null) throw new Error('the order is known');
  const context = { at: game.now(), merchant: UNKNOWN_MERCHANT, shelf, cover: null };
  const fastRefundOf = () => ({ eligible: false, because: [] });
  const [options] = optionsOf({ order, tickets }, { ...context, fastRefundOf, goodsAheadOf: fastRefundOf }, 1);
  return options?.options.find(({ type }) => type === 'price_protection');
};

describe('a fallen price (rulings.md 5.7)', () => {
  it('is paid back at once for all units, whatever was asked, in cash, with its formula (V2)', () => {
    const game = bought();
    game.announce(selling(1600));
    expect(types(ask(game))).toEqual([
      'after_sale.submitted',
      'case.application_kept',
      'price_protection.approved',
      'case.money_fixed',
      'refund.request',
    ]);
    expect(game.view('aft_1')).toMatchObject({
      status: 'refunding',
      deadline: null,
      lines: [{ lineNumber: 1, quantity: 3 }],
      refund: { requested: { cash: 380, points: 0, shippingFee: 0 }, approved: { cash: 380 } },
      priceProtection: {
        lines: [
          {
            ...{ lineNumber: 1, units: 3, protectedAmount: 5180, unitPrice: 1600, difference: 380, amount: 380 },
            ...{ bearer: 'platform', formula: '5180 - 3 x 1600 = 380' },
          },
        ],
      },
    });
    const request = game.told().at(-1);
    expect(request).toMatchObject({
      data: { kind: 'price_protection', money: { lines: [{ units: 0, cash: 380, points: 0 }] } },
    });
  });

  it('is asked for once at a time; then the protected price is the announced one (V4)', () => {
    const game = bought();
    game.announce(selling(1600));
    ask(game);
    expect(refusal(ask(game, 'aft_2')).refused).toBe('units_in_open_ticket');
    game.refund('aft_1', 'refund.succeeded');
    expect(game.ticket('aft_1').status).toBe('completed');
    expect(refusal(ask(game, 'aft_2')).refused).toBe('price_not_lower');
    game.announce(selling(1599));
    ask(game, 'aft_3');
    expect(game.view('aft_3').refund.requested.cash).toBe(3);
  });

  it('counts neither units given back nor those under an open ticket', () => {
    const game = bought();
    game.announce(selling(1600));
    game.apply('aft_back');
    ask(game, 'aft_1', 3);
    expect(game.view('aft_1')).toMatchObject({ lines: [{ quantity: 2 }], refund: { requested: { cash: 253 } } });
    const all = bought();
    all.announce(selling(1600));
    all.apply('aft_back', { lines: [{ lineNumber: 1, quantity: 3 }] });
    expect(refusal(ask(all)).refused).toBe('units_in_open_ticket');
    expect(refusal(ask(all, 'aft_1', 4)).refused).toBe('quantity_exceeds_available');
  });

  it('takes no more than the cash that is left, and no less than nothing', () => {
    const game = bought();
    game.announce(selling(1600));
    const goodwill = { type: 'compensation', reason: 'slow', initiator: 'merchant', lines: [] } as const;
    game.apply('aft_gift', { ...goodwill, requestedAmount: 4900 });
    ask(game);
    expect(game.view('aft_1')).toMatchObject({
      refund: { requested: { cash: 122 } },
      priceProtection: { lines: [{ difference: 380, amount: 122 }] },
    });
    const empty = bought();
    empty.announce(selling(1600));
    empty.apply('aft_gift', { ...goodwill, requestedAmount: 5022 });
    expect(refusal(ask(empty))).toMatchObject({ refused: 'amount_exceeds_refundable', detail: { maxRefundable: 0 } });
  });

  it('is paid back for less where less is asked for, never for more', () => {
    const game = bought();
    game.announce(selling(1600));
    expect(refusal(ask(game, 'aft_1', 1, 381))).toMatchObject({
      refused: 'amount_exceeds_refundable',
      detail: { maxRefundable: 380 },
    });
    ask(game, 'aft_1', 1, 100);
    expect(game.view('aft_1').refund.requested.cash).toBe(100);
  });

  it('leaves the rest of the line to a later return', () => {
    const game = bought();
    game.announce(selling(1600));
    ask(game);
    game.refund('aft_1', 'refund.succeeded');
    game.apply('aft_2', { lines: [{ lineNumber: 1, quantity: 3 }] });
    expect(game.view('aft_2').refund.requested).toEqual({ cash: 4642, points: 158, shippingFee: 0 });
  });

  it('may be asked for before anything is shipped, and instead of what was asked before (K2)', () => {
    const game = play([socks()]);
    game.announce(selling(1600));
    game.apply('aft_1', { type: 'refund_only', lines: [{ lineNumber: 1, quantity: 3 }] });
    game.modify('aft_1', { type: 'price_protection', reason: 'price_drop' });
    expect(game.view('aft_1')).toMatchObject({ type: 'price_protection', status: 'refunding' });
  });
});

describe('no price protection (V1, V3)', () => {
  const denied: Readonly<Record<string, readonly [Shelf, string]>> = {
    'where nothing is announced': [new Map(), 'price_not_lower'],
    'where the price is the same': [selling(1727), 'price_not_lower'],
    'for a price that only a coupon gives': [selling(100, { couponOnly: true }), 'price_not_lower'],
    'for a price of tomorrow': [selling(100, { effectiveAt: '2026-03-02T02:00:00.000Z' }), 'price_not_lower'],
    'for another currency': [selling(100, { currency: 'USD' }), 'price_not_lower'],
    'for another product under the SKU': [selling(1600, { spu: 'SPU-9' }), 'not_same_item'],
    'for another sale mode': [selling(1600, { attributes: { saleMode: 'bundle' } }), 'not_same_item'],
  };
  it.each(Object.entries(denied))('%s, and the options say so before', (_, [shelf, code]) => {
    const game = bought();
    game.announce(shelf);
    expect(offered(game, shelf)).toMatchObject({ allowed: false, denial: { code } });
    expect(refusal(ask(game)).refused).toBe(code);
    expect(game.state().tickets).toEqual([]);
  });

  it('after its window, counted from payment (rulings.md 2.2)', () => {
    const game = bought();
    game.announce(selling(1600));
    game.pass(8 * DAYS);
    expect(refusal(ask(game)).refused).toBe('window_closed');
  });
});

describe('the options of a fallen price', () => {
  it('are what the application would get', () => {
    expect(offered(bought(), selling(1600))).toMatchObject({
      allowed: true,
      maxQuantity: 3,
      maxRefund: { cash: 380, points: 0, shippingFee: 0 },
      windowEndsAt: '2026-03-08T15:59:59.000Z',
      returnFreight: null,
      timers: [],
    });
  });
});
