import type { ParcelIntercepted, ParcelInterceptFailed } from '@amends/contracts';
import { orderAggregate, orderDecider } from '@amends/domain/orders';
import { handle } from '@amends/platform/event-store';
import { reaction, type Reaction } from '@amends/platform/messaging';
import { orderStream } from '../application/streams';

const ended = <Event extends ParcelIntercepted | ParcelInterceptFailed>(
  type: Event['type'],
  intercepted: boolean,
): Reaction =>
  reaction<Event>({
    type,
    streams: ({ orderId }) => [{ aggregate: orderAggregate, streamId: orderStream(orderId) }],
    handle: async ({ data: { orderId, trackingNumber, occurredAt: at } }, unit) => {
      const command = { type: 'HearInterception', data: { trackingNumber, intercepted, at } } as const;
      await handle(unit, orderDecider, orderStream(orderId), command);
    },
  });

/** Whether parcels were stopped whose goods are sent again; those of tickets are no news here. */
export const parcelReactions: readonly Reaction[] = [
  ended<ParcelIntercepted>('parcel.intercepted', true),
  ended<ParcelInterceptFailed>('parcel.intercept_failed', false),
];
