import type {
  AfterSaleStatus,
  AfterSaleType,
  GoodsKind,
  ItemAttributes,
  LineQuantity,
  Payment,
  Phase,
  Sealed,
} from '@amends/contracts';
import type { Instant, Message, Minor } from '@amends/kernel';
import type { AddressChangeOrder, HearInterception } from './address-change/address-change';
import type { LineActor } from './transitions';

export type PurchasedLine = Readonly<{
  lineNumber: number;
  sku: string;
  spu: string;
  title: string;
  category: string;
  kind: GoodsKind;
  attributes: ItemAttributes;
  quantity: number;
  unitPrice: Minor;
  /** Taken off the whole line before anything else. */
  lineDiscount: Minor;
  gift: boolean;
  /** The line whose gift this is. */
  giftOf: number | null;
  randomShip: boolean;
  warrantyMonths: number;
}>;

/** A benefit of the order as a whole; `lineNumbers` null: of all its lines. */
export type Discount = Readonly<{
  code: string;
  bearer: 'merchant' | 'platform';
  amount: Minor;
  lineNumbers: readonly number[] | null;
}>;

/** What was bought, what came off, and how the rest was paid: the checkout's own words. */
export type Purchase = Readonly<{
  lines: readonly PurchasedLine[];
  shippingFee: Minor;
  discounts: readonly Discount[];
  /** `redeemed` in points, `value` in minor units. */
  points: Readonly<{ redeemed: number; value: Minor }>;
  payments: readonly Payment[];
}>;

export type PlaceOrder = Message<
  'PlaceOrder',
  Purchase & {
    orderId: string;
    orderNumber: string;
    merchantId: string;
    buyerId: string;
    currency: string;
    paidAt: Instant;
    policyVersion: string;
    shippingAddress: Sealed;
    shippingInsurance: boolean;
    at: Instant;
  }
>;

export type ShipLines = Message<
  'ShipLines',
  { lines: readonly LineQuantity[]; carrier: string; trackingNumber: string; by: LineActor; at: Instant }
>;

/** `lineNumbers` null: everything that waits for the buyer's word. */
export type ConfirmReceipt = Message<
  'ConfirmReceipt',
  { lineNumbers: readonly number[] | null; by: LineActor; at: Instant }
>;

/** A ticket on this order has moved. What an event does not tell is absent. */
export type HearTicket = Message<
  'HearTicket',
  {
    afterSaleId: string;
    type: AfterSaleType;
    status: AfterSaleStatus;
    phase: Phase;
    lines: readonly LineQuantity[];
    version: number;
    /** Units accepted back at the inspection, by line. */
    returned?: readonly LineQuantity[];
    /** Units given back with their money, by line. */
    refunded?: readonly LineQuantity[];
    approved?: boolean;
    /** The merchant says that the units had already left (states.md U4). */
    shipment?: Readonly<{ carrier: string; trackingNumber: string }>;
    at: Instant;
  }
>;

export type HearShippingFee = Message<'HearShippingFee', { refunded: Minor; held: Minor; at: Instant }>;

export type DeadlineReached = Message<'DeadlineReached', { name: string; token: number; at: Instant }>;

export type OrderCommand =
  | PlaceOrder
  | ShipLines
  | ConfirmReceipt
  | AddressChangeOrder
  | HearTicket
  | HearShippingFee
  | HearInterception
  | DeadlineReached;

export type OrderRefusal =
  | 'malformed'
  | 'payment_mismatch'
  | 'cancel_in_progress'
  | 'quantity_exceeds_ordered'
  | 'after_sale_open'
  | 'invalid_transition'
  | 'deadline_passed'
  | 'not_found'
  | 'explanation_required'
  | 'reship_value_exceeds_limit';
