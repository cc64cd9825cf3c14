import type { BookPickup, CancelPickup, ChangeWaybill, OrderFacts, RegisterWaybill } from '@amends/contracts';
import { parcelAggregate, wayBackAggregate } from '@amends/domain/pickups';
import { reaction, type Reaction, type StreamRef } from '@amends/platform/messaging';
import { changeParcel } from '../application/change-parcel';
import { numberStream, pickupStream, wayBackStream } from '../application/streams';
import { chooseParcel } from '../application/way-back';

type OfTicket = OrderFacts & Readonly<{ afterSaleId: string }>;

const withWayBack = ({ afterSaleId }: OfTicket, streamId: string): readonly StreamRef[] => [
  { aggregate: parcelAggregate, streamId },
  { aggregate: wayBackAggregate, streamId: wayBackStream(afterSaleId) },
];

const partiesOf = ({ orderId, merchantId, buyerId, afterSaleId }: OfTicket) => ({
  orderId,
  merchantId,
  buyerId,
  afterSaleId,
});

/** What after-sales asks of parcels. */
export const asked: readonly Reaction[] = [
  reaction<BookPickup>({
    type: 'pickup.book',
    streams: (data) => withWayBack(data, pickupStream(data.pickupId)),
    handle: async ({ data }, unit) => {
      const { pickupId, address, slot, carrier } = data;
      await chooseParcel(unit, data, { pickupId, trackingNumber: null });
      await changeParcel(unit, pickupStream(pickupId), {
        type: 'BookPickup',
        data: { ...partiesOf(data), pickupId, address, slot, carrier, at: unit.now },
      });
    },
  }),
  reaction<CancelPickup>({
    type: 'pickup.cancel',
    streams: ({ pickupId }) => [{ aggregate: parcelAggregate, streamId: pickupStream(pickupId) }],
    handle: async ({ data: { pickupId } }, unit) => {
      await changeParcel(unit, pickupStream(pickupId), { type: 'CancelPickup', data: { by: 'system', at: unit.now } });
    },
  }),
  reaction<RegisterWaybill>({
    type: 'pickup.register_waybill',
    streams: (data) => withWayBack(data, numberStream(data.trackingNumber)),
    handle: async ({ data }, unit) => {
      const { method, carrier, trackingNumber, pointId } = data;
      await chooseParcel(unit, data, { pickupId: null, trackingNumber });
      await changeParcel(unit, numberStream(trackingNumber), {
        type: 'RegisterParcel',
        // It was sent when the buyer said so, not when this service came to hear of it.
        data: { ...partiesOf(data), method, carrier, trackingNumber, pointId, replaces: null, at: data.occurredAt },
      });
    },
  }),
  reaction<ChangeWaybill>({
    type: 'pickup.change_waybill',
    streams: (data) => withWayBack(data, numberStream(data.trackingNumber)),
    handle: async ({ data }, unit) => {
      const { carrier, trackingNumber, previousTrackingNumber: replaces } = data;
      await chooseParcel(unit, data, { pickupId: null, trackingNumber }, 'buyer');
      await changeParcel(unit, numberStream(trackingNumber), {
        type: 'RegisterParcel',
        data: {
          ...partiesOf(data),
          method: 'self_ship',
          carrier,
          trackingNumber,
          pointId: null,
          replaces,
          at: data.occurredAt,
        },
      });
    },
  }),
];
