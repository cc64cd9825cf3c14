import fc from 'fast-check';
import { later } from '@amends/kernel';
import { DAYS, HOURS, line, play, T0, type Play } from '../case/play-for-tests';
import type { Shelf } from '../prices/sku';
import { UNCOUNTED, type Stock } from '../stock/stock';
import type { StockBySku } from './application';
import type { Merchant, TermsVersion } from './merchant';
import type { PolicyFlags } from './policy';
import { policyCategories, switchableTypes, type MerchantTerms } from './terms';

/** An order in some state, and all that its options and its applications are judged by. */
export type RandomCase = Readonly<{ game: Play; merchant: Merchant; shelf: Shelf; stock: StockBySku }>;

const drawnLine = fc.record({
  category: fc.constantFrom(...policyCategories, 'toys'),
  kind: fc.constantFrom('physical', 'physical', 'physical', 'physical', 'service', 'virtual'),
  quantity: fc.integer({ min: 1, max: 4 }),
  unitPrice: fc.constantFrom(0, 1, 100, 2000, 2999),
  pointsOf100: fc.constantFrom(0, 0, 10, 100),
  cashLost: fc.constantFrom(0, 0, 1, 3),
  warrantyMonths: fc.constantFrom(0, 0, 12, 36),
  randomShip: fc.boolean(),
  giftOfFirst: fc.constantFrom(false, false, true),
});

const drawnTerms: fc.Arbitrary<MerchantTerms> = fc.record(
  {
    windows: fc.record(
      {
        noReason: fc.integer({ min: 7, max: 20 }),
        quality: fc.integer({ min: 15, max: 30 }),
        priceProtection: fc.integer({ min: 30, max: 40 }),
      },
      { requiredKeys: [] },
    ),
    freeReturn: fc.boolean(),
    autoApprovePreShip: fc.boolean(),
    unconditionalReturn: fc.boolean(),
    disabledTypes: fc.subarray([...switchableTypes]),
  },
  { requiredKeys: [] },
);

const drawnFlags = fc.record({
  returnFeePercent: fc.constantFrom(0, 0, 10, 50),
  freeShipping: fc.option(
    fc.record({ threshold: fc.integer({ min: 1, max: 9000 }), fee: fc.integer({ min: 1, max: 900 }) }),
  ),
  negotiateFirst: fc.boolean(),
});

const drawnVersion = fc.record({
  days: fc.integer({ min: -30, max: 30 }),
  terms: drawnTerms,
  flags: fc.option(drawnFlags, { nil: undefined }),
});

const drawnStep = fc.record({
  what: fc.constantFrom(
    ...([
      'ship',
      'ship',
      'receive',
      'receive',
      'apply',
      'apply',
      'reject',
      'approve',
      'cancel',
      'pay',
      'fire',
    ] as const),
    ...(['pass', 'pass', 'announce', 'waybill', 'receipt'] as const),
  ),
  number: fc.nat(99),
  lineNumber: fc.integer({ min: 1, max: 3 }),
  units: fc.integer({ min: 1, max: 3 }),
  amount: fc.option(fc.integer({ min: 1, max: 3000 }), { nil: null }),
});
type DrawnStep = typeof drawnStep extends fc.Arbitrary<infer T> ? T : never;

/** Orders of up to three lines, what has happened to them, and what the merchant has promised, sells and has. */
export const randomCase: fc.Arbitrary<RandomCase> = fc
  .record({
    lines: fc.array(drawnLine, { minLength: 1, maxLength: 3 }),
    versions: fc.array(drawnVersion, { maxLength: 3 }),
    steps: fc.array(drawnStep, { maxLength: 25, size: 'max' }),
    freight: fc.constantFrom(0, 1200),
    price: fc.option(fc.integer({ min: 0, max: 3000 }), { nil: null }),
    available: fc.option(fc.integer({ min: 0, max: 3 }), { nil: null }),
  })
  .map(({ lines, versions, steps, freight, price, available }) => {
    const merchant: Merchant = { versions: versionsOf(versions), rules: [] };
    const game = play(
      lines.map((drawn, index) => {
        const worth = Math.max(0, drawn.quantity * drawn.unitPrice - drawn.cashLost);
        const points = Math.floor((worth * drawn.pointsOf100) / 100);
        return line(index + 1, drawn.quantity, drawn.unitPrice, {
          ...{ category: drawn.category, kind: drawn.kind, warrantyMonths: drawn.warrantyMonths },
          randomShip: drawn.randomShip,
          giftOf: index > 0 && drawn.giftOfFirst ? 1 : null,
          paid: { cash: worth - points, points, merchantDiscount: drawn.cashLost, platformDiscount: 0, tenders: [] },
        });
      }),
      { merchant, shippingFee: { paid: freight, tenders: [] } },
    );
    const shelf = shelfOf(game, price);
    for (const each of steps) take(game, each, shelf);
    return { game, merchant, shelf, stock: stockOf(game, available) };
  });

