import { uuidOf } from '@amends/kernel';
import { createHash } from 'node:crypto';

/** The stream of an order's insurance: the order's uuid; undefined for what is no order's id. */
export const insuranceStream = (orderId: string): string | undefined => uuidOf(orderId, 'ord');

/** The insurance of an order that another service names. @throws when it names none */
export const insuranceOf = (orderId: string): string => {
  const streamId = insuranceStream(orderId);
  if (streamId === undefined) throw new Error('not the id of an order');
  return streamId;
};

/** The stream of the comparison of a day with the insurer's ledger. */
export const reconciliationStream = (day: string): string => named('reconciliation', day);

/** The one stream that knows when books are compared. */
export const calendarStream = named('reconciliation_calendar');

function named(...names: readonly string[]): string {
  const hex = createHash('sha256').update(JSON.stringify(names)).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
