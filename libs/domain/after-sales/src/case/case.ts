import type {
  AfterSalesEvent,
  BookPickup,
  ChangeWaybill,
  OrderedLine,
  ParcelInterceptRequested,
  RegisterWaybill,
  RequestRefund,
  Sealed,
} from '@amends/contracts';
import type { Instant } from '@amends/kernel';
import type { PromisedPolicies } from '../policy/policy';
import type { UnitsSince } from '../policy/receipts';
import type { Dispute } from './dispute/dispute';
import type { PrivateCaseEvent } from './private-events';
import type { Ticket } from './ticket';

/** Units of one line that came to the buyer together. */
export type Receipt = UnitsSince;

/** An order line as after-sales knows it. */
export type CaseLine = Omit<OrderedLine, 'paid' | 'title' | 'lineDiscount' | 'attributes'> &
  Readonly<{
    title: string;
    lineDiscount: number;
    attributes: OrderedLine['attributes'];
    paid: Readonly<{ cash: number; points: number; merchantDiscount: number; platformDiscount: number }>;
    shipped: number;
    /** Outward parcels, the latest last: what an interception asks for. */
    parcels: readonly Readonly<{ carrier: string; trackingNumber: string; quantity: number; sentAt: Instant }>[];
    received: number;
    receipts: readonly Receipt[];
    closed: boolean;
  }>;

/** The order as orders told it. Null until it was told: facts may come in any order. */
export type OrderReplica = Readonly<{
  orderId: string;
  buyerId: string;
  merchantId: string;
  currency: string;
  paidAt: Instant;
  policyVersion: string;
  /** What was promised when it was paid for (requirements M84, M86). */
  promised: PromisedPolicies;
  shippingAddress: Sealed;
  shippingFee: number;
  insured: boolean;
  lines: readonly CaseLine[];
}>;

/** Everything after-sales knows of one order: the goods, and every ticket on them, the oldest first. */
export type CaseState = Readonly<{
  order: OrderReplica | null;
  tickets: readonly Ticket[];
  /** Every question to the platform, the oldest first; at most one of a ticket is open. */
  disputes: readonly Dispute[];
  /** Lines that orders has locked against shipment for a ticket. */
  locks: readonly Readonly<{ afterSaleId: string; lineNumbers: readonly number[] }>[];
  /** Pickup or self-ship cover in force, in minor units; null where there is no policy. */
  cover: Readonly<{ pickup: number; selfShip: number }> | null;
}>;

/** What is asked of other services; appended to the same stream by the decision that asks. */
export type AskedOfOthers = RequestRefund | BookPickup | RegisterWaybill | ChangeWaybill | ParcelInterceptRequested;

/** Everything that happens on a case: what the world hears, what others are asked for, what stays here. */
export type CaseEvent = AfterSalesEvent | AskedOfOthers | PrivateCaseEvent;

/** What an event of this type says. */
export type DataOfEvent<Type extends CaseEvent['type']> = Extract<CaseEvent, { type: Type }>['data'];

/** A case whose order is known: nothing can be decided before. */
export type OpenedCase = CaseState & Readonly<{ order: OrderReplica }>;

export const isKnown = (state: CaseState): state is OpenedCase => state.order !== null;

export const NOTHING_KNOWN: CaseState = { order: null, tickets: [], disputes: [], locks: [], cover: null };
