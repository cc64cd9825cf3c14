import type { OrderedLine } from '@amends/contracts';
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

/** How many numbers a case draws its choices from, at most. */
export const DICE = 200;

/** Draws from numbers that a property hands in, one after the other; when they are used up, always the first choice. */
type Dice = Readonly<{ roll: (sides: number) => number; pick: <T>(...choices: readonly [T, ...T[]]) => T }>;

const diceOf = (numbers: readonly number[]): Dice => {
  let thrown = 0;
  const roll = (sides: number): number => (numbers[thrown++] ?? 0) % sides;
  return { roll, pick: (...choices) => choices[roll(choices.length)] ?? choices[0] };
};

/** Orders of up to three lines, what has happened to them, and what the merchant has promised, sells and has. */
export const randomCase = (numbers: readonly number[]): RandomCase => {
  const dice = diceOf(numbers);
  const many = <T>(most: number, least: number, draw: (index: number) => T): readonly T[] =>
    Array.from({ length: least + dice.roll(most - least + 1) }, (_, index) => draw(index));
  const merchant: Merchant = { versions: versionsOf(many(3, 0, () => drawnVersion(dice))), rules: [] };
  const freight = dice.pick(0, 1200);
  const game = play(
    many(3, 1, (index) => drawnLine(dice, index)),
    { merchant, shippingFee: { paid: freight, tenders: [] } },
  );
  const shelf = shelfOf(game, dice.pick(null, dice.roll(3000)));
  const stock = stockOf(game, dice.pick(null, dice.roll(4)));
  for (const each of many(25, 0, () => drawnStep(dice))) take(game, each, { shelf, stock });
  return { game, merchant, shelf, stock };
};

const drawnLine = ({ roll, pick }: Dice, index: number): OrderedLine => {
  const [quantity, unitPrice] = [1 + roll(4), pick(2000, 0, 1, 100, 2999)];
  const discount = pick(0, 0, 1, 3);
  const worth = Math.max(0, quantity * unitPrice - discount);
  const points = Math.floor((worth * pick(0, 0, 10, 100)) / 100);
  return line(index + 1, quantity, unitPrice, {
    category: pick(...policyCategories, 'toys'),
    kind: pick('physical', 'physical', 'physical', 'physical', 'service', 'virtual'),
    warrantyMonths: pick(0, 0, 12, 36),
    randomShip: pick(false, true),
    giftOf: index > 0 && pick(false, false, true) ? 1 : null,
    paid: { cash: worth - points, points, merchantDiscount: discount, platformDiscount: 0, tenders: [] },
  });
};

const drawnVersion = (
  dice: Dice,
): Readonly<{ days: number; terms: MerchantTerms; flags: PolicyFlags | undefined }> => ({
  days: dice.roll(61) - 30,
  terms: drawnTerms(dice),
  flags: dice.pick(false, true) ? drawnFlags(dice) : undefined,
});

const drawnTerms = ({ roll, pick }: Dice): MerchantTerms => ({
  ...(pick(true, false) && {
    windows: { noReason: 7 + roll(14), quality: 15 + roll(16), priceProtection: 30 + roll(11) },
  }),
  freeReturn: pick(false, true),
  autoApprovePreShip: pick(false, true),
  unconditionalReturn: pick(false, true),
  disabledTypes: switchableTypes.filter(() => pick(false, false, true)),
});

const drawnFlags = ({ roll, pick }: Dice): PolicyFlags => ({
  returnFeePercent: pick(0, 0, 10, 50),
  freeShipping: pick(null, { threshold: 1 + roll(9000), fee: 1 + roll(900) }),
  negotiateFirst: pick(false, true),
  ...(pick(false, true) && { serialNumberFor: ['default', 'electronics'] as const }),
});

const STEPS = [
  ...(['ship', 'ship', 'receive', 'receive', 'apply', 'apply', 'reject', 'approve', 'cancel', 'pay', 'fire'] as const),
  ...(['pass', 'pass', 'announce', 'waybill', 'receipt'] as const),
] as const;

type DrawnStep = Readonly<{
  what: (typeof STEPS)[number];
  number: number;
  lineNumber: number;
  units: number;
  amount: number | null;
}>;

const drawnStep = ({ roll, pick }: Dice): DrawnStep => ({
  what: pick(...STEPS),
  number: roll(100),
  lineNumber: 1 + roll(3),
  units: 1 + roll(3),
  amount: pick(null, null, 1 + roll(3000)),
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

const take = (
  game: Play,
  { what, number, lineNumber, units, amount }: DrawnStep,
  { shelf, stock }: Pick<RandomCase, 'shelf' | 'stock'>,
): unknown => {
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
      const application = { ...wishes[number % 5], lines, requestedAmount: amount };
      return line && game.apply(`aft_${tickets.length + 1}`, application, { stock });
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
