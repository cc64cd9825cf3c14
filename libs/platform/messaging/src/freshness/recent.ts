import { type Clock, millis, MINUTE_MS, uuidOf, type IdPrefix } from '@amends/kernel';

const TIME_DIGITS = 12;

/**
 * Whether the object of this id was made in the last minute, by the time in its uuid: then this service may not have
 * heard of it yet, and waiting for it makes sense (api.md 1). An older one that is not here does not exist.
 */
export const isRecent = (id: string, prefix: IdPrefix, clock: Clock): boolean => {
  const madeAtMs = Number.parseInt((uuidOf(id, prefix) ?? '').replaceAll('-', '').slice(0, TIME_DIGITS), 16);
  return Math.abs(millis(clock.now()) - madeAtMs) <= MINUTE_MS;
};
