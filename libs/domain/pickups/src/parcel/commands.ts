import type { OrderFacts, Sealed, Slot } from '@amends/contracts';
import type { Instant, Message } from '@amends/kernel';
import type { Parties, Scan } from './parcel';

type Of = Parties & Readonly<{ afterSaleId: string; at: Instant }>;

/** Book a courier. Without a slot, or with one that is no longer possible: the earliest. */
export type BookPickup = Message<
  'BookPickup',
  Of & { pickupId: string; address: Sealed; slot: Slot | null; carrier: string | null }
>;
/** The carrier sends somebody. `number` is that of the call it answers. */
export type HearBooked = Message<
  'HearBooked',
  { number: number; carrier: string; trackingNumber: string; at: Instant }
>;
/** The carrier sends nobody, and will not: `because` is its code. */
export type HearDeclined = Message<
  'HearDeclined',
  { number: number; because: string; failuresBefore: number; at: Instant }
>;
/** The carrier has taken a cancellation. */
export type HearCancelled = Message<'HearCancelled', { number: number; at: Instant }>;
export type ReschedulePickup = Message<'ReschedulePickup', { slot: Slot; at: Instant }>;
export type CancelPickup = Message<'CancelPickup', { by: 'buyer' | 'system'; at: Instant }>;

/** The buyer names the parcel. `replaces`: the number it had before, where it was mistyped (R7). */
export type RegisterParcel = Message<
  'RegisterParcel',
  Of & {
    method: 'self_ship' | 'drop_off';
    carrier: string;
    trackingNumber: string;
    pointId: string | null;
    replaces: string | null;
  }
>;
/** The ticket uses another parcel now. */
export type ReplaceParcel = Message<'ReplaceParcel', { afterSaleId: string; by: 'buyer' | 'system'; at: Instant }>;
/** The number of this stream is that of a booked pickup. */
export type NameNumber = Message<'NameNumber', Parties & { trackingNumber: string; pickupId: string; at: Instant }>;
/** `failuresBefore`: how often couriers have failed for this ticket, with any pickup. */
export type HearScan = Message<'HearScan', { scan: Scan; failuresBefore: number; at: Instant }>;
export type RefuseParcel = Message<'RefuseParcel', { afterSaleId: string; at: Instant }>;
/** `afterSaleId` null: for goods that are sent again to another address. */
export type AskIntercept = Message<
  'AskIntercept',
  Parties & { afterSaleId: string | null; carrier: string; trackingNumber: string; at: Instant }
>;
export type DeadlineReached = Message<
  'DeadlineReached',
  { name: string; token: number; failuresBefore: number; at: Instant }
>;

export type ParcelCommandMessage =
  | BookPickup
  | HearBooked
  | HearDeclined
  | HearCancelled
  | ReschedulePickup
  | CancelPickup
  | RegisterParcel
  | ReplaceParcel
  | NameNumber
  | HearScan
  | RefuseParcel
  | AskIntercept
  | DeadlineReached;

export type ParcelRefusal =
  'malformed' | 'slot_too_soon' | 'slot_too_late' | 'already_collected' | 'invalid_transition';

/** The facts that go with every event of a parcel. */
export const factsOf = ({ orderId, merchantId, buyerId }: Parties, occurredAt: Instant): OrderFacts => ({
  orderId,
  merchantId,
  buyerId,
  occurredAt,
});
