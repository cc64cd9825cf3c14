import type { Minor } from '@amends/kernel';

/** What a buyer gets back: cash and freight in minor units, points in points. */
export type Amount = Readonly<{ cash: Minor; points: number; shippingFee: Minor }>;

/** What units of one line are worth, by component; discounts are what goes back to their bearers. */
export type LineAmount = Readonly<{
  lineNumber: number;
  /** Units given back; 0 for money only (compensation, price protection). */
  units: number;
  cash: Minor;
  points: number;
  merchantDiscount: Minor;
  platformDiscount: Minor;
}>;

/** The money of one refund: fixed by after-sales, refused by refunds when more than is left. */
export type Money = Readonly<{ lines: readonly LineAmount[]; shippingFee: Minor }>;

export type Tender = 'card' | 'wallet' | 'gift_card' | 'balance';
export type RefundKind = 'normal' | 'fast' | 'goodwill' | 'price_protection';

/** Nothing. */
export const NO_AMOUNT: Amount = { cash: 0, points: 0, shippingFee: 0 };

/** The sum over lines and freight. */
export const amountOf = ({ lines, shippingFee }: Money): Amount => ({
  cash: lines.reduce((sum, { cash }) => sum + cash, 0),
  points: lines.reduce((sum, { points }) => sum + points, 0),
  shippingFee,
});
