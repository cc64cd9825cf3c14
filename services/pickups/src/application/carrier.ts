import type { Address, Slot } from '@amends/contracts';

/** A pickup as a carrier is asked for it. The same id again is the same pickup, with this slot. */
export type CourierWanted = Readonly<{ pickupId: string; slot: Slot; address: Address; carrier: string }>;

/** `silence`: the carrier could not be heard; nothing is assumed, and it is asked again. */
export type BookingAnswer =
  | Readonly<{ outcome: 'booked'; carrier: string; trackingNumber: string }>
  | Readonly<{ outcome: 'declined'; code: string }>
  | Readonly<{ outcome: 'silence' }>;

/** Who collects parcels. Neither call throws. A port: one name is both the type and the injection token. */
export abstract class Carrier {
  abstract book(wanted: CourierWanted): Promise<BookingAnswer>;
  /** Nobody needs to come; answers whether the carrier has taken it. */
  abstract cancel(pickupId: string): Promise<boolean>;
  /** Ends its connections. */
  abstract close(): Promise<void>;
}
