import type { GoodsKind, ItemAttributes, LineAmount, Phase } from '@amends/contracts';
import { shareOfRemaining, type Instant, type Minor } from '@amends/kernel';
import type { PromisedPolicies } from './policy';
import type { UnitsSince } from './receipts';

/** Units of one line that stand together: `left` are neither given back nor replaced, `free` of them under no open ticket. */
export type Pool = Readonly<{ left: number; free: number }>;

/** Money by component, in minor units and points. */
export type Components = Pick<LineAmount, 'cash' | 'points' | 'merchantDiscount' | 'platformDiscount'>;

/** What judging an application needs to know of one order line. */
export type LineStanding = Readonly<{
  lineNumber: number;
  sku: string;
  spu: string;
  unitPrice: Minor;
  attributes: ItemAttributes;
  randomShip: boolean;
  category: string;
  kind: GoodsKind;
  quantity: number;
  giftOf: number | null;
  warrantyMonths: number;
  /** All of it was given back before receipt: the purchase itself has ended (states.md O8). */
  closed: boolean;
  shipped: number;
  unshipped: Pool;
  sent: Pool;
  sentPhase: Exclude<Phase, 'unshipped'>;
  /** When the units left came to the buyer, and those of them under no open ticket; units on their way are in none. */
  receipts: Readonly<{ left: readonly UnitsSince[]; free: readonly UnitsSince[] }>;
  /** Applications that count towards the limit (rulings.md 1.8). */
  applications: number;
  /** All units of the line after line, shop and platform discounts, before points and tenders (money.md 11). */
  paidPrice: Minor;
  /** For one unit, since a price protection has paid; null before. */
  protectedPrice: Minor | null;
  underPriceProtection: boolean;
  /** What no ticket has set aside and no refund has taken. */
  left: Components;
}>;

export type OrderStanding = Readonly<{
  currency: string;
  paidAt: Instant;
  /** What was promised when it was paid for. */
  promised: PromisedPolicies;
  lines: readonly LineStanding[];
  /** The buyer was charged no freight. */
  freeShipped: boolean;
  /** Freight neither given back nor set aside. */
  shippingFeeLeft: Minor;
}>;

/** The phase and the units an application of a line would take (rulings.md 1.6). */
export type Taking = Readonly<{ phase: Phase; pool: Pool }>;

/** Unshipped units go first, unless the buyer has the goods in hand; the line's own state decides, not his word. */
export const refundOnlyTaking = (line: LineStanding, goodsReceived: boolean): Taking => {
  const wantsUnshipped = line.unshipped.free > 0 && !goodsReceived;
  return line.shipped === 0 || wantsUnshipped ? { phase: 'unshipped', pool: line.unshipped } : sentTaking(line);
};

/** Units that have left the merchant. */
export const sentTaking = (line: LineStanding): Taking => ({ phase: line.sentPhase, pool: line.sent });

/** All units of the line, wherever they are. */
export const anyTaking = (line: LineStanding): Taking => ({
  phase: line.shipped === 0 ? 'unshipped' : line.sentPhase,
  pool: { left: line.unshipped.left + line.sent.left, free: line.unshipped.free + line.sent.free },
});

/** What so many units of the line are worth: money.md rule 2 on what no other ticket has set aside. */
export const worthOf = ({ lineNumber, left, unshipped, sent }: LineStanding, units: number): LineAmount => {
  const free = unshipped.free + sent.free;
  const share = (amount: Minor): Minor => shareOfRemaining(amount, units, free);
  return {
    lineNumber,
    units,
    cash: share(left.cash),
    points: share(left.points),
    merchantDiscount: share(left.merchantDiscount),
    platformDiscount: share(left.platformDiscount),
  };
};
