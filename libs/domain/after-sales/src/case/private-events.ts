import type {
  AfterSaleStatus,
  GoodwillGiver,
  Inspection,
  Money,
  OrderPaid,
  ParcelStatus,
  RefundStatus,
  Responsibility,
  ReturnMethod,
  Sealed,
  Slot,
} from '@amends/contracts';
import type { Instant, Message, Minor } from '@amends/kernel';
import type { PricedUnits } from '../policy/price-difference';
import type { PromisedPolicies } from '../policy/policy';
import type { DeadlineKind } from '../policy/timers';
import type { Withheld } from '../policy/withholding';
import type { Course, FastRefundStatus, FeeView, PickupWish, PriceDifference, UnitsReceived } from './ticket';

type OfTicket<Data extends object> = Readonly<{ afterSaleId: string; at: Instant }> & Data;

/** Where a parcel that comes back is. What is left out stays as it was. */
export type ParcelNews = Readonly<{
  method: ReturnMethod;
  status: ParcelStatus;
  pickupId?: string | null;
  carrier?: string | null;
  trackingNumber?: string | null;
  dropOffCode?: string | null;
  pointId?: string | null;
  slot?: Slot | null;
  signedAt?: Instant;
}>;

/** What orders and the insurer have told of the order, as far as decisions need it. */
export type ReplicaEvent =
  /** `promised`: the terms it was paid under; not in events of before they were kept. */
  | Message<'case.opened', OrderPaid['data'] & { promised?: PromisedPolicies }>
  | Message<
      'case.line_shipped',
      { lineNumber: number; quantity: number; shipped: number; carrier: string; trackingNumber: string; at: Instant }
    >
  | Message<'case.line_received', { lineNumber: number; received: number; at: Instant }>
  | Message<'case.line_closed', { lineNumber: number; at: Instant }>
  | Message<'case.address_changed', { shippingAddress: Sealed; at: Instant }>
  | Message<'case.cancel_locked', OfTicket<{ lineNumbers: readonly number[] }>>
  | Message<'case.cover_changed', { cover: Readonly<{ pickup: Minor; selfShip: Minor }> | null; at: Instant }>;

/** Details of a ticket that nobody else needs, and what others have told of it. */
export type TicketDetailEvent =
  /** The rest of an application or of its change: what it sets aside, and what is kept with it. */
  | Message<
      'case.application_kept',
      OfTicket<{
        money: Money;
        requestedAmount: Minor | null;
        component: 'cash' | 'shipping_fee';
        goodsReceived: boolean;
        targetSku: string | null;
        description: Sealed | null;
        pickup: PickupWish | null;
        evidenceIds: readonly string[];
        inspection: readonly Inspection[];
        receipts: readonly UnitsReceived[];
        /** Absent where nothing is kept. */
        withheld?: readonly Withheld[];
        policyVersion: string;
        fastExchange?: boolean;
        /** Of goods to be repaired. */
        serialNumber?: string;
        /** Of an exchange; absent: as it was. */
        priceDifference?: PriceDifference | null;
        /** Out of whose budget it is. */
        goodwill?: GoodwillGiver;
        /** Of refused units: how the exchange goes that they were a part of. */
        course?: Course;
      }>
    >
  /** What of it is left, where a part of the units goes on by itself. */
  | Message<'case.difference_kept', OfTicket<{ units: readonly PricedUnits[] }>>
  /** The number under which it goes back. */
  | Message<'case.difference_given_back', OfTicket<{ refundId: string }>>
  /** How that refund stands. */
  | Message<'case.difference_heard', OfTicket<{ paidBack: boolean }>>
  /** What is still set aside, where a part of it goes on by itself. */
  | Message<'case.money_set_aside', OfTicket<{ money: Money }>>
  /** What is still kept of it, where a part of it goes on by itself. */
  | Message<'case.withheld', OfTicket<{ withheld: readonly Withheld[] }>>
  /** The goods are with the buyer again, and may come back once more. */
  | Message<'case.goods_home', OfTicket<object>>
  /** What will be paid. `awaitsCancelLock`: asked for as soon as orders holds the lock. */
  | Message<'case.money_fixed', OfTicket<{ money: Money; awaitsCancelLock: boolean }>>
  | Message<'case.deadline_started', OfTicket<{ kind: DeadlineKind; dueAt: Instant }>>
  | Message<'case.deadline_ended', OfTicket<{ kind: DeadlineKind; expired: boolean }>>
  | Message<
      'case.refund_heard',
      OfTicket<{ refundId: string; status: RefundStatus; trying: boolean; advance: boolean }>
    >
  | Message<'case.refund_retried', OfTicket<{ status: AfterSaleStatus }>>
  | Message<'case.fast_refund_heard', OfTicket<{ fastRefund: FastRefundStatus }>>
  | Message<'case.pickup_asked', OfTicket<{ parcel: ParcelNews }>>
  | Message<'case.drop_off_asked', OfTicket<{ parcel: ParcelNews }>>
  | Message<'case.waybill_changed', OfTicket<{ parcel: ParcelNews }>>
  | Message<'case.parcel_heard', OfTicket<{ parcel: ParcelNews }>>
  /** The goods have left the buyer. */
  | Message<'case.goods_sent', OfTicket<{ status: AfterSaleStatus; parcel: ParcelNews }>>
  | Message<'case.goods_lost', OfTicket<{ status: AfterSaleStatus; responsibility: Responsibility }>>
  /** The carrier has no such parcel; it counts once what was advanced for it is known to be out (A7). */
  | Message<'case.scan_revoked', OfTicket<object>>
  /** The outward parcel cannot be stopped while the merchant still thinks. */
  | Message<'case.intercept_failed', OfTicket<object>>
  | Message<'case.fees_known', OfTicket<{ fees: readonly FeeView[] }>>;

/** They never leave the service. */
export type PrivateCaseEvent = ReplicaEvent | TicketDetailEvent;
