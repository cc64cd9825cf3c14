import type { AfterSaleType, GoodsKind, PaidLine, Phase, TicketStage } from '@amends/contracts';
import type { Instant, Minor } from '@amends/kernel';
import type { AddressChange } from './address-change/address-change';
import type { LineStatus } from './transitions';

/** An order, and what became of each of its lines. `order` is null until it was placed. */
export type OrderState = Readonly<{
  order: OrderHead | null;
  lines: readonly OrderLine[];
  /** Every ticket that was ever heard of, the oldest first: the lines' counters are sums over them. */
  tickets: readonly TicketOnOrder[];
  /** Minor units; refunded and held as refunds has told them. */
  shippingFee: Readonly<{ paid: Minor; refunded: Minor; held: Minor }>;
  /** Wishes for another address, the latest last. */
  addressChanges: readonly AddressChange[];
}>;

export type OrderHead = Readonly<{
  orderId: string;
  merchantId: string;
  buyerId: string;
  orderNumber: string;
  currency: string;
  policyVersion: string;
  paidAt: Instant;
  createdAt: Instant;
  updatedAt: Instant;
}>;

export type OrderLine = Readonly<{
  lineNumber: number;
  sku: string;
  title: string;
  kind: GoodsKind;
  quantity: number;
  paid: PaidLine;
  status: LineStatus;
  shipped: number;
  /** What its units left in. */
  parcels: readonly OutwardParcel[];
  received: number;
  /** The buyer said nothing for so long that the line counts as received. */
  receivedBySilence: boolean;
  /** The wait for the buyer's word; null before everything is shipped, and once it is over. */
  autoReceipt: ReceiptWait | null;
  /** The first instant after the longest window of the line; null before receipt. */
  settlesAt: Instant | null;
  settled: boolean;
  /** How often the last open ticket has left the line: each time its deadlines start anew. */
  releases: number;
}>;

export type OutwardParcel = Readonly<{ carrier: string; trackingNumber: string }>;

/** Runs until `dueAt`; with a ticket open on the line it stands still and keeps its rest. */
export type ReceiptWait = Readonly<{ is: 'running'; dueAt: Instant }> | Readonly<{ is: 'paused'; restMs: number }>;

/**
 * Where a ticket stands as far as an order cares. `holding`: open, and its units, not shipped yet, must not leave
 * (rulings.md 3.6).
 */
export type StageOnOrder = TicketStage | 'holding';

export type TicketOnOrder = Readonly<{
  afterSaleId: string;
  type: AfterSaleType;
  phase: Phase;
  stage: StageOnOrder;
  lines: readonly TicketLine[];
  /** Its lines are locked: nothing of them is shipped. */
  locked: boolean;
  /** The ticket's own version when this was heard. */
  version: number;
}>;

/** Units of one line under a ticket: asked for, accepted back at the inspection, given back with their money. */
export type TicketLine = Readonly<{ lineNumber: number; quantity: number; returned: number; refunded: number }>;

export const NO_ORDER: OrderState = {
  order: null,
  lines: [],
  tickets: [],
  shippingFee: { paid: 0, refunded: 0, held: 0 },
  addressChanges: [],
};
