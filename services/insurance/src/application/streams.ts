import { millis, MINUTE_MS, uuidOf, type Clock, type IdPrefix } from '@amends/kernel';

/** The stream of an order's insurance: the order's uuid; undefined for what is no order's id. */
export const insuranceStream = (orderId: string): string | undefined => uuidOf(orderId, 'ord');

/** The insurance of an order that another service names. @throws when it names none */
export const insuranceOf = (orderId: string): string => {
  const streamId = insuranceStream(orderId);
  if (streamId === undefined) throw new Error('not the id of an order');
  return streamId;
};

const TIME_DIGITS = 12;

/**
 * Whether the object of this id was made in the last minute, by the time in its uuid: then this service may not have
 * heard of it yet, and waiting for it makes sense (api.md 1). An older one that is not here does not exist.
 */
export const isRecent = (id: string, prefix: IdPrefix, clock: Clock): boolean => {
  const madeAtMs = Number.parseInt((uuidOf(id, prefix) ?? '').replaceAll('-', '').slice(0, TIME_DIGITS), 16);
  return Math.abs(millis(clock.now()) - madeAtMs) <= MINUTE_MS;
};
