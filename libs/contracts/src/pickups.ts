import type { Instant, Message, Minor } from '@amends/kernel';
import type { OrderFacts, Sealed, Slot } from './facts';

/** Book a courier. Without `slot`, or with one that is no longer possible: the earliest. `automatic`: nobody waits for the answer. */
export type BookPickup = Message<
  'pickup.book',
  OrderFacts & {
    afterSaleId: string;
    pickupId: string;
    address: Sealed;
    slot: Slot | null;
    carrier: string | null;
    automatic: boolean;
  }
>;
/** The ticket ended before the courier came. */
export type CancelPickup = Message<'pickup.cancel', OrderFacts & { afterSaleId: string; pickupId: string }>;
/** The buyer has sent the parcel himself, or has a drop-off code for it. */
export type RegisterWaybill = Message<
  'pickup.register_waybill',
  OrderFacts & {
    afterSaleId: string;
    method: 'self_ship' | 'drop_off';
    carrier: string;
    trackingNumber: string;
    pointId: string | null;
  }
>;
export type ChangeWaybill = Message<
  'pickup.change_waybill',
  OrderFacts & { afterSaleId: string; carrier: string; trackingNumber: string; previousTrackingNumber: string }
>;

export type ReturnMethod = 'pickup' | 'self_ship' | 'drop_off' | 'forward_parcel';
export type ParcelStatus =
  | 'not_filled'
  | 'pickup_booked'
  | 'courier_assigned'
  | 'pickup_failed'
  | 'shipped'
  | 'picked_up'
  | 'in_transit'
  | 'out_for_delivery'
  | 'signed'
  | 'exception'
  | 'refused'
  | 'returned_to_sender'
  | 'lost'
  | 'cancelled';

/** In every event of a parcel that comes back. */
export type ParcelFacts = OrderFacts &
  Readonly<{
    afterSaleId: string;
    pickupId: string | null;
    method: ReturnMethod;
    carrier: string;
    trackingNumber: string;
    status: ParcelStatus;
  }>;

export type ReturnPickupBooked = Message<'return.pickup_booked', ParcelFacts & { slot: Slot; attempt: number }>;
export type ReturnPickupReassigned = Message<'return.pickup_reassigned', ParcelFacts & { slot: Slot; attempt: number }>;
export type ReturnCourierAssigned = Message<'return.courier_assigned', ParcelFacts & { courier: Sealed | null }>;
/** `final`: nothing is booked any more (third failure, or the area is not served): the ticket shows not_filled. */
export type ReturnPickupFailed = Message<
  'return.pickup_failed',
  ParcelFacts & { because: string; failures: number; final: boolean }
>;
export type ReturnPickupCancelled = Message<'return.pickup_cancelled', ParcelFacts>;
/** The carrier has the parcel. `at` is the carrier's time; `freight` in minor units of the order's currency. */
export type ReturnPickedUp = Message<
  'return.picked_up',
  ParcelFacts & { at: Instant; freight: Minor; weightGrams: number | null }
>;
export type ReturnShipped = Message<'return.shipped', ParcelFacts>;
export type ReturnDroppedOff = Message<'return.dropped_off', ParcelFacts & { at: Instant; pointId: string | null }>;
/** `first`: the carrier's first word of a parcel the buyer sent himself; it proves that the parcel is on its way. */
export type ReturnTrackingUpdated = Message<
  'return.tracking_updated',
  ParcelFacts & { event: string; at: Instant; first: boolean }
>;
export type ReturnSigned = Message<'return.signed', ParcelFacts & { at: Instant; first: boolean }>;
export type ReturnStalled = Message<'return.stalled', ParcelFacts & { because: 'no_scan' | 'carrier' }>;
export type ReturnLost = Message<'return.lost', ParcelFacts & { because: 'no_scan' | 'carrier' }>;
/** The carrier takes back what it had said: it has no such parcel. `at` is the carrier's time. */
export type ReturnScanRevoked = Message<'return.scan_revoked', ParcelFacts & { at: Instant }>;
export type ReturnWaybillChanged = Message<'return.waybill_changed', ParcelFacts & { previousTrackingNumber: string }>;

export type PickupsEvent =
  | ReturnPickupBooked
  | ReturnPickupReassigned
  | ReturnCourierAssigned
  | ReturnPickupFailed
  | ReturnPickupCancelled
  | ReturnPickedUp
  | ReturnShipped
  | ReturnDroppedOff
  | ReturnTrackingUpdated
  | ReturnSigned
  | ReturnStalled
  | ReturnLost
  | ReturnScanRevoked
  | ReturnWaybillChanged;
