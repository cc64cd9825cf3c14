import type { Sealed } from '@amends/contracts';
import type { Instant, Message } from '@amends/kernel';
import type { AddressChangeStatus, InterceptionStage } from './transitions';

/** A parcel on its way to the old address that shall be stopped. */
export type Interception = Readonly<{ carrier: string; trackingNumber: string; stage: InterceptionStage }>;

/** A wish of the buyer for another address, numbered from 1. */
export type AddressChange = Readonly<{
  number: number;
  status: AddressChangeStatus;
  address: Sealed;
  requestedAt: Instant;
  /** Until when the merchant decides; null when nothing is to be decided any more. */
  dueAt: Instant | null;
  decidedAt: Instant | null;
  explanation: Sealed | null;
  /** Nobody decided in time. */
  timedOut: boolean;
  interceptions: readonly Interception[];
  /** Until when the carrier answers; null when nothing is awaited of him. */
  interceptDueAt: Instant | null;
}>;

/** What the buyer asks, and what the merchant decides about it. */
export type AddressChangeOrder =
  | Message<'RequestAddressChange', { address: Sealed; at: Instant }>
  | Message<'RedirectParcels', { number: number; at: Instant }>
  | Message<'ReshipGoods', { number: number; at: Instant }>
  /** Null: no word of explanation. */
  | Message<'DeclineAddressChange', { number: number; explanation: Sealed | null; at: Instant }>;

/** A carrier has stopped a parcel, or could not. */
export type HearInterception = Message<
  'HearInterception',
  { trackingNumber: string; intercepted: boolean; at: Instant }
>;
