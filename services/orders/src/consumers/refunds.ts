import type { RefundChanged } from '@amends/contracts';
import { orderAggregate, orderDecider } from '@amends/domain/orders';
import { handle } from '@amends/platform/event-store';
import { reaction, type Reaction } from '@amends/platform/messaging';
import { orderStream } from '../application/streams';

/** Steps of a refund that move money of the freight, or may. */
const TYPES: readonly RefundChanged['type'][] = [
  'refund.created',
  'refund.succeeded',
  'refund.partially_succeeded',
  'refund.failed',
  'refund.reversed',
  'refund.retried',
  'refund.cancelled',
];

/** The freight as refunds keeps it: orders only shows it. */
export const refundsReactions: readonly Reaction[] = TYPES.map((type) =>
  reaction<RefundChanged>({
    type,
    streams: ({ orderId }) => [{ aggregate: orderAggregate, streamId: orderStream(orderId) }],
    handle: async ({ data: { orderId, orderShippingFee, occurredAt: at } }, unit) => {
      const { refunded, held } = orderShippingFee;
      await handle(unit, orderDecider, orderStream(orderId), { type: 'HearShippingFee', data: { refunded, held, at } });
    },
  }),
);
