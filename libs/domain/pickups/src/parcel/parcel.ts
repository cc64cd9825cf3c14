import type { ReturnMethod, Sealed, Slot } from '@amends/contracts';
import type { Instant, Minor } from '@amends/kernel';
import type { InterceptStage } from '../intercept/transitions';
import type { ParcelStage } from './transitions';

/**
 * What is known of one parcel. A stream belongs to a pickup, or to a number; scans of a number may come before anybody
 * has said whose it is.
 */
export type ParcelState = Readonly<{
  /** The way back it makes; null for a number that no return has named. */
  journey: Journey | null;
  /** The pickup whose number this is: its scans belong to the pickup's own stream. */
  pickupId: string | null;
  /** Who asked to stop it on its way out. */
  intercepts: readonly Intercept[];
  /** Scans that came before what they need: the answer to a booking, an assignment, a registration. The oldest first. */
  held: readonly Scan[];
  /** The latest ids of scans that had an effect or are held. */
  seen: readonly string[];
}>;

/** The order and the parties that a parcel belongs to. */
export type Parties = Readonly<{ orderId: string; merchantId: string; buyerId: string }>;

export type Journey = Parties &
  Readonly<{
    afterSaleId: string;
    method: Exclude<ReturnMethod, 'forward_parcel'>;
    stage: ParcelStage;
    carrier: string;
    /** Empty until the carrier has given one. */
    trackingNumber: string;
    /** The shop it is handed in at; null for other methods. */
    pointId: string | null;
    /** The courier; null for a parcel that the buyer brings away himself. */
    pickup: Pickup | null;
    /** Minor units; null until the carrier has the parcel. */
    freight: Minor | null;
    /** The carrier has reported the pickup itself; otherwise the freight is an assumption. */
    pickupScanned: boolean;
    /** Scans that had an effect. */
    scans: number;
    /** The latest of the carrier's own times. */
    scannedAt: Instant | null;
    /** When it was last heard of, or, with nothing heard, when that was noticed. */
    heardAt: Instant;
    /** The carrier has said that the parcel moves. */
    moving: boolean;
    createdAt: Instant;
    updatedAt: Instant;
  }>;

export type Pickup = Readonly<{
  pickupId: string;
  address: Sealed;
  slot: Slot;
  /** How often a courier was sent for: once, and after each failure. */
  attempts: number;
  /** How often nobody came at all. */
  noShows: number;
  courier: Sealed | null;
  /** How often the slot was fixed; each time the wait for the courier starts anew. */
  slots: number;
  /** What the carrier is being asked, and has not answered; null when nothing is open. */
  call: CarrierCall | null;
  /** The number of the last call. */
  calls: number;
}>;

/** A question to the carrier. It is asked again until it is answered; only the answer to the latest one counts. */
export type CarrierCall = Readonly<{ what: 'book' | 'cancel'; number: number; tries: number; askedAt: Instant }>;

/** A ticket that wants an outward parcel stopped; none where the goods are sent again to another address. */
export type Intercept = Parties &
  Readonly<{ afterSaleId: string | null; carrier: string; trackingNumber: string; stage: InterceptStage }>;

/** What carriers report; the first nine are about returns, the others about parcels on their way out. */
export const SCAN_EVENTS = [
  'courier_assigned',
  'pickup_failed',
  'picked_up',
  'in_transit',
  'out_for_delivery',
  'signed',
  'exception',
  'lost',
  'scan_revoked',
  'intercepted',
  'intercept_failed',
] as const;
export type ScanEvent = (typeof SCAN_EVENTS)[number];

/** One report of a carrier. `at` is the carrier's time; freight in minor units; the courier's phone is masked and sealed. */
export type Scan = Readonly<{
  eventId: string;
  event: ScanEvent;
  at: Instant;
  freight: Minor | null;
  weightGrams: number | null;
  courier: Sealed | null;
}>;

export const UNKNOWN_PARCEL: ParcelState = { journey: null, pickupId: null, intercepts: [], held: [], seen: [] };
