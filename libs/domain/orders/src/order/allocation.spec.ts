import { total } from '@amends/kernel';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { allocate, costOf } from './allocation';
import type { Purchase, PurchasedLine } from './commands';
import { flawsOf } from './purchase';

const line = (
  lineNumber: number,
  quantity: number,
  unitPrice: number,
  over: Partial<PurchasedLine> = {},
): PurchasedLine => ({
  lineNumber,
  sku: `SKU-${String(lineNumber)}`,
  spu: 'SKU',
  title: 'A thing',
  category: 'default',
  kind: 'physical',
  attributes: {},
  quantity,
  unitPrice,
  lineDiscount: 0,
  gift: false,
  giftOf: null,
  randomShip: false,
  warrantyMonths: 0,
  ...over,
});

const purchase = (over: Partial<Purchase>): Purchase => ({
  lines: [line(1, 1, 1000)],
  shippingFee: 0,
  discounts: [],
  points: { redeemed: 0, value: 0 },
  payments: [],
  ...over,
});

const shares = (bought: Purchase) =>
  allocate(bought).lines.map(({ cash, points, merchantDiscount, platformDiscount }) => [
    cash,
    points,
    merchantDiscount,
    platformDiscount,
  ]);

describe('the shares of an order', () => {
  const threeLines = purchase({
    lines: [line(1, 2, 12900), line(2, 1, 5990), line(3, 3, 1990)],
    shippingFee: 1200,
    discounts: [
      { code: 'PLAT20', bearer: 'platform', amount: 2000, lineNumbers: [1, 2, 3] },
      { code: 'SHOP30', bearer: 'merchant', amount: 3000, lineNumbers: null },
    ],
    points: { redeemed: 1000, value: 1000 },
    payments: [{ paymentId: 'p1', tender: 'card', amount: 32960 }],
  });

  it('are those of the specification, the merchant’s discounts first wherever they stand', () => {
    expect(costOf(threeLines)).toBe(32960);
    expect(shares(threeLines)).toEqual([
      [21700, 683, 2050, 1367],
      [5038, 159, 476, 317],
      [5022, 158, 474, 316],
    ]);
  });

  it('touch only the lines that a benefit is for, and no gift', () => {
    const bought = purchase({
      lines: [line(1, 1, 1000), line(2, 2, 1000), line(3, 1, 0, { gift: true })],
      discounts: [
        { code: 'PEN', bearer: 'merchant', amount: 101, lineNumbers: [1] },
        { code: 'ALL', bearer: 'platform', amount: 100, lineNumbers: null },
      ],
    });
    expect(shares(bought)).toEqual([
      [868, 0, 101, 31],
      [1931, 0, 0, 69],
      [0, 0, 0, 0],
    ]);
  });

  it('are capped by what the lines are worth', () => {
    const bought = purchase({
      lines: [line(1, 1, 300), line(2, 1, 100)],
      discounts: [{ code: 'BIG', bearer: 'merchant', amount: 1000, lineNumbers: [1] }],
      points: { redeemed: 50, value: 500 },
    });
    expect(shares(bought)).toEqual([
      [0, 0, 300, 0],
      [0, 50, 0, 0],
    ]);
  });

  it('count points that are worth less than a minor unit', () => {
    const bought = purchase({ lines: [line(1, 1, 300), line(2, 1, 100)], points: { redeemed: 20000, value: 200 } });
    expect(shares(bought)).toEqual([
      [150, 15000, 0, 0],
      [50, 5000, 0, 0],
    ]);
  });

  it('are paid by the buyer’s own books first, then by the others in their order, the freight too', () => {
    const bought = purchase({
      lines: [line(1, 1, 600), line(2, 1, 300)],
      shippingFee: 100,
      payments: [
        { paymentId: 'card', tender: 'card', amount: 700 },
        { paymentId: 'gift', tender: 'gift_card', amount: 100 },
        { paymentId: 'balance', tender: 'balance', amount: 200 },
      ],
    });
    const { lines, shippingFee } = allocate(bought);
    expect(lines.map(({ tenders }) => tenders)).toEqual([
      [
        { paymentId: 'card', amount: 420 },
        { paymentId: 'gift', amount: 60 },
        { paymentId: 'balance', amount: 120 },
      ],
      [
        { paymentId: 'card', amount: 210 },
        { paymentId: 'gift', amount: 30 },
        { paymentId: 'balance', amount: 60 },
      ],
    ]);
    expect(shippingFee).toEqual({
      paid: 100,
      tenders: [
        { paymentId: 'card', amount: 70 },
        { paymentId: 'gift', amount: 10 },
        { paymentId: 'balance', amount: 20 },
      ],
    });
  });
});

const money = (max = 1_000_000) => fc.nat(max);
const lines = fc
  .array(fc.record({ quantity: fc.integer({ min: 1, max: 20 }), unitPrice: money(), off: fc.nat(100) }), {
    minLength: 1,
    maxLength: 8,
  })
  .map((all) =>
    all.map(({ quantity, unitPrice, off }, index) =>
      line(index + 1, quantity, unitPrice, { lineDiscount: Math.floor((quantity * unitPrice * off) / 100) }),
    ),
  );
