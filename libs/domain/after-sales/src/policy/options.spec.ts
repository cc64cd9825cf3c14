import { describe, expect, it } from '@jest/globals';
import { isRefusal } from '@amends/kernel';
import { aLine, anApplication, anOrder, aTicket, mugs, PAID_AT, received } from './case-for-tests';
import { judge, type KnownCase } from './judge';
import { EMPTY_SHELF } from '../prices/sku';
import { UNKNOWN_MERCHANT } from './merchant';
import type { AdvanceAsked, OptionsContext } from './option';
import { optionsOf } from './options';
import { reasons, reasonsFor } from './reasons';

const at = '2026-03-02T02:00:00.000Z';
const context = (now: string): OptionsContext => ({
  at: now,
  merchant: UNKNOWN_MERCHANT,
  shelf: EMPTY_SHELF,
  cover: { pickup: 1935 },
  fastRefundOf: () => ({ eligible: true, because: [] }),
  goodsAheadOf: () => ({ eligible: false, because: ['disabled'] }),
});

const cases: Readonly<Record<string, readonly [KnownCase, string]>> = {
  unshipped: [{ order: anOrder([aLine()]), tickets: [] }, at],
  shipped: [{ order: anOrder([aLine({ shipped: 2 })]), tickets: [] }, at],
  received: [{ order: anOrder([received(PAID_AT)]), tickets: [] }, at],
  'in part under a ticket': [
    { order: anOrder([received(PAID_AT)]), tickets: [aTicket('t', 'refunding', 'received', [mugs(2)])] },
    at,
  ],
  'received seventeen days ago': [{ order: anOrder([received(PAID_AT)]), tickets: [] }, '2026-03-19T02:00:00.000Z'],
  virtual: [{ order: anOrder([aLine({ kind: 'virtual' })]), tickets: [] }, at],
};

describe.each(Object.entries(cases))('the options of a line that is %s', (_, [known, now]) => {
  const [line] = optionsOf(known, context(now));
  const asked = (type: (typeof options)[number]['type'], reason: string, quantity: number) =>
    judge(
      anApplication({ type, reason, lines: [{ lineNumber: 1, quantity }], evidenceIds: ['shown'] }),
      known,
      context(now),
    );
  const options = line?.options ?? [];

  it('answer for every type of a buyer', () => {
    expect(options.map(({ type }) => type)).toEqual([
      'refund_only',
      'return_refund',
      'exchange',
      'reissue',
      'repair',
      'price_protection',
    ]);
  });

  it('say no with the code an application would get', () => {
    for (const option of options) {
      if (option.allowed) continue;
      for (const { code } of reasonsFor(option.type))
        expect([option.type, asked(option.type, code, 1)]).toMatchObject([
          option.type,
          { refused: option.denial.code },
        ]);
    }
  });

  it('say yes with as many units and as much money as an application would get, and not one more', () => {
    for (const option of options) {
      if (!option.allowed) continue;
      for (const { code } of option.reasons)
        expect(isRefusal(asked(option.type, code, option.maxQuantity))).toBe(false);
      const most = asked(option.type, option.reasons[0]?.code ?? '', option.maxQuantity);
      expect(most).toMatchObject({ amounts: [{ cash: option.maxRefund.cash, points: option.maxRefund.points }] });
      expect(isRefusal(asked(option.type, option.reasons[0]?.code ?? '', option.maxQuantity + 1))).toBe(true);
    }
  });
});

describe('the terms shown', () => {
  it('are the bearer of the way back, the insurance, and every deadline with its end', () => {
    const [line] = optionsOf({ order: anOrder([received(PAID_AT)]), tickets: [] }, context(at), 1);
    expect(line?.options.find(({ type }) => type === 'return_refund')).toMatchObject({
      returnFreight: { bearer: 'buyer', insured: true, insuredUpTo: 1935 },
      windowEndsAt: '2026-03-16T15:59:59.000Z',
      timers: [
        { kind: 'merchant_review', duration: 'PT48H', onExpiry: 'approve' },
        { kind: 'ship_back', duration: 'PT168H', onExpiry: 'close' },
        { kind: 'merchant_receipt', duration: 'PT240H', onExpiry: 'confirm' },
      ],
    });
  });

  it('include the freight that goes back with the last unit that was never shipped (money.md 4a)', () => {
    const known = { order: anOrder([aLine()], { shippingFee: 1000 }), tickets: [] };
    const [line] = optionsOf(known, context(at), 1);
    expect(line?.options[0]).toMatchObject({ maxQuantity: 3, maxRefund: { cash: 6000, points: 0, shippingFee: 1000 } });
  });
});

describe('the catalogue of reasons (rulings.md 1.12)', () => {
  it('names every reason once, each fit for goodwill', () => {
    expect(new Set(reasons.map(({ code }) => code)).size).toBe(24);
    expect(reasons.filter(({ types }) => !types.includes('compensation'))).toEqual([]);
  });
});

describe('fast refund in the options', () => {
  it('is asked for with the freight that would be advanced, and for the goods of the line', () => {
    const known = { order: anOrder([received(PAID_AT)], { shippingFee: 1000 }), tickets: [] };
    const asked: AdvanceAsked[] = [];
    const fastRefundOf = (each: AdvanceAsked) => {
      asked.push(each);
      return { eligible: true, because: [] };
    };
    const [line] = optionsOf(known, { ...context('2026-03-12T02:00:00.000Z'), fastRefundOf });
    expect(line?.options.find(({ type }) => type === 'return_refund')).toMatchObject({
      maxRefund: { cash: 6000, shippingFee: 1000 },
      fastRefund: { eligible: true, because: [], certainty: 'expected' },
    });
    expect(asked).toEqual([{ amount: 7000, goods: [{ category: 'default', cash: 6000 }] }]);
  });
});
