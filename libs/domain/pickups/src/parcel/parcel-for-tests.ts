import { HOUR_MS, later, type Instant } from '@amends/kernel';
import type { ParcelCommandMessage } from './commands';
import type { Scan, ScanEvent } from './parcel';

/** 10:00 in Shanghai. */
export const T0: Instant = '2026-03-01T02:00:00.000Z';
export const at = (hours: number): Instant => later(T0, hours * HOUR_MS);
export const SLOT = { from: at(2), to: at(4) };

const parties = { orderId: 'ord_1', merchantId: 'm', buyerId: 'b' };
const of = { ...parties, afterSaleId: 'aft_1' };

/** The buyer asks for a courier. */
export const book = (slot: typeof SLOT | null = SLOT, when = T0): ParcelCommandMessage => ({
  type: 'BookPickup',
  data: { ...of, at: when, pickupId: 'pku_1', address: { sealed: 'home' }, slot, carrier: null },
});
/** The carrier's answer to its call of this number. */
export const confirmed = (number = 1, trackingNumber = 'PK-1', when = T0): ParcelCommandMessage => ({
  type: 'HearBooked',
  data: { number, carrier: 'sf', trackingNumber, at: when },
});
export const declined = (number = 1): ParcelCommandMessage => ({
  type: 'HearDeclined',
  data: { number, because: 'area', failuresBefore: 0, at: T0 },
});
export const reschedule = (slot = SLOT, when = T0): ParcelCommandMessage => ({
  type: 'ReschedulePickup',
  data: { slot, at: when },
});
export const cancel = (by: 'buyer' | 'system' = 'buyer'): ParcelCommandMessage => ({
  type: 'CancelPickup',
  data: { by, at: T0 },
});

/** The buyer brings the parcel away himself. */
export const register = (
  method: 'self_ship' | 'drop_off' = 'self_ship',
  replaces: string | null = null,
): ParcelCommandMessage => ({
  type: 'RegisterParcel',
  data: {
    ...{ ...of, at: T0, method, carrier: 'yt', trackingNumber: 'YT-1', replaces },
    pointId: method === 'drop_off' ? 'point-1' : null,
  },
});
export const replace = (by: 'buyer' | 'system' = 'buyer'): ParcelCommandMessage => ({
  type: 'ReplaceParcel',
  data: { afterSaleId: 'aft_1', by, at: T0 },
});
export const refuse: ParcelCommandMessage = { type: 'RefuseParcel', data: { afterSaleId: 'aft_1', at: T0 } };

/** A report of the carrier, by its own clock and heard in the same moment; `over.eventId` repeats one. */
export const scan = (
  event: ScanEvent,
  hours = 0,
  over: Partial<Scan> = {},
  failuresBefore = 0,
): ParcelCommandMessage => ({
  type: 'HearScan',
  data: {
    scan: {
      ...{ eventId: `${event}-${hours}`, event, at: at(hours), freight: null, weightGrams: null, courier: null },
      ...over,
    },
    failuresBefore,
    at: at(hours),
  },
});

/** The timer of one of the parcel's waits. */
export const wake = (name: string, token: number, hours: number): ParcelCommandMessage => ({
  type: 'DeadlineReached',
  data: { name, token, failuresBefore: 0, at: at(hours) },
});
export const intercept: ParcelCommandMessage = {
  type: 'AskIntercept',
  data: { ...of, carrier: 'sf', trackingNumber: 'SF-1', at: T0 },
};
