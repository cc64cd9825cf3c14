import type { ParcelStatus } from '@amends/contracts';
import type { Action } from './life';
import type { Ticket } from './ticket';

/** Nothing is on its way: the buyer chooses how to send the goods (states.md 11, L1, L4, L11). */
const STILL_AT_HOME: readonly ParcelStatus[] = ['not_filled', 'pickup_failed'];

/** Sent by the buyer himself and not delivered: the number may have been mistyped (R7). */
const UNDER_WAY: readonly ParcelStatus[] = ['shipped', 'in_transit', 'out_for_delivery', 'exception'];

/** Whether the parcel of a ticket allows an action that the ticket's table allows. A booked pickup bars every other way. */
export const parcelAllows = (action: Action, { status, returnShipment }: Ticket): boolean => {
  const parcel = returnShipment?.status ?? 'not_filled';
  if (action === 'pickup' || action === 'drop_off') return STILL_AT_HOME.includes(parcel);
  if (action !== 'waybill') return true;
  return status === 'awaiting_buyer_shipment'
    ? STILL_AT_HOME.includes(parcel)
    : returnShipment?.method === 'self_ship' && UNDER_WAY.includes(parcel);
};
