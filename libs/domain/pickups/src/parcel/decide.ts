import type { Aggregate, Decider, Decision } from '@amends/kernel';
import { book, cancel, hearBooked, hearCancelled, hearDeclined, reschedule } from './booking';
import type { ParcelCommandMessage, ParcelRefusal } from './commands';
import type { StoredParcelEvent } from './events';
import { evolve } from './evolve';
import { askIntercept } from './intercepting';
import { UNKNOWN_PARCEL, type ParcelState } from './parcel';
import { nameNumber, refuseParcel, register, replace } from './registering';
import { hearScan } from './scanning';
import { statusOf } from './transitions';
import { deadlineReached, waitsOf } from './waiting';

/** Says what a command leads to. */
export const decide = (
  command: ParcelCommandMessage,
  state: ParcelState,
): Decision<StoredParcelEvent, ParcelRefusal> => {
  // prettier-ignore
  switch (command.type) {
    case 'BookPickup':       return book(command, state);
    case 'HearBooked':       return hearBooked(command, state);
    case 'HearDeclined':     return hearDeclined(command, state);
    case 'HearCancelled':    return hearCancelled(command, state);
    case 'ReschedulePickup': return reschedule(command, state);
    case 'CancelPickup':     return cancel(command, state);
    case 'RegisterParcel':   return register(command, state);
    case 'ReplaceParcel':    return replace(command, state);
    case 'NameNumber':       return nameNumber(command, state);
    case 'HearScan':         return hearScan(command, state);
    case 'RefuseParcel':     return refuseParcel(command, state);
    case 'AskIntercept':     return askIntercept(command, state);
    case 'DeadlineReached':  return deadlineReached(command, state);
  }
};

/** One stream per parcel: that of a pickup, or that of a number (states.md 11). Only pickups are listed. */
export const parcelAggregate: Aggregate<ParcelState, StoredParcelEvent> = {
  category: 'parcel',
  revision: 1,
  initialState: UNKNOWN_PARCEL,
  evolve,
  listings: ({ journey }) => {
    if (journey === null || journey.pickup === null) return [];
    const { orderId, afterSaleId, buyerId, merchantId, stage, trackingNumber, createdAt, updatedAt, pickup } = journey;
    return [
      {
        kind: 'pickup',
        id: pickup.pickupId,
        orderId,
        afterSaleId,
        buyerId,
        merchantId,
        status: statusOf(stage),
        reference: trackingNumber,
        /** The carrier owes an answer. */
        flagged: pickup.call !== null,
        createdAt,
        updatedAt,
      },
    ];
  },
  deadlines: waitsOf,
};

export const parcelDecider: Decider<ParcelState, ParcelCommandMessage, StoredParcelEvent, ParcelRefusal> &
  Readonly<{ aggregate: Aggregate<ParcelState, StoredParcelEvent> }> = {
  initialState: UNKNOWN_PARCEL,
  decide,
  evolve,
  aggregate: parcelAggregate,
};
