import { total } from '@amends/kernel';
import { always } from '@amends/testing';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { optionsOf } from '../policy/options';
import { NO_FLAGS } from '../policy/policy';
import type { Merchant } from '../policy/merchant';
import type { Announcement, Shelf } from '../prices/sku';
import { standingOf } from '../policy/standing-of-case';
import { overasked, overspent } from './invariants-for-tests';
import { changedClaims } from '../stock/claims';
import { DAYS, HOURS, line, play, refusal, T0, types, type Play } from './play-for-tests';

/** A shop that exchanges at another price. */
const SHOP: Merchant = {
  versions: [
    {
      number: 1,
      since: T0,
      byCategory: { apparel: { windows: { noReason: 300, quality: 300 } } },
      flags: { ...NO_FLAGS, exchangePriceDifference: true },
    },
  ],
  rules: [],
};
const shelf = (prices: Readonly<Record<string, number>>): Shelf =>
  new Map(
    Object.entries(prices).map(([sku, unitPrice]) => {
      const announcement = {
        merchantId: 'merchant-1',
        sku,
        spu: 'SPU-1',
        category: 'apparel',
        attributes: {},
        unitPrice,
      };
      const more = { currency: 'CNY', effectiveAt: T0, bearer: 'merchant', available: null, randomShip: false };
      return [sku, { announcements: [{ ...announcement, ...more, couponOnly: false } as Announcement] }] as const;
    }),
  );

const PRICES = shelf({ RED: 12_000, BLUE: 7000, GREEN: 15_000, 'SKU-1': 9000 });

/** Two shirts of 90.00, received; red costs 120.00, blue 70.00, green 150.00. */
const bought = (merchant = SHOP): Play => {
  const game = play([line(1, 2, 9000, { category: 'apparel' })], { merchant });
  game.announce(PRICES);
  game.ship(1, 2);
  game.receiveLine(1);
  return game;
};
const ask = (game: Play, targetSku: string, quantity = 1, id = 'aft_1') =>
  game.apply(id, { type: 'exchange', reason: 'unsuitable', lines: [{ lineNumber: 1, quantity }], targetSku });
const asked = (targetSku: string, quantity = 1): Play => {
  const game = bought();
  ask(game, targetSku, quantity);
  return game;
};
const pay = (game: Play, id = 'aft_1', paymentId = `pay-${id}`) =>
  game.run({ type: 'AcceptQuote', data: { ...game.asked('buyer'), afterSaleId: id, paymentId } });
/** Paid for, and the buyer's own item is to come back. */
const paid = (targetSku = 'RED', quantity = 1): Play => {
  const game = asked(targetSku, quantity);
  game.approve('aft_1');
  pay(game);
  return game;
};
const goodsBack = (game: Play, quantity = 1, id = 'aft_1'): Play => {
  game.waybill(id, `YT-${id}`);
  game.receipt(id, [[1, quantity, 0, 0]]);
  return game;
};
const done = (game: Play, quantity = 1, id = 'aft_1'): Play => {
  goodsBack(game, quantity, id);
  game.send(id, `RE-${id}`);
  game.confirm(id);
  return game;
};
/** What was asked of refunds: payments beside the order, and cash of the line. */
const asksOf = (game: Play) =>
  game.told().flatMap((event): readonly (readonly unknown[])[] => {
    if (event.type !== 'refund.request') return [];
    const { charge, money } = event.data;
    return charge === undefined
      ? [['cash', money.lines.map(({ units, cash }) => [units, cash])]]
      : [[charge.paymentId, charge.amount]];
  });
const returned = (game: Play, id = 'aft_9', quantity = 1): Play => {
  game.apply(id, { reason: 'changed_mind', lines: [{ lineNumber: 1, quantity }] });
  game.approve(id);
  return goodsBack(game, quantity, id);
};

