import type { BookingAnswer } from './carrier';

/** Said of the request itself: it will be said again (https://docs.easypost.com/docs/errors). */
const FINAL: ReadonlySet<number> = new Set([400, 404, 405, 422]);

/** Refusals that time or a second look may change. */
const PASSING: ReadonlySet<string> = new Set(['SHIPMENT.POSTAGE.EXISTS', 'SHIPMENT.POSTAGE.NO_RESPONSE']);

const LONGEST_CODE = 64;

/**
 * What an error of EasyPost says of a booking. Silence when nothing: no connection, too many requests, a fault of
 * theirs, a key that is not accepted or an account without money, which are ours to mend.
 */
export const answerOfError = (error: unknown): BookingAnswer => {
  const status = fieldOf(error, 'statusCode');
  const code = fieldOf(error, 'code');
  if (typeof status !== 'number' || !FINAL.has(status)) return { outcome: 'silence' };
  if (typeof code !== 'string' || code === '') return { outcome: 'declined', code: 'declined' };
  return PASSING.has(code) ? { outcome: 'silence' } : { outcome: 'declined', code: code.slice(0, LONGEST_CODE) };
};

const fieldOf = (error: unknown, name: string): unknown =>
  typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined;
