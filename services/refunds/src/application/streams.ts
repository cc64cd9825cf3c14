import { uuidOf } from '@amends/kernel';
import { createHash } from 'node:crypto';

/** The stream of an order's account: the order's uuid; undefined for what is no order's id. */
export const accountStream = (orderId: string): string | undefined => uuidOf(orderId, 'ord');

/** The account of an order that another service names. @throws when it names none */
export const accountOf = (orderId: string): string => {
  const streamId = accountStream(orderId);
  if (streamId === undefined) throw new Error('not the id of an order');
  return streamId;
};

/** The stream of a buyer's credit: a uuid of the buyer's name (version 8). */
export const creditStream = (buyerId: string): string => named('buyer_credit', buyerId);

/** The one stream of the settings of fast refund. */
export const settingsStream = named('fast_refund_settings');

/** The stream of what is promised in a day (of "dayOf"). */
export const dayStream = (day: string): string => named('fast_refund_day', day);

/** The stream of the comparison of a day with the provider's books. */
export const reconciliationStream = (day: string): string => named('reconciliation', day);

/** The one stream that knows when books are compared. */
export const calendarStream = named('reconciliation_calendar');

function named(...names: readonly string[]): string {
  const hex = createHash('sha256').update(JSON.stringify(names)).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
