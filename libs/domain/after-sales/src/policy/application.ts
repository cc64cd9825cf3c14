import type {
  AfterSaleType,
  FreightBearer,
  Initiator,
  LineAmount,
  LineQuantity,
  Phase,
  ProtectedLine,
  Responsibility,
} from '@amends/contracts';
import type { Instant, Minor } from '@amends/kernel';
import type { Ticket } from '../case/ticket';
import type { Shelf } from '../prices/sku';
import type { Stock } from '../stock/stock';
import type { Withheld } from './withholding';
import type { Merchant } from './merchant';
import type { PricedUnits } from './price-difference';
import type { Policy, PromisedPolicies } from './policy';
import type { Reason } from './reasons';
import type { LineStanding, OrderStanding, Taking } from './standing';

/** What somebody asks for. For a compensation `lines` may be empty: then every line of the order bears its part. */
export type Application = Readonly<{
  type: AfterSaleType;
  /** A code of the reason catalogue. */
  reason: string;
  lines: readonly LineQuantity[];
  /** Minor units of cash (of freight for `component: shipping_fee`); null = all that the units allow. */
  requestedAmount: Minor | null;
  component: 'cash' | 'shipping_fee';
  /** The buyer's word; null = whether the line is received. */
  goodsReceived: boolean | null;
  targetSku: string | null;
  evidenceIds: readonly string[];
  /** Of goods to be repaired, as it stands on them; null or absent where it is not said. */
  serialNumber?: string | null;
  initiator: Initiator;
}>;

/** When it is asked, what the merchant has promised, and what he announced of the SKUs that are asked for. */
export type JudgeContext = Readonly<{
  at: Instant;
  merchant: Merchant;
  shelf: Shelf;
  /** What he has of them; of what is not in here nobody counts the units. */
  stock?: StockBySku;
  /** Terms that are only tried (a replay): by category, in the place of those in force. */
  draft?: PromisedPolicies;
}>;

export type StockBySku = ReadonlyMap<string, Stock>;

/** An application that may be made, and on what terms. */
export type Judgement = Readonly<{
  phase: Phase;
  goodsReceived: boolean;
  responsibility: Responsibility;
  /** Null where nothing is sent back. */
  returnFreightBearer: FreightBearer | null;
  /** How a price has fallen; empty for what is no price protection. */
  protectedLines: readonly ProtectedLine[];
  /** What the lines are worth, cash already cut to the amount asked for; units 0 for money only. Without freight. */
  amounts: readonly LineAmount[];
  /** What is set aside for it: the same, or, where no money is asked for, what the units would be worth. */
  setAside: readonly LineAmount[];
  /** What the shop keeps of it, already taken off `amounts`; nobody else gets it either. */
  withheld: readonly Withheld[];
  /** Freight asked for by itself (goodwill); 0 otherwise. */
  shippingFee: Minor;
  /** When the units asked for came to the buyer; units on their way are in none. */
  receipts: Ticket['receipts'];
  /** The last second in which this could have been asked for; null while no end is set. */
  windowEndsAt: Instant | null;
  policyVersion: string;
  /** What the target of an exchange costs more or less; empty where no price differs. */
  pricedUnits: readonly PricedUnits[];
  /** The merchant sends the other item first to whom it may be advanced (rulings.md 4.10). */
  fastExchange: boolean;
}>;

/** One line of an application beside where it stands. */
export type AskedLine = Readonly<{ line: LineStanding; quantity: number; taking: Taking; policy: Policy }>;

/** An application with everything it is judged by. */
export type Hearing = Readonly<{
  application: Application;
  reason: Reason;
  asked: readonly AskedLine[];
  order: OrderStanding;
  at: Instant;
  shelf: Shelf;
  stock: StockBySku;
  /** The ticket that is being changed, if it is one. */
  changing?: string;
}>;

/** All of a buyer's types, in the order they are shown (rulings.md 1.4). */
export const buyerTypes = [
  'refund_only',
  'return_refund',
  'exchange',
  'reissue',
  'repair',
  'price_protection',
] as const satisfies readonly AfterSaleType[];
export type BuyerType = (typeof buyerTypes)[number];
