import { createHmac, timingSafeEqual } from 'node:crypto';

const PREFIX = 'sha256=';

/** Whether the bytes of a report were signed with the secret: `sha256=` and the HMAC in hex (rulings.md 6.7). */
export const isSignedByCarrier = (signature: string | undefined, body: Buffer, secret: string): boolean => {
  if (!signature?.startsWith(PREFIX)) return false;
  const expected = createHmac('sha256', secret).update(body).digest();
  const given = Buffer.from(signature.slice(PREFIX.length), 'hex');
  return given.length === expected.length && timingSafeEqual(given, expected);
};
