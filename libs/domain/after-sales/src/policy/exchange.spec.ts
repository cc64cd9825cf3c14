import { describe, expect, it } from '@jest/globals';
import { isRefusal } from '@amends/kernel';
import type { CaseLine } from '../case/case';
import type { Announcement, Shelf } from '../prices/sku';
import type { Stock } from '../stock/stock';
import type { StockBySku } from './application';
import { anApplication, anOrder, aTicket, mugs, received } from './case-for-tests';
import { judge } from './judge';
import { UNKNOWN_MERCHANT } from './merchant';

const RECEIVED_AT = '2026-03-03T02:00:00.000Z';
const at = '2026-03-05T02:00:00.000Z';
const attributes = { brand: 'Acme', spec: 'cotton', color: 'red', size: 'M' };

const announced = (over: Partial<Announcement> = {}): Shelf => {
  const announcement: Announcement = {
    ...{
      merchantId: 'merchant-1',
      sku: 'TEE-RED-L',
      spu: 'TEE',
      category: 'apparel',
      unitPrice: 12900,
      currency: 'CNY',
    },
    attributes: { ...attributes, size: 'L' },
    ...{ effectiveAt: RECEIVED_AT, bearer: 'merchant', available: null, randomShip: false, couponOnly: false },
    ...over,
  };
  return new Map([[announcement.sku, { announcements: [announcement] }]]);
};
const counted = (sku: string, onHand: number, reserved: Stock['reserved'] = []): StockBySku =>
  new Map([[sku, { onHand, upcoming: [], reserved }]]);

const asking = (
  {
    line = {},
    targetSku = 'TEE-RED-L',
    quantity = 1,
  }: { line?: Partial<CaseLine>; targetSku?: string | null; quantity?: number },
  shelf: Shelf = announced(),
  stock?: StockBySku,
  changing?: ReturnType<typeof aTicket>,
): string => {
  const shirt = { sku: 'TEE-RED-M', spu: 'TEE', category: 'apparel', unitPrice: 12900, attributes, ...line };
  const known = { order: anOrder([received(RECEIVED_AT, shirt)]), tickets: changing ? [changing] : [] };
  const lines = [{ lineNumber: 1, quantity }];
  const application = anApplication({ type: 'exchange', reason: 'unsuitable', lines, targetSku });
  const context = { at, merchant: UNKNOWN_MERCHANT, shelf, ...(stock && { stock }) };
  const answer = judge(application, known, context, changing);
  return isRefusal(answer) ? answer.refused : 'accepted';
};

describe('what an exchange may be for (states.md 6, rulings 4.5)', () => {
  it.each([
    ['another size at the same price', {}, announced()],
    [
      'another colour of footwear',
      { line: { category: 'footwear' } },
      announced({ attributes: { ...attributes, color: 'blue' } }),
    ],
    ['one that says nothing of the rest', {}, announced({ attributes: { size: 'L' } })],
    ['the same item, named', { targetSku: 'TEE-RED-M', line: { category: 'electronics' } }, new Map()],
    ['the same item, not named', { targetSku: null, line: { category: 'electronics' } }, new Map()],
    ['the same item of random goods', { targetSku: null, line: { randomShip: true } }, new Map()],
  ] as const)('%s', (_what, how, shelf) => expect(asking(how, shelf)).toBe('accepted'));

  it.each([
    ['never announced', {}, new Map()],
    ['announced for later', {}, announced({ effectiveAt: '2026-03-06T02:00:00.000Z' })],
    ['that price is a personal coupon’s', {}, announced({ couponOnly: true })],
    ['dearer', {}, announced({ unitPrice: 13900 })],
    ['cheaper', {}, announced({ unitPrice: 11900 })],
    ['the same figure in another currency', {}, announced({ currency: 'USD' })],
    ['another item', {}, announced({ spu: 'HAT' })],
    ['another material', {}, announced({ attributes: { ...attributes, spec: 'linen' } })],
    ['of goods that have no sizes', { line: { category: 'electronics' } }, announced()],
    ['of a random one', { line: { randomShip: true } }, announced()],
    ['for a random one', {}, announced({ randomShip: true })],
  ] as const)('not one that is %s', (_what, how, shelf) => expect(asking(how, shelf)).toBe('exchange_not_allowed'));
});

describe('the stock of an exchange', () => {
  it('is checked where it is counted, also of the same item', () => {
    expect(asking({}, announced(), counted('TEE-RED-L', 1))).toBe('accepted');
    expect(asking({ quantity: 2 }, announced(), counted('TEE-RED-L', 1))).toBe('exchange_not_allowed');
    expect(asking({ targetSku: null }, announced(), counted('TEE-RED-M', 0))).toBe('exchange_not_allowed');
  });

  it('leaves out what others have set aside, but not what the ticket itself has', () => {
    const stock = counted('TEE-RED-L', 2, [
      { afterSaleId: 'aft_1', units: 1 },
      { afterSaleId: 'aft_2', units: 1 },
    ]);
    expect(asking({}, announced(), stock)).toBe('exchange_not_allowed');
    const changing = aTicket('aft_1', 'pending_merchant_review', 'received', [mugs(1)], { type: 'exchange' });
    expect(asking({}, announced(), stock, changing)).toBe('accepted');
  });
});

it('no amount can be asked for (rulings 1.7)', () => {
  const known = { order: anOrder([received(RECEIVED_AT)]), tickets: [] };
  for (const [type, reason] of [
    ['exchange', 'unsuitable'],
    ['reissue', 'missing'],
    ['repair', 'malfunction'],
  ] as const) {
    const application = anApplication({ type, reason, requestedAmount: 1, evidenceIds: ['evd_1'] });
    expect(judge(application, known, { at, merchant: UNKNOWN_MERCHANT, shelf: new Map() })).toMatchObject({
      ...{ refused: 'amount_exceeds_refundable', detail: { maxRefundable: 0 } },
    });
  }
});
