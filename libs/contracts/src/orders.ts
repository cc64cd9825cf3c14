import type { Instant, Message, Minor } from '@amends/kernel';
import type { OrderFacts, Sealed } from './facts';
import type { Tender } from './money';

export type ItemAttributes = Readonly<Record<string, string>>;
export type GoodsKind = 'physical' | 'virtual' | 'service';

/** Shares of what was paid, fixed at payment and never computed again (money.md rule 1). */
export type PaidLine = Readonly<{
  cash: Minor;
  points: number;
  merchantDiscount: Minor;
  platformDiscount: Minor;
  tenders: readonly Readonly<{ paymentId: string; amount: Minor }>[];
}>;

export type OrderedLine = Readonly<{
  lineNumber: number;
  sku: string;
  spu: string;
  title: string;
  category: string;
  kind: GoodsKind;
  attributes: ItemAttributes;
  quantity: number;
  unitPrice: Minor;
  lineDiscount: Minor;
  gift: boolean;
  giftOf: number | null;
  randomShip: boolean;
  warrantyMonths: number;
  paid: PaidLine;
}>;

export type Payment = Readonly<{ paymentId: string; tender: Tender; amount: Minor }>;

export type OrderPaid = Message<
  'order.paid',
  OrderFacts & {
    orderNumber: string;
    currency: string;
    paidAt: Instant;
    policyVersion: string;
    shippingAddress: Sealed;
    lines: readonly OrderedLine[];
    shippingFee: Readonly<{ paid: Minor; tenders: PaidLine['tenders'] }>;
    payments: readonly Payment[];
    shippingInsurance: boolean;
  }
>;

/** One line of one parcel. `shipped` is the line's sum after it. */
export type OrderLineShipped = Message<
  'order.line_shipped',
  OrderFacts & { lineNumber: number; quantity: number; shipped: number; carrier: string; trackingNumber: string }
>;

/** All that is shipped of the line is received. */
export type OrderLineReceived = Message<
  'order.line_received',
  OrderFacts & { lineNumber: number; received: number; automatic: boolean }
>;
export type OrderLineClosed = Message<'order.line_closed', OrderFacts & { lineNumber: number; reason: 'refunded' }>;
/** `refunded` is the line's sum of units given back with their money. */
export type OrderLineRefunded = Message<'order.line_refunded', OrderFacts & { lineNumber: number; refunded: number }>;
/** The lock of these lines is held for the ticket: nothing of them is shipped until it is released. */
export type OrderCancelLocked = Message<
  'order.cancel_locked',
  OrderFacts & { afterSaleId: string; lineNumbers: readonly number[] }
>;
export type OrderCancelAcknowledged = Message<
  'order.cancel_acknowledged',
  OrderFacts & { afterSaleId: string; lineNumbers: readonly number[] }
>;
export type OrderAfterSaleWindowClosed = Message<'order.after_sale_window_closed', OrderFacts & { lineNumber: number }>;

/** What a shop sells and for how much from `effectiveAt` on. Belongs to no order: its key is the merchant. */
export type PriceChanged = Message<
  'price.changed',
  Readonly<{
    merchantId: string;
    sku: string;
    spu: string;
    category: string;
    attributes: ItemAttributes;
    unitPrice: Minor;
    currency: string;
    effectiveAt: Instant;
    bearer: 'merchant' | 'platform';
    available: number | null;
    randomShip: boolean;
    couponOnly: boolean;
    occurredAt: Instant;
  }>
>;

/** Where the goods go from now on: at once, or as the merchant has decided about the change of this number (states.md E1). */
export type OrderAddressChanged = Message<'order.address_changed', OrderFacts & { number: number; address: Sealed }>;
/** Something is on its way: the merchant decides until `dueAt` (E2). */
export type AddressChangeRequested = Message<
  'address_change.requested',
  OrderFacts & { number: number; address: Sealed; dueAt: Instant }
>;
export type AddressChangeDeclined = Message<
  'address_change.declined',
  OrderFacts & { number: number; because: 'merchant' | 'timeout'; explanation: Sealed | null }
>;
/** The goods are sent again; these parcels shall be stopped, and their carriers answer until `interceptDueAt` (E4). */
export type AddressChangeReshipped = Message<
  'address_change.reshipped',
  OrderFacts & {
    number: number;
    parcels: readonly Readonly<{ carrier: string; trackingNumber: string }>[];
    interceptDueAt: Instant;
  }
>;
export type ParcelRedirected = Message<
  'parcel.redirected',
  OrderFacts & { number: number; carrier: string; trackingNumber: string }
>;

/** For a ticket, or, with none, for goods that are sent again to another address. */
export type ParcelInterceptRequested = Message<
  'parcel.intercept_requested',
  OrderFacts & { afterSaleId: string | null; carrier: string; trackingNumber: string }
>;
/** Told by pickups for outward parcels. */
export type ParcelIntercepted = Message<
  'parcel.intercepted',
  OrderFacts & { afterSaleId: string | null; carrier: string; trackingNumber: string }
>;
export type ParcelInterceptFailed = Message<
  'parcel.intercept_failed',
  OrderFacts & { afterSaleId: string | null; carrier: string; trackingNumber: string; because: 'carrier' | 'signed' }
>;

export type ParcelEvent = ParcelInterceptRequested | ParcelIntercepted | ParcelInterceptFailed;