describe('an exchange for what is dearer (X10)', () => {
  it('is not possible without the flag', () =>
    expect(refusal(ask(bought({ versions: [], rules: [] }), 'RED')).refused).toBe('exchange_not_allowed'));

  it('waits for the difference once it is approved, and shows it before (X10)', () => {
    const game = asked('RED', 2);
    const difference = { lineNumber: 1, units: 2, unitPrice: 12_000, pays: 3000, back: 0 };
    expect(game.view('aft_1')).toMatchObject({
      ...{ status: 'pending_merchant_review', priceDifference: [difference] },
      fees: [{ kind: 'exchange_difference', amount: 6000, payer: 'buyer', status: 'quoted' }],
    });
    game.approve('aft_1');
    expect(game.view('aft_1')).toMatchObject({
      ...{ status: 'awaiting_quote_acceptance', allowedActions: ['accept_quote', 'cancel', 'decline_quote'] },
      deadline: { kind: 'quote', secondsLeft: (5 * DAYS) / 1000 },
    });
    expect(refusal(game.waybill('aft_1')).refused).toBe('invalid_transition');
  });

  it('goes on as any once that is paid (X11)', () => {
    const game = asked('RED');
    game.pass(48 * HOURS);
    game.fire('aft_1');
    expect(types(pay(game))).toEqual(['exchange.difference_accepted', 'charge.captured', 'case.deadline_started']);
    expect(game.view('aft_1')).toMatchObject({
      status: 'awaiting_buyer_shipment',
      fees: [{ amount: 3000, status: 'paid', paymentId: 'pay-aft_1' }],
    });
    done(game);
    expect(game.view('aft_1').status).toBe('completed');
    expect(asksOf(game)).toEqual([]);
  });

  it.each([
    ['declined', (game: Play) => game.declineQuote('aft_1'), 'cancelled_by_buyer', null],
    ['withdrawn', (game: Play) => game.cancel('aft_1'), 'cancelled_by_buyer', null],
    [
      'not paid in time',
      (game: Play) => {
        game.pass(5 * DAYS);
        game.fire('aft_1');
      },
      'closed',
      'difference_unpaid',
    ],
  ] as const)('comes to nothing where it is %s, and nothing is due (X12)', (_how, end, status, closeReason) => {
    const game = asked('RED');
    game.approve('aft_1');
    const before = game.state();
    end(game);
    expect(game.view('aft_1')).toMatchObject({ status, closeReason, fees: [], deadline: null });
    expect(changedClaims(before, game.state())).toMatchObject([{ sku: 'RED', units: 0 }]);
    expect(asksOf(game)).toEqual([]);
  });

  it('is too late to pay for at its end', () => {
    const game = asked('RED');
    game.approve('aft_1');
    game.pass(5 * DAYS);
    expect(refusal(pay(game)).refused).toBe('deadline_passed');
  });

  it.each([
    ['is withdrawn', (game: Play) => game.cancel('aft_1'), [['pay-aft_1', 3000]]],
    [
      'is not sent back in time',
      (game: Play) => {
        game.pass(7 * DAYS);
        game.fire('aft_1');
      },
      [['pay-aft_1', 3000]],
    ],
    [
      'cannot be sent',
      (game: Play) => {
        goodsBack(game);
        game.outOfStock('aft_1');
      },
      [
        ['pay-aft_1', 3000],
        ['cash', [[1, 9000]]],
      ],
    ],
  ])('gives back what was paid for it, once, when it %s', (_how, end, asks) => {
    const game = paid();
    end(game);
    expect(asksOf(game)).toEqual(asks);
    expect(game.view('aft_1').fees).toMatchObject([{ amount: 3000, status: 'paid', refundId: expect.any(String) }]);
  });

  it('takes along what was paid for each unit when a part of them is refused', () => {
    const game = paid('RED', 2);
    game.waybill('aft_1');
    game.receipt('aft_1', [[1, 1, 1, 0]]);
    const [child = ''] = game.view('aft_1').childIds;
    expect(['aft_1', child].map((id) => game.view(id).fees)).toMatchObject([[{ amount: 3000 }], [{ amount: 3000 }]]);
    game.pass(7 * DAYS);
    game.fire(child);
    expect(game.view(child).status).toBe('closed');
    expect(asksOf(game)).toEqual([['pay-aft_1', 3000]]);
  });

  it('goes back with its unit when that is returned, by the payment it came by, and only that unit’s', () => {
    const game = done(paid());
    returned(game, 'aft_8');
    expect(asksOf(game)).toEqual([['cash', [[1, 9000]]]]);
    returned(game);
    expect(asksOf(game)).toEqual([
      ['cash', [[1, 9000]]],
      ['pay-aft_1', 3000],
      ['cash', [[1, 9000]]],
    ]);
    expect(game.view('aft_9').fees).toMatchObject([{ kind: 'exchange_difference', amount: 3000, status: 'paid' }]);
  });

  it('may be exchanged once more: each payment goes back by itself, under a number of its own', () => {
    const game = done(paid('RED', 2), 2);
    ask(game, 'GREEN', 2, 'aft_2');
    game.approve('aft_2');
    expect(game.view('aft_2').fees).toMatchObject([{ amount: 6000, status: 'quoted' }]);
    pay(game, 'aft_2');
    done(game, 2, 'aft_2');
    returned(game, 'aft_9', 2);
    expect(asksOf(game)).toEqual([
      ['pay-aft_1', 6000],
      ['pay-aft_2', 6000],
      ['cash', [[2, 18_000]]],
    ]);
    const ids = game.told().flatMap((event) => (event.type === 'refund.request' ? [event.data.refundId] : []));
    expect(new Set(ids).size).toBe(3);
  });

  it('keeps what was paid while just that is asked for, and gives it back when something else is', () => {
    const game = paid();
    goodsBack(game);
    game.send('aft_1');
    game.object('aft_1');
    game.modify('aft_1', { reason: 'dislike' });
    expect(asksOf(game)).toEqual([]);
    game.modify('aft_1', { targetSku: 'SKU-1' });
    expect(asksOf(game)).toEqual([['pay-aft_1', 3000]]);
    expect(game.view('aft_1')).toMatchObject({ priceDifference: null, fees: [] });
  });

  it('is shown before with the price it will have, for each colour that may be had', () => {
    const game = bought();
    const { order, tickets } = game.state();
    const answer = () => ({ eligible: true, because: [] });
    const context = { at: game.now(), merchant: SHOP, shelf: PRICES, cover: null, fastRefundOf: answer };
    const [options] = optionsOf({ order: order ?? fail(), tickets }, { ...context, goodsAheadOf: answer });
    const [exchange] = options?.options.filter(({ type }) => type === 'exchange') ?? [];
    const targets = exchange?.allowed ? (exchange.targets ?? []) : [];
    expect(targets.map(({ sku, priceDifference: { pays, back } }) => [sku, pays, back])).toEqual([
      ['RED', 3000, 0],
      ['BLUE', 0, 2000],
      ['GREEN', 6000, 0],
      ['SKU-1', 0, 0],
    ]);
    for (const [index, { sku, priceDifference }] of targets.entries()) {
      const one = bought();
      ask(one, sku, 1, `aft_${index}`);
      const [{ pays, back } = { pays: 0, back: 0 }] = one.view(`aft_${index}`).priceDifference ?? [];
      expect([sku, { pays, back }]).toEqual([sku, priceDifference]);
    }
  });

  it('is never sent first, as the options say', () => {
    const fast: Merchant = {
      ...SHOP,
      versions: SHOP.versions.map((version) => ({ ...version, byCategory: { apparel: { fastExchange: true } } })),
    };
    const game = play([line(1, 2, 9000, { category: 'apparel' })], { merchant: fast, advanceLimit: 50_000 });
    game.announce(shelf({ RED: 12_000 }));
    game.ship(1, 2);
    game.receiveLine(1);
    ask(game, 'RED');
    game.approve('aft_1');
    expect(game.view('aft_1').status).toBe('awaiting_quote_acceptance');
  });
});

