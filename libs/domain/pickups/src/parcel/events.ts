import type { OrderFacts, ParcelEvent, PickupsEvent, Sealed, Slot } from '@amends/contracts';
import type { Message } from '@amends/kernel';
import type { CarrierCall, Scan } from './parcel';

/** Private: a courier is to be asked for. */
export type ParcelRequested = Message<
  'parcel.requested',
  OrderFacts & { afterSaleId: string; pickupId: string; address: Sealed; slot: Slot; carrier: string }
>;
/** Private: the buyer brings the parcel away himself. */
export type ParcelRegistered = Message<
  'parcel.registered',
  OrderFacts & {
    afterSaleId: string;
    method: 'self_ship' | 'drop_off';
    carrier: string;
    trackingNumber: string;
    pointId: string | null;
  }
>;
/** Private: the pickup has another slot, before the carrier has confirmed the one before. */
export type ParcelSlotChanged = Message<
  'parcel.slot_changed',
  OrderFacts & { slot: Slot; carrier: string; noShow: boolean }
>;
/** Private: a call to the carrier, made once this is committed. */
export type CarrierAsked = Message<
  'parcel.carrier_asked',
  OrderFacts & { pickupId: string } & Pick<CarrierCall, 'what' | 'number' | 'tries'>
>;
/** Private: that call was answered. Carrier and number are null where the answer names none. */
export type CarrierAnswered = Message<
  'parcel.carrier_answered',
  OrderFacts & { pickupId: string; number: number; carrier: string | null; trackingNumber: string | null }
>;
/** Private, in the stream of a number: it is the number of this pickup. */
export type ParcelNumbered = Message<'parcel.numbered', OrderFacts & { trackingNumber: string; pickupId: string }>;
/** Private: a carrier's report. `held`: it waits for what it needs. Of a number that nobody has named there is no order. */
export type ParcelScanned = Message<
  'parcel.scanned',
  Partial<OrderFacts> & { occurredAt: string; scan: Scan; held: boolean }
>;
/** Private: the ticket uses another parcel. */
export type ParcelReplaced = Message<'parcel.replaced', OrderFacts & { afterSaleId: string }>;
/** Private: the merchant does not accept what came (states.md L10). */
export type ParcelRefused = Message<'parcel.refused', OrderFacts & { afterSaleId: string }>;
/** Private: a ticket, or the sender, wants the outward parcel stopped. */
export type InterceptNoted = Message<
  'parcel.intercept_noted',
  OrderFacts & { afterSaleId: string | null; carrier: string; trackingNumber: string }
>;

export type PrivateParcelEvent =
  | ParcelRequested
  | ParcelRegistered
  | ParcelSlotChanged
  | CarrierAsked
  | CarrierAnswered
  | ParcelNumbered
  | ParcelScanned
  | ParcelReplaced
  | ParcelRefused
  | InterceptNoted;

/** Everything that is stored in the stream of a parcel. */
export type StoredParcelEvent =
  PrivateParcelEvent | PickupsEvent | Exclude<ParcelEvent, { type: 'parcel.intercept_requested' }>;
