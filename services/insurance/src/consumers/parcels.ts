import type {
  ReturnDroppedOff,
  ReturnMethod,
  ReturnPickedUp,
  ReturnPickupBooked,
  ReturnPickupReassigned,
  ReturnShipped,
} from '@amends/contracts';
import type { HearParcel, WayBack } from '@amends/domain/insurance';
import type { Minor } from '@amends/kernel';
import type { Unit } from '@amends/platform/event-store';
import type { Reaction } from '@amends/platform/messaging';
import { hearing, partiesOf } from './hearing';

type ParcelEvent = ReturnPickupBooked | ReturnPickupReassigned | ReturnPickedUp | ReturnShipped | ReturnDroppedOff;
type News = Readonly<{ sent: boolean; freight: Minor | null }>;

const parcel = <Event extends ParcelEvent>(type: Event['type'], newsOf: (data: Event['data']) => News): Reaction =>
  hearing<Event>(type, (data, { now: at }: Unit): HearParcel => ({
    type: 'HearParcel',
    data: {
      ...partiesOf(data),
      afterSaleId: data.afterSaleId,
      method: wayBackOf(data.method),
      ...newsOf(data),
      at,
    },
  }));

/** A parcel left at a counter was sent by the buyer himself; an outward parcel that comes back costs nobody's freight. */
const wayBackOf = (method: ReturnMethod): WayBack => (method === 'pickup' ? 'pickup' : 'self_ship');

const announced = (): News => ({ sent: false, freight: null });
const sent = (): News => ({ sent: true, freight: null });

/** The words of pickups in ours: how a parcel comes back, and what its courier cost. */
export const parcelReactions: readonly Reaction[] = [
  parcel<ReturnPickupBooked>('return.pickup_booked', announced),
  parcel<ReturnPickupReassigned>('return.pickup_reassigned', announced),
  parcel<ReturnPickedUp>('return.picked_up', ({ freight }) => ({ sent: true, freight })),
  parcel<ReturnShipped>('return.shipped', sent),
  parcel<ReturnDroppedOff>('return.dropped_off', sent),
];
