import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decideMerchant, evolveMerchant, UNKNOWN_MERCHANT, type Merchant } from '../policy/merchant';
import { optionsOf } from '../policy/options';
import { NO_FLAGS, type PolicyFlags } from '../policy/policy';
import { EMPTY_SHELF } from '../prices/sku';
import { isRefusal, later } from '@amends/kernel';
import { inDispute } from './dispute/dispute-for-tests';
import { DAYS, line, play, refusal, T0, types, type Play } from './play-for-tests';

const shop = (flags: Partial<PolicyFlags>, since = later(T0, -DAYS)): Merchant => {
  const decision = decideMerchant({
    type: 'SetFlags',
    data: { merchantId: 'merchant-1', flags: { ...NO_FLAGS, ...flags }, at: since },
  });
  return isRefusal(decision) ? UNKNOWN_MERCHANT : decision.reduce(evolveMerchant, UNKNOWN_MERCHANT);
};
/** Three mugs of 33.33, received. */
const mugs = (merchant: Merchant, freight = 0): Play => {
  const game = play([line(1, 3, 3333)], { merchant, shippingFee: { paid: freight, tenders: [] } });
  game.ship(1, 3);
  game.receiveLine(1);
  return game;
};
const give = (game: Play, id: string, quantity: number, over = {}) =>
  game.apply(id, { reason: 'no_reason_7d', lines: [{ lineNumber: 1, quantity }], ...over });
const back = (game: Play, id: string, quantity: number): void => {
  game.approve(id);
  game.waybill(id, `YT-${id}`);
  game.receipt(id, [[1, quantity, 0, 0]]);
};
const optionFor = (game: Play, merchant: Merchant, reason: string) => {
  const { order, tickets } = game.state();
  const fastRefundOf = () => ({ eligible: false, because: [] });
  const context = {
    at: game.now(),
    merchant,
    shelf: EMPTY_SHELF,
    cover: null,
    fastRefundOf,
    goodsAheadOf: fastRefundOf,
  };
  const options = order === null ? [] : (optionsOf({ order, tickets }, context)[0]?.options ?? []);
  const option = options.find(({ type }) => type === 'return_refund');
  return option?.allowed === true ? option.reasons.find(({ code }) => code === reason) : undefined;
};

describe('a return fee', () => {
  const merchant = shop({ returnFeePercent: 10 });

  it('is shown before applying, and off unless the platform set it', () => {
    expect(optionFor(mugs(merchant), merchant, 'no_reason_7d')).toMatchObject({
      maxRefund: { cash: 9000 },
      withheld: [{ kind: 'return_fee', lineNumber: 1, amount: 999 }],
    });
    expect(optionFor(mugs(UNKNOWN_MERCHANT), UNKNOWN_MERCHANT, 'no_reason_7d')).toMatchObject({
      maxRefund: { cash: 9999 },
      withheld: [],
    });
  });

  it("is not taken for what is not the buyer's doing", () => {
    expect(optionFor(mugs(merchant), merchant, 'workmanship')).toMatchObject({
      maxRefund: { cash: 9999 },
      withheld: [],
    });
  });

  it('is taken off the money, listed with the ticket, and never comes back with another unit', () => {
    const game = mugs(merchant);
    give(game, 'aft_1', 1);
    expect(game.view('aft_1')).toMatchObject({
      refund: { requested: { cash: 3000 } },
      fees: [{ kind: 'return_fee', amount: 333, payer: 'buyer', status: 'accepted' }],
    });
    back(game, 'aft_1', 1);
    expect(game.view('aft_1').refund.approved).toMatchObject({ cash: 3000 });
    game.refund('aft_1', 'refund.succeeded');
    expect(game.view('aft_1').fees).toMatchObject([{ amount: 333, status: 'paid' }]);
    give(game, 'aft_2', 2, { reason: 'damaged_in_transit' });
    expect(game.view('aft_2').refund.requested.cash).toBe(6666);
  });

  it('refuses more than what is left after it', () => {
    const game = mugs(merchant);
    expect(refusal(give(game, 'aft_1', 1, { requestedAmount: 3001 }))).toMatchObject({
      refused: 'amount_exceeds_refundable',
      detail: { maxRefundable: 3000 },
    });
  });

  it('is no more owed when the ticket came to nothing', () => {
    const game = mugs(merchant);
    give(game, 'aft_1', 3);
    game.cancel('aft_1');
    expect(game.view('aft_1').fees).toEqual([]);
    give(game, 'aft_2', 3);
    expect(game.view('aft_2').refund.requested.cash).toBe(9000);
  });

  it('goes with the units at a partial inspection', () => {
    const game = mugs(merchant);
    give(game, 'aft_1', 3);
    game.approve('aft_1');
    game.waybill('aft_1');
    game.receipt('aft_1', [[1, 2, 1, 0]]);
    const [parent, child] = game.state().tickets;
    expect([parent?.approved?.cash, parent?.withheld[0]?.amount]).toEqual([6000, 666]);
    expect([child?.requested.cash, child?.withheld[0]?.amount]).toEqual([3000, 333]);
  });

  it('is given up when the carrier loses the goods, and by agreement', () => {
    const lost = mugs(merchant);
    give(lost, 'aft_1', 1);
    lost.approve('aft_1');
    lost.waybill('aft_1');
    const fact = { type: 'return.lost', data: { status: 'lost', because: 'carrier' } } as const;
    lost.parcel('aft_1', fact, 'self_ship');
    expect(lost.view('aft_1')).toMatchObject({ refund: { approved: { cash: 3333 } }, fees: [] });

    const agreed = mugs(merchant);
    give(agreed, 'aft_1', 1);
    agreed.offer('aft_1', 'merchant', 3333, 'return_refund');
    agreed.acceptOffer('aft_1', 'buyer');
    back(agreed, 'aft_1', 1);
    expect(agreed.view('aft_1')).toMatchObject({ refund: { approved: { cash: 3333 } }, fees: [] });
  });

  it.each([
    ['merchant', 3333, []],
    ['buyer', 3000, [{ kind: 'return_fee', amount: 333 }]],
  ] as const)(
    'is given back by a verdict that the %s is to blame, as far as it is not the buyer (D13)',
    (who, cash, fees) => {
      const game = mugs(merchant);
      give(game, 'aft_1', 1);
      game.approve('aft_1');
      game.waybill('aft_1');
      game.rejectReceipt('aft_1');
      const dispute = inDispute(game, 'aft_1');
      dispute.open('buyer');
      dispute.ask('buyer', 'merchant');
      game.pass(30 * DAYS);
      dispute.pass();
      dispute.judge(3000, { responsibility: who });
      game.pass(30 * DAYS);
      dispute.pass();
      expect(game.view('aft_1')).toMatchObject({ status: 'refunding', refund: { approved: { cash } } });
      expect(game.view('aft_1').fees.filter(({ kind }) => kind !== 'return_freight')).toMatchObject(fees);
    },
  );

  it('does not bind who paid before it was set', () => {
    const later1 = shop({ returnFeePercent: 10, freeShipping: { threshold: 9000, fee: 500 } }, later(T0, 1));
    const game = mugs(later1);
    game.pass(DAYS);
    give(game, 'aft_1', 1);
    expect(game.view('aft_1')).toMatchObject({ refund: { requested: { cash: 3333 } }, fees: [] });
  });
});

