import type { AfterSaleCancelled, AfterSaleClosed, ParcelInterceptRequested, ReturnRejected } from '@amends/contracts';
import { parcelAggregate, wayBackAggregate } from '@amends/domain/pickups';
import { reaction, type Reaction, type StreamRef } from '@amends/platform/messaging';
import { changeParcel } from '../application/change-parcel';
import { numberStream, wayBackStream } from '../application/streams';
import { endWayBack, refuseWayBack } from '../application/way-back';

const wayBack = ({ afterSaleId }: Readonly<{ afterSaleId: string }>): readonly StreamRef[] => [
  { aggregate: wayBackAggregate, streamId: wayBackStream(afterSaleId) },
];

const ended = <Event extends AfterSaleCancelled | AfterSaleClosed>(type: Event['type']): Reaction =>
  reaction<Event>({ type, streams: wayBack, handle: ({ data }, unit) => endWayBack(unit, data.afterSaleId) });

/** What happens to tickets, as far as parcels care. */
export const tickets: readonly Reaction[] = [
  ended<AfterSaleCancelled>('after_sale.cancelled'),
  ended<AfterSaleClosed>('after_sale.closed'),
  reaction<ReturnRejected>({
    type: 'return.rejected',
    streams: wayBack,
    handle: ({ data }, unit) => refuseWayBack(unit, data.afterSaleId),
  }),
  reaction<ParcelInterceptRequested>({
    type: 'parcel.intercept_requested',
    streams: ({ trackingNumber }) => [{ aggregate: parcelAggregate, streamId: numberStream(trackingNumber) }],
    handle: async ({ data }, unit) => {
      const { orderId, merchantId, buyerId, afterSaleId, carrier, trackingNumber } = data;
      await changeParcel(unit, numberStream(trackingNumber), {
        type: 'AskIntercept',
        data: { orderId, merchantId, buyerId, afterSaleId, carrier, trackingNumber, at: unit.now },
      });
    },
  }),
];
