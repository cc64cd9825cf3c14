import { uuidOf } from '@amends/kernel';
import { streamNamed } from '@amends/platform/event-store';

/** The stream of an order's account: the order's uuid; undefined for what is no order's id. */
export const accountStream = (orderId: string): string | undefined => uuidOf(orderId, 'ord');

/** The account of an order that another service names. @throws when it names none */
export const accountOf = (orderId: string): string => {
  const streamId = accountStream(orderId);
  if (streamId === undefined) throw new Error('not the id of an order');
  return streamId;
};

/** The stream of a buyer's credit: a uuid of the buyer's name (version 8). */
export const creditStream = (buyerId: string): string => streamNamed('buyer_credit', buyerId);

/** The one stream of the settings of fast refund. */
export const settingsStream = streamNamed('fast_refund_settings');

/** The stream of what is promised in a day (of "dayOf"). */
export const dayStream = (day: string): string => streamNamed('fast_refund_day', day);