const tender = fc.constantFrom('card' as const, 'wallet' as const, 'gift_card' as const, 'balance' as const);

/** Any purchase that is paid in full: the cost is cut into as many payments as there are tenders. */
const purchases: fc.Arbitrary<Purchase> = lines
  .chain((bought) =>
    fc.record({
      lines: fc.constant(bought),
      shippingFee: money(5000),
      discounts: fc.array(
        fc.record({
          code: fc.constant('D'),
          bearer: fc.constantFrom('merchant' as const, 'platform' as const),
          amount: money(3_000_000),
          lineNumbers: fc.option(
            fc.subarray(
              bought.map(({ lineNumber }) => lineNumber),
              { minLength: 1 },
            ),
          ),
        }),
        { maxLength: 4 },
      ),
      points: fc.record({
        redeemed: fc.integer({ min: 1, max: 5_000_000 }),
        value: fc.integer({ min: 1, max: 50_000 }),
      }),
      tenders: fc.array(tender, { minLength: 1, maxLength: 4 }),
      cuts: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 4, maxLength: 4 }),
    }),
  )
  .map(({ tenders, cuts, ...rest }) => {
    let open = costOf({ ...rest, payments: [] });
    const payments = tenders.map((each, index) => {
      const amount = index === tenders.length - 1 ? open : Math.floor(open * (cuts[index] ?? 0));
      open -= amount;
      return { paymentId: `p${String(index)}`, tender: each, amount };
    });
    return { ...rest, payments };
  });

describe('any order', () => {
  it('is allocated exactly: every benefit and payment sums up, no share is negative', () => {
    fc.assert(
      fc.property(purchases, (bought) => {
        const { lines: paid, shippingFee } = allocate(bought);
        const goods = bought.lines.map(({ quantity, unitPrice, lineDiscount }) => quantity * unitPrice - lineDiscount);
        const valueOfPoints = paid.map(
          (share, index) => (goods[index] ?? 0) - share.cash - share.merchantDiscount - share.platformDiscount,
        );
        paid.forEach((share, index) => {
          for (const part of [share.cash, share.points, share.merchantDiscount, share.platformDiscount])
            expect(part).toBeGreaterThanOrEqual(0);
          expect(valueOfPoints[index]).toBeGreaterThanOrEqual(0);
          expect(total(share.tenders.map(({ amount }) => amount))).toBe(share.cash);
        });
        const left = total(goods) - total(paid.map((share) => share.merchantDiscount + share.platformDiscount));
        expect(total(valueOfPoints)).toBe(Math.min(bought.points.value, left));
        expect(total(paid.map(({ points }) => points))).toBe(left === 0 ? 0 : bought.points.redeemed);
        expect(total(shippingFee.tenders.map(({ amount }) => amount))).toBe(bought.shippingFee);
        for (const { paymentId, amount } of bought.payments) {
          const parts = [...paid.flatMap(({ tenders }) => tenders), ...shippingFee.tenders].filter(
            (part) => part.paymentId === paymentId,
          );
          expect(total(parts.map((part) => part.amount))).toBe(amount);
        }
      }),
    );
  });
});

describe('what does not fit together', () => {
  const at = (over: Partial<Purchase>) => flawsOf(purchase(over)).map(({ pointer }) => pointer);

  it('is pointed at', () => {
    expect(at({ lines: [line(1, 1, 10), line(1, 1, 10)] })).toEqual(['/lines/1/lineNumber']);
    expect(at({ lines: [line(1, 2, 10, { lineDiscount: 21 })] })).toEqual(['/lines/0/lineDiscount']);
    expect(at({ lines: [line(1, 1, 10, { gift: true })] })).toEqual(['/lines/0/gift']);
    expect(at({ lines: [line(1, 1, 10), line(2, 1, 0, { gift: true, giftOf: 3 })] })).toEqual(['/lines/1/giftOf']);
    expect(at({ lines: [line(1, 1, 10), line(2, 1, 10, { giftOf: 1 })] })).toEqual(['/lines/1/giftOf']);
    expect(at({ lines: [line(1, 3, Number.MAX_SAFE_INTEGER)] })).toContain('/lines/0/unitPrice');
    expect(at({ lines: [line(1, 1, Number.MAX_SAFE_INTEGER)], shippingFee: 1 })).toEqual(['/lines']);
    expect(at({ discounts: [{ code: 'D', bearer: 'merchant', amount: 1, lineNumbers: [1, 7] }] })).toEqual([
      '/discounts/0/lineNumbers/1',
    ]);
    expect(at({ points: { redeemed: 0, value: 10 } })).toEqual(['/points']);
    const twice = { paymentId: 'p', tender: 'card' as const, amount: 1 };
    expect(at({ payments: [twice, twice] })).toEqual(['/payments/1/paymentId']);
  });

  it('is nothing in an ordinary purchase', () =>
    expect(at({ lines: [line(1, 1, 10), line(2, 1, 0, { gift: true, giftOf: 1 })] })).toEqual([]));
});
