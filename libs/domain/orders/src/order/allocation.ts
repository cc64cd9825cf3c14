import type { PaidLine } from '@amends/contracts';
import { proportion, spread, total, type Minor } from '@amends/kernel';
import type { Purchase, PurchasedLine } from './commands';

/** Who paid what of every line, in the order of the lines, and of the freight. */
export type Allocation = Readonly<{
  lines: readonly PaidLine[];
  shippingFee: Readonly<{ paid: Minor; tenders: PaidLine['tenders'] }>;
}>;

/** What is to be paid in money, and what came off before: one entry per line each, in minor units (points in points). */
type Priced = Readonly<{
  cash: readonly Minor[];
  points: readonly number[];
  merchantDiscount: readonly Minor[];
  platformDiscount: readonly Minor[];
}>;

/**
 * Spreads benefits and payments over the lines, once and for good (money.md rule 1). Meant for payments that sum up to
 * `costOf`; every component then sums up exactly and no share is negative.
 */
export const allocate = (purchase: Purchase): Allocation => {
  const { cash, points, merchantDiscount, platformDiscount } = priced(purchase);
  const { lines, shippingFee } = tendered(cash, purchase);
  return {
    lines: purchase.lines.map((_, index) => ({
      cash: cash[index] ?? 0,
      points: points[index] ?? 0,
      merchantDiscount: merchantDiscount[index] ?? 0,
      platformDiscount: platformDiscount[index] ?? 0,
      tenders: lines[index] ?? [],
    })),
    shippingFee: { paid: purchase.shippingFee, tenders: shippingFee },
  };
};

/** What is to be paid in money for the lines and their freight, in minor units. */
export const costOf = (purchase: Purchase): Minor => total(priced(purchase).cash) + purchase.shippingFee;

/** A line before benefits of the order, in minor units. */
export const goodsOf = ({ quantity, unitPrice, lineDiscount }: PurchasedLine): Minor =>
  quantity * unitPrice - lineDiscount;

const priced = ({ lines, discounts, points }: Purchase): Priced => {
  const borneBy = (bearer: 'merchant' | 'platform', payable: readonly Minor[]) =>
    discounts
      .filter((discount) => discount.bearer === bearer)
      .reduce<readonly Minor[]>((left, { amount, lineNumbers }) => {
        const eligible = left.map((worth, index) =>
          lineNumbers === null || lineNumbers.includes(lines[index]?.lineNumber ?? NaN) ? worth : 0,
        );
        return minus(left, spread(amount, eligible));
      }, payable);

  const goods = lines.map(goodsOf);
  const afterMerchant = borneBy('merchant', goods);
  const afterPlatform = borneBy('platform', afterMerchant);
  return {
    merchantDiscount: minus(goods, afterMerchant),
    platformDiscount: minus(afterMerchant, afterPlatform),
    points: spreadCount(points.redeemed, afterPlatform),
    cash: minus(afterPlatform, spread(points.value, afterPlatform)),
  };
};

/** As `spread`, for a count that may be above the sum of the weights: points are worth less than a minor unit each. */
const spreadCount = (count: number, weights: readonly Minor[]): readonly number[] => {
  const whole = total(weights);
  const times = whole === 0 ? 1 : Math.max(1, Math.ceil(count / whole));
  return spread(
    count,
    weights.map((weight) => proportion(weight, times, 1)),
  );
};

/** gift_card and balance pay first, then the others in their order, each by what is still open (rulings.md 5.1). */
const tendered = (cash: readonly Minor[], { payments, shippingFee }: Purchase) => {
  const internal = payments.filter(({ tender }) => tender === 'gift_card' || tender === 'balance');
  const external = payments.filter(({ tender }) => tender === 'card' || tender === 'wallet');
  const parts = new Map<string, readonly Minor[]>();
  [...internal, ...external].reduce<readonly Minor[]>(
    (open, { paymentId, amount }) => {
      const shares = spread(amount, open);
      parts.set(paymentId, shares);
      return minus(open, shares);
    },
    [...cash, shippingFee],
  );
  const paying = (account: number): PaidLine['tenders'] =>
    payments
      .map(({ paymentId }) => ({ paymentId, amount: parts.get(paymentId)?.[account] ?? 0 }))
      .filter(({ amount }) => amount > 0);
  return { lines: cash.map((_, index) => paying(index)), shippingFee: paying(cash.length) };
};

const minus = (from: readonly Minor[], parts: readonly Minor[]): readonly Minor[] =>
  from.map((amount, index) => amount - (parts[index] ?? 0));