describe('the freight of free shipping (money.md 4e)', () => {
  const merchant = shop({ freeShipping: { threshold: 6000, fee: 500 } });

  it('is kept by the return that takes the order below its threshold, once', () => {
    const game = mugs(merchant);
    give(game, 'aft_1', 1);
    expect(game.view('aft_1').fees).toEqual([]);
    give(game, 'aft_2', 1);
    expect(game.view('aft_2')).toMatchObject({
      refund: { requested: { cash: 2833 } },
      fees: [{ kind: 'free_shipping', amount: 500, payer: 'buyer', status: 'accepted' }],
    });
    give(game, 'aft_3', 1);
    expect(game.view('aft_3')).toMatchObject({ refund: { requested: { cash: 3333 } }, fees: [] });
  });

  it("is nobody's where freight was paid", () => {
    const game = mugs(merchant, 1200);
    give(game, 'aft_1', 3);
    expect(game.view('aft_1').fees).toEqual([]);
  });

  it('leaves something to pay', () => {
    const dear = shop({ freeShipping: { threshold: 9999, fee: 90000 } });
    const game = mugs(dear);
    give(game, 'aft_1', 1);
    expect(game.view('aft_1').refund.requested.cash).toBe(1);
  });
});

describe('talking before a rejection (K8)', () => {
  const merchant = shop({ negotiateFirst: true });

  it('is demanded of the merchant, and an offer or a message is enough', () => {
    const game = mugs(merchant);
    give(game, 'aft_1', 1);
    expect(types(game.reject('aft_1'))).toEqual(['refused: negotiation_required']);
    const text = { sealed: 'why?' };
    game.run({ type: 'AddMessage', data: { ...game.asked('merchant'), afterSaleId: 'aft_1', text } });
    expect(types(game.reject('aft_1'))).toContain('after_sale.rejected');
    const free = mugs(UNKNOWN_MERCHANT);
    give(free, 'aft_1', 1);
    expect(types(free.reject('aft_1'))).toContain('after_sale.rejected');
  });
});

describe('whatever is kept', () => {
  it('is never more than was paid, together with all that is given back', () => {
    const flags = fc.record({ percent: fc.integer({ min: 0, max: 50 }), fee: fc.integer({ min: 1, max: 4000 }) });
    const steps = fc.array(fc.integer({ min: 1, max: 2 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(flags, steps, ({ percent, fee }, quantities) => {
        const merchant = shop({ returnFeePercent: percent, freeShipping: { threshold: 5000, fee } });
        const game = mugs(merchant);
        for (const [index, quantity] of quantities.entries()) give(game, `aft_${index}`, quantity);
        const sums = game.state().tickets.map(({ money, withheld }) => ({
          cash: money.lines.reduce((sum, { cash }) => sum + cash, 0),
          kept: withheld.reduce((sum, { amount }) => sum + amount, 0),
          units: money.lines.reduce((sum, { units }) => sum + units, 0),
        }));
        const sum = (of: (each: (typeof sums)[number]) => number) => sums.reduce((total, each) => total + of(each), 0);
        expect(sum(({ cash, kept }) => cash + kept)).toBeLessThanOrEqual(9999);
        if (sum(({ units }) => units) === 3) expect(sum(({ cash, kept }) => cash + kept)).toBe(9999);
      }),
    );
  });
});
