import { uuidOf } from '@amends/kernel';
import { streamNamed } from '@amends/platform/event-store';

/** The stream of a booked pickup. @throws when the id is none */
export const pickupStream = (pickupId: string): string => named(pickupId, 'pku');

/** The stream of a ticket's way back. @throws when the id is none */
export const wayBackStream = (afterSaleId: string): string => named(afterSaleId, 'aft');

/** The stream of a number on a parcel. Numbers are the same in any case of letters. */
export const numberStream = (trackingNumber: string): string => streamNamed('parcel', trackingNumber.toUpperCase());

/** Other services name pickups and tickets by ids that exist. */
const named = (id: string, prefix: 'pku' | 'aft'): string => {
  const uuid = uuidOf(id, prefix);
  if (uuid === undefined) throw new Error(`not the id of a ${prefix === 'pku' ? 'pickup' : 'ticket'}`);
  return uuid;
};
