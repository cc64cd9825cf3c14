import {
  isBooked,
  parcelDecider,
  wayBackAggregate,
  wayBackDecider,
  type ParcelCommandMessage,
  type ParcelRefusal,
  type ParcelState,
  type StoredParcelEvent,
} from '@amends/domain/pickups';
import { isRefusal, type Refusal } from '@amends/kernel';
import { handle, type Handled, type Unit } from '@amends/platform/event-store';
import { wayBackStream } from './streams';

export type Changed = Refusal<ParcelRefusal> | Handled<ParcelState, StoredParcelEvent>;

/** Decides on a parcel, and counts in the same unit what it means for its ticket: couriers that failed. */
export const changeParcel = async (unit: Unit, streamId: string, command: ParcelCommandMessage): Promise<Changed> => {
  const handled = await handle(unit, parcelDecider, streamId, command);
  if (!isRefusal(handled)) await countFailures(unit, handled.events);
  return handled;
};

/** How often couriers have failed for the ticket of this parcel, with any pickup (rulings.md 4.1). */
export const failuresBefore = async (unit: Unit, { journey }: ParcelState): Promise<number> => {
  if (!isBooked(journey)) return 0;
  const { state } = await unit.load(wayBackAggregate, wayBackStream(journey.afterSaleId));
  return state.failures;
};

const countFailures = async (unit: Unit, events: readonly StoredParcelEvent[]): Promise<void> => {
  for (const { type, data } of events) {
    if (type !== 'return.pickup_failed' || data.because !== 'carrier' || data.pickupId === null) continue;
    const { afterSaleId, orderId, merchantId, buyerId, pickupId, failures } = data;
    await handle(unit, wayBackDecider, wayBackStream(afterSaleId), {
      type: 'CountFailure',
      data: { afterSaleId, orderId, merchantId, buyerId, pickupId, failures, at: unit.now },
    });
  }
};
