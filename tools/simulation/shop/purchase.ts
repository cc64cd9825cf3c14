import type { LineAmount, Money, OrderFacts, OrderPaid } from '@amends/contracts';
import { paidOrder } from '../../../libs/domain/refunds/src/account/given-account';
import type { Dice } from '../dice';

type Left = { units: number; cash: number; points: number; merchantDiscount: number; platformDiscount: number };

/** An order, and what no ticket has asked for of it yet, by the shop's own count; minor units. */
export type Purchase = Readonly<{
  paid: OrderPaid['data'];
  left: Map<number, Left>;
  freight: { left: number };
  /** Lines that have left the merchant. */
  shipped: Set<number>;
}>;

const TENDERS = ['card', 'card', 'wallet', 'gift_card', 'balance'] as const;

/** The n-th order of a world: some lines, several tenders, and with half of them freight. */
export const randomPurchase = (dice: Dice, n: number, facts: OrderFacts): Purchase => {
  const lines = Array.from({ length: dice.whole(1, 3) }, () => ({
    quantity: dice.whole(1, 4),
    cash: dice.whole(1, 30_000),
    points: dice.chance(0.3) ? dice.whole(0, 900) : 0,
    merchantDiscount: dice.chance(0.3) ? dice.whole(0, 500) : 0,
    platformDiscount: dice.chance(0.3) ? dice.whole(0, 500) : 0,
  }));
  const freight = dice.chance(0.5) ? dice.whole(0, 1500) : 0;
  let open = lines.reduce((sum, { cash }) => sum + cash, freight);
  const payments = Array.from({ length: dice.whole(1, 3) }, () => {
    const amount = dice.whole(0, open);
    open -= amount;
    return [dice.one(TENDERS), amount] as const;
  });
  if (open > 0) payments.push(['card', open]);
  const plain = paidOrder(
    lines,
    payments.filter(([, amount]) => amount > 0),
    freight,
  );
  // Payments are unique at the provider: those of one order carry its number.
  const named = JSON.parse(JSON.stringify(plain).replaceAll('"pay-', `"o${String(n)}-pay-`)) as OrderPaid['data'];
  const paid = { ...named, ...facts, paidAt: facts.occurredAt, shippingInsurance: dice.chance(0.7) };
  const left = new Map(
    paid.lines.map(
      ({ lineNumber, quantity, paid: { cash, points, merchantDiscount, platformDiscount } }) =>
        [lineNumber, { units: quantity, cash, points, merchantDiscount, platformDiscount }] as const,
    ),
  );
  return { paid, left, freight: { left: freight }, shipped: new Set() };
};

/** What so many units of a line are worth: what is left of the line by what is left of its units; the last take the rest. */
export const worthOf = ({ left }: Purchase, lineNumber: number, units: number): LineAmount => {
  const line = left.get(lineNumber) ?? { units: 0, cash: 0, points: 0, merchantDiscount: 0, platformDiscount: 0 };
  return { lineNumber, ...partOf(line, units) };
};

/** So many of the units of a line, and the others. */
export const parted = (line: LineAmount, units: number): readonly [LineAmount, LineAmount] => {
  const { lineNumber } = line;
  const taken = { lineNumber, ...partOf(line, units) };
  return [taken, { lineNumber, ...without(line, taken) }];
};

/** Nobody else may ask for this money any more. */
export const setAside = ({ left, freight }: Purchase, { lines, shippingFee }: Money): void => {
  for (const line of lines) {
    const before = left.get(line.lineNumber);
    if (before !== undefined) left.set(line.lineNumber, without(before, line));
  }
  freight.left -= shippingFee;
};

/** Whoever has set it aside does not want it any more. */
export const putBack = ({ left, freight }: Purchase, { lines, shippingFee }: Money): void => {
  for (const line of lines) {
    const before = left.get(line.lineNumber);
    const nothing = { units: 0, cash: 0, points: 0, merchantDiscount: 0, platformDiscount: 0 };
    if (before !== undefined) left.set(line.lineNumber, without(before, without(nothing, line)));
  }
  freight.left += shippingFee;
};

/** Whether these units are the last of the order that nobody has asked for. */
export const areLast = ({ left }: Purchase, { lineNumber, units }: LineAmount): boolean =>
  [...left].every(([number, each]) => each.units === (number === lineNumber ? units : 0));

const partOf = (line: Left, units: number): Left => {
  const share = (amount: number): number => (units === line.units ? amount : Math.floor((amount * units) / line.units));
  return {
    units,
    cash: share(line.cash),
    points: share(line.points),
    merchantDiscount: share(line.merchantDiscount),
    platformDiscount: share(line.platformDiscount),
  };
};

const without = (line: Left, taken: Left): Left => ({
  units: line.units - taken.units,
  cash: line.cash - taken.cash,
  points: line.points - taken.points,
  merchantDiscount: line.merchantDiscount - taken.merchantDiscount,
  platformDiscount: line.platformDiscount - taken.platformDiscount,
});