describe('an exchange for what is cheaper', () => {
  it('gives the difference back when it is done, and not before', () => {
    const game = asked('BLUE');
    game.approve('aft_1');
    expect(game.view('aft_1').status).toBe('awaiting_buyer_shipment');
    goodsBack(game);
    game.send('aft_1');
    expect(asksOf(game)).toEqual([]);
    game.confirm('aft_1');
    expect(asksOf(game)).toEqual([['cash', [[0, 2000]]]]);
    const { refundId } = game.ticket('aft_1').priceDifference ?? {};
    const fee = { kind: 'exchange_difference', amount: 2000, payer: 'merchant', refundId };
    expect(game.view('aft_1')).toMatchObject({ status: 'completed', fees: [{ ...fee, status: 'due' }] });
    game.refund('aft_1', 'refund.succeeded', { refundId: refundId ?? '' });
    expect(game.view('aft_1')).toMatchObject({ status: 'completed', fees: [{ ...fee, status: 'paid' }] });
  });

  it('leaves so much less of the line for later refunds, and nothing more than was paid', () => {
    const game = asked('BLUE', 2);
    game.approve('aft_1');
    done(game, 2);
    returned(game, 'aft_9', 2);
    expect(asksOf(game)).toEqual([
      ['cash', [[0, 4000]]],
      ['cash', [[2, 14_000]]],
    ]);
  });

  it('takes what was paid beside the order first', () => {
    const game = done(paid('RED'));
    game.pass(DAYS);
    ask(game, 'BLUE', 2, 'aft_2');
    game.approve('aft_2');
    done(game, 2, 'aft_2');
    expect(asksOf(game)).toEqual([
      ['pay-aft_1', 3000],
      ['cash', [[0, 4000]]],
    ]);
    returned(game, 'aft_9', 2);
    expect(asksOf(game).slice(2)).toEqual([['cash', [[2, 14_000]]]]);
  });

  it('gives nothing back twice for a price that has fallen', () => {
    const game = bought();
    game.announce(shelf({ 'SKU-1': 7000, BLUE: 7000 }));
    game.apply('aft_0', { type: 'price_protection', reason: 'price_drop' });
    game.refund('aft_0', 'refund.succeeded');
    ask(game, 'BLUE');
    game.approve('aft_1');
    done(game);
    expect(asksOf(game)).toEqual([['cash', [[0, 4000]]]]);
  });

  it('is not protected against a price that it did not have', () => {
    const game = asked('BLUE', 2);
    game.approve('aft_1');
    done(game, 2);
    game.announce(shelf({ 'SKU-1': 5000, BLUE: 7000 }));
    const protection = game.apply('aft_2', { type: 'price_protection', reason: 'price_drop' });
    expect(refusal(protection).refused).toBe('units_in_open_ticket');
  });

  it('and what is dearer are two exchanges, not one', () => {
    const game = done(paid('RED'));
    game.announce(shelf({ RED: 12_000, GREY: 10_000 }));
    expect(refusal(ask(game, 'GREY', 2, 'aft_2')).refused).toBe('exchange_not_allowed');
    expect(types(ask(game, 'GREY', 1, 'aft_2'))[0]).toBe('after_sale.submitted');
  });
});

