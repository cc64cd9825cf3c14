import { parcelLife, statusOf } from './transitions';
import type { Booked } from './telling';

/** The courier as the parties read it; the phone is masked. */
export type Courier = Readonly<{ name: string; phone: string }>;

/** A pickup as callers see it (api.md 6). Freight in minor units; `courier` opened for the reader. */
export const pickupView = (journey: Booked, version: number, courier: Courier | null) => ({
  id: journey.pickup.pickupId,
  version,
  afterSaleId: journey.afterSaleId,
  orderId: journey.orderId,
  carrier: journey.carrier,
  trackingNumber: journey.trackingNumber === '' ? null : journey.trackingNumber,
  status: statusOf(journey.stage),
  slot: journey.pickup.slot,
  courier,
  attempts: journey.pickup.attempts,
  freight: journey.freight,
  allowedActions: parcelLife.commandsOf(journey.stage, 'buyer'),
  createdAt: journey.createdAt,
  updatedAt: journey.updatedAt,
});

/** A phone number of which only its owner recognises the rest. */
export const maskedPhone = (phone: string): string =>
  phone.length < 8 ? '*'.repeat(phone.length) : `${phone.slice(0, 3)}${'*'.repeat(phone.length - 7)}${phone.slice(-4)}`;
