import { uuidOf } from '@amends/kernel';
import { createHash } from 'node:crypto';

/** The stream of a booked pickup. @throws when the id is none */
export const pickupStream = (pickupId: string): string => named(pickupId, 'pku');

/** The stream of a ticket's way back. @throws when the id is none */
export const wayBackStream = (afterSaleId: string): string => named(afterSaleId, 'aft');

/** The stream of a number on a parcel: a uuid of it (version 8). Numbers are the same in any case of letters. */
export const numberStream = (trackingNumber: string): string => {
  const hex = createHash('sha256')
    .update(JSON.stringify(['parcel', trackingNumber.toUpperCase()]))
    .digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};

/** Other services name pickups and tickets by ids that exist. */
const named = (id: string, prefix: 'pku' | 'aft'): string => {
  const uuid = uuidOf(id, prefix);
  if (uuid === undefined) throw new Error(`not the id of a ${prefix === 'pku' ? 'pickup' : 'ticket'}`);
  return uuid;
};