describe('whatever is exchanged for whatever', () => {
  const SKUS = ['SKU-1', 'RED', 'BLUE', 'GREEN'] as const;
  const deed = fc.record({
    sku: fc.constantFrom(...SKUS),
    price: fc.integer({ min: 1000, max: 20_000 }),
    units: fc.integer({ min: 1, max: 3 }),
    what: fc.constantFrom('exchange', 'exchange', 'exchange', 'return', 'protect'),
    end: fc.constantFrom('done', 'done', 'done', 'withdrawn', 'refused', 'sold out', 'wrong'),
  });
  type Deed = typeof deed extends fc.Arbitrary<infer T> ? T : never;

  const settled = (game: Play): void => {
    for (const { id, status } of game.state().tickets) if (status === 'refunding') game.refund(id, 'refund.succeeded');
  };
  /** The buyer gives up what was refused. */
  const givenUp = (game: Play): void => {
    for (const { id, status } of game.state().tickets)
      if (status === 'inspection_rejected') {
        game.pass(7 * DAYS);
        game.fire(id);
      }
  };
  const play1 = (game: Play, id: string, { sku, price, units, what, end }: Deed): void => {
    const own = Object.fromEntries(SKUS.map((each) => [each, 9000]));
    game.announce(shelf({ ...own, [sku]: price }));
    if (what === 'protect') game.apply(id, { type: 'price_protection', reason: 'price_drop' });
    else if (what === 'return')
      game.apply(id, { reason: 'workmanship', evidenceIds: ['evd_1'], lines: [{ lineNumber: 1, quantity: units }] });
    else ask(game, sku, units, id);
    if (!game.state().tickets.some((ticket) => ticket.id === id)) return;
    game.approve(id);
    pay(game, id);
    if (end === 'withdrawn') game.cancel(id);
    game.waybill(id, `YT-${id}`);
    if (end === 'refused') game.receipt(id, [[1, units - 1, 1, 0]]);
    else game.receipt(id, [[1, units, 0, 0]]);
    if (end === 'sold out') game.outOfStock(id);
    game.send(id, `RE-${id}`);
    if (end === 'wrong') {
      game.object(id);
      game.approve(id);
      game.send(id, `RE-2-${id}`);
    }
    game.confirm(id);
    givenUp(game);
    settled(game);
  };

  it('no more is asked for than was paid, and all of it when all has come back (I1)', () => {
    let [dearer, cheaper, back, whole] = [0, 0, 0, 0];
    always(
      fc.property(fc.array(deed, { minLength: 1, maxLength: 8 }), (deeds) => {
        const game = play([line(1, 4, 9000, { category: 'apparel' })], { merchant: SHOP });
        game.ship(1, 4);
        game.receiveLine(1);
        deeds.forEach((each, index) => {
          play1(game, `aft_${index + 1}`, each);
          expect(overspent(game.state())).toEqual([]);
        });
        const left = standingOf(game.state().order ?? fail(), game.state().tickets).lines[0]?.sent.free ?? 0;
        if (left > 0) returned(game, 'aft_last', left);
        expect(overasked(game.told(), game.state())).toEqual([]);
        const paidBeside = game
          .told()
          .flatMap((event) => (event.type === 'charge.captured' ? [event.data.amount] : []));
        const asks = game.told().flatMap((event) => (event.type === 'refund.request' ? [event.data] : []));
        const charges = asks.flatMap(({ charge }) => (charge === undefined ? [] : [charge.amount]));
        const cash = asks.flatMap(({ money }) => money.lines.map((each) => each.cash));
        // After five applications that came to nothing the rest may not be returned any more.
        const all = left === 0 || game.state().tickets.some(({ id }) => id === 'aft_last');
        if (all) expect([total(charges), total(cash)]).toEqual([total(paidBeside), 36_000]);
        whole += all ? 1 : 0;
        dearer += paidBeside.length;
        back += charges.length;
        cheaper += game.state().tickets.filter(({ priceDifference }) => priceDifference?.paidBack === false).length;
      }),
    );
    expect(Math.min(dearer, cheaper, back, whole)).toBeGreaterThan(10);
  });
});

const fail = (): never => {
  throw new Error('no order');
};