const versionsOf = (
  drawn: readonly Readonly<{ days: number; terms: MerchantTerms; flags: PolicyFlags | undefined }>[],
): readonly TermsVersion[] =>
  [...drawn]
    .sort((a, b) => a.days - b.days)
    .map(({ days, terms, flags }, index) => ({
      ...(flags && { flags }),
      number: index + 1,
      since: later(T0, days * DAYS),
      byCategory: Object.fromEntries(policyCategories.map((category) => [category, terms])),
    }));

const take = (game: Play, { what, number, lineNumber, units, amount }: DrawnStep, shelf: Shelf): unknown => {
  const { tickets, order } = game.state();
  const ticket = tickets[number % Math.max(1, tickets.length)];
  const line = order?.lines.find((each) => each.lineNumber === lineNumber);
  switch (what) {
    case 'ship':
      return line && line.shipped + units <= line.quantity && game.ship(lineNumber, units);
    case 'receive':
      return line && game.receiveLine(lineNumber);
    case 'apply': {
      const wishes = [
        { type: 'refund_only' },
        { type: 'return_refund' },
        { type: 'exchange', reason: 'unsuitable' },
        { type: 'repair', reason: 'malfunction' },
        { type: 'price_protection', reason: 'price_drop' },
      ] as const;
      const lines = [{ lineNumber, quantity: units }];
      return line && game.apply(`aft_${tickets.length + 1}`, { ...wishes[number % 5], lines, requestedAmount: amount });
    }
    case 'announce':
      game.announce(shelf);
      return;
    case 'pass':
      game.pass(number % 3 === 0 ? number * DAYS : number * HOURS);
      return;
    case 'reject':
    case 'approve':
    case 'cancel':
    case 'pay':
    case 'fire':
    case 'waybill':
    case 'receipt':
      return ticket && onTicket[what](game, ticket.id);
  }
};

const onTicket = {
  reject: (game: Play, id: string) => game.reject(id),
  approve: (game: Play, id: string) => game.approve(id),
  cancel: (game: Play, id: string) => game.cancel(id),
  fire: (game: Play, id: string) => game.fire(id),
  waybill: (game: Play, id: string) => game.waybill(id, `YT-${id}`),
  receipt: (game: Play, id: string) =>
    game.receipt(
      id,
      game.ticket(id).lines.map(({ lineNumber, quantity }) => [lineNumber, quantity, 0, 0]),
    ),
  pay: (game: Play, id: string) => {
    const { lines, phase, refundId } = game.ticket(id);
    if (phase === 'unshipped')
      game.lock(
        id,
        lines.map(({ lineNumber }) => lineNumber),
      );
    return refundId !== null && game.refund(id, 'refund.succeeded');
  },
} as const;

const shelfOf = (game: Play, unitPrice: number | null): Shelf =>
  new Map(
    unitPrice === null
      ? []
      : (game.state().order?.lines ?? []).map(({ sku, spu, attributes, category }) => {
          const sold = { merchantId: 'merchant-1', sku, spu, attributes, category, unitPrice, currency: 'CNY' };
          const rest = { effectiveAt: T0, available: null, randomShip: false, couponOnly: false };
          return [sku, { announcements: [{ ...sold, ...rest, bearer: 'merchant' as const }] }];
        }),
  );

const stockOf = (game: Play, onHand: number | null): StockBySku => {
  const stock: Stock = { ...UNCOUNTED, onHand };
  return new Map((game.state().order?.lines ?? []).map(({ sku }) => [sku, stock]));
};
