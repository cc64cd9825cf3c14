import { createHmac, timingSafeEqual } from 'node:crypto';

const TOLERANCE_S = 300;
const SECRET_PREFIX = 'whsec_';

export type SignedMessage = Readonly<{
  id: string | undefined;
  timestamp: string | undefined;
  /** One or more signatures "v1,<base64>", divided by spaces. */
  signature: string | undefined;
  body: Buffer;
}>;

/**
 * Whether a message was signed with the secret (Standard Webhooks), at most five minutes ago. `nowS`: seconds since
 * 1970 of the machine, not of the domain's clock.
 */
export const isSigned = ({ id, timestamp, signature, body }: SignedMessage, secret: string, nowS: number): boolean => {
  if (id === undefined || timestamp === undefined || signature === undefined) return false;
  if (!/^\d{1,12}$/.test(timestamp) || Math.abs(nowS - Number(timestamp)) > TOLERANCE_S) return false;
  const key = Buffer.from(secret.startsWith(SECRET_PREFIX) ? secret.slice(SECRET_PREFIX.length) : secret, 'base64');
  const expected = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest();
  return signature
    .split(' ')
    .filter((part) => part.startsWith('v1,'))
    .some((part) => isEqual(Buffer.from(part.slice('v1,'.length), 'base64'), expected));
};

const isEqual = (a: Buffer, b: Buffer): boolean => a.length === b.length && timingSafeEqual(a, b);
