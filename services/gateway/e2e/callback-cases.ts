import { createHmac, randomUUID } from 'node:crypto';
import type { Case } from './cases';
import { required, type Request } from './http';

/** A notification of the payment provider, signed as Standard Webhooks; every part may be another one. */
export const notification = (
  json: object,
  change: Readonly<{
    secret?: string;
    id?: string;
    sentAtS?: number;
    signedBody?: string;
    headers?: Record<string, string>;
  }> = {},
): Request => {
  const raw = JSON.stringify(json);
  const {
    secret = required('PSP_WEBHOOK_SECRET'),
    id = randomUUID(),
    sentAtS = Math.floor(Date.now() / 1000),
  } = change;
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const signature = createHmac('sha256', key)
    .update(`${id}.${sentAtS}.${change.signedBody ?? raw}`)
    .digest('base64');
  return {
    ...{ method: 'POST', path: '/v1/psp/sandbox/notifications', raw },
    headers: {
      ...{ 'webhook-id': id, 'webhook-timestamp': String(sentAtS), 'webhook-signature': `v1,${signature}` },
      ...change.headers,
    },
  };
};

/** A carrier's report, its raw body signed. */
export const carrierReport = (
  json: object,
  secret = required('CARRIER_WEBHOOK_SECRET'),
  signed = JSON.stringify(json),
): Request => ({
  ...{ method: 'POST', path: '/v1/carriers/sf/events', raw: JSON.stringify(json) },
  headers: { 'x-carrier-signature': `sha256=${createHmac('sha256', secret).update(signed).digest('hex')}` },
});

const without = ({ headers, ...request }: Request, ...names: readonly string[]): Request => ({
  ...request,
  headers: Object.fromEntries(Object.entries(headers ?? {}).filter(([name]) => !names.includes(name))),
});

const withHeaders = (request: Request, headers: Record<string, string>): Request => ({
  ...request,
  headers: { ...request.headers, ...headers },
});

/** Notifications about a refund that the provider never sent. */
export const forgedNotifications = (refundNumber: string): readonly Case[] => {
  const said = { type: 'refund.failed', refundNumber };
  const right = notification(said);
  const refused = (name: string, request: Request): Case => ({ name, request, status: 401, code: 'unauthorized' });
  const nowS = Math.floor(Date.now() / 1000);
  const other = `whsec_${Buffer.alloc(32).toString('base64')}`;
  return [
    refused('unsigned', without(right, 'webhook-id', 'webhook-timestamp', 'webhook-signature')),
    ...['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) =>
      refused(`no ${name}`, without(right, name)),
    ),
    refused('signed with another secret', notification(said, { secret: other })),
    refused('signed with an empty secret', notification(said, { secret: 'whsec_' })),
    refused(
      'another body under the same signature',
      notification(said, { signedBody: JSON.stringify({ ...said, type: 'refund.succeeded' }) }),
    ),
    refused('another id under the same signature', withHeaders(right, { 'webhook-id': randomUUID() })),
    refused('another time under the same signature', withHeaders(right, { 'webhook-timestamp': String(nowS - 1) })),
    refused('stale', notification(said, { sentAtS: nowS - 301 })),
    refused('from the future', notification(said, { sentAtS: nowS + 400 })),
    ...['', 'v1,', 'v1', 'v2,AAAA', 'v1a,AAAA', `v1,${'A'.repeat(43)}=`, 'v1,AAAA '.repeat(500)].map((signature) =>
      refused(`signature ${signature.slice(0, 20)}`, withHeaders(right, { 'webhook-signature': signature })),
    ),
    ...['', 'NaN', '-1', '1e9', 'x', '9'.repeat(30)].map((time) =>
      refused(`time ${time}`, withHeaders(right, { 'webhook-timestamp': time })),
    ),
    {
      name: 'an unknown provider',
      request: { ...right, path: '/v1/psp/nobody/notifications' },
      status: 404,
      code: 'not_found',
    },
    ...[
      {},
      [],
      { type: 'refund.failed' },
      { refundNumber },
      { ...said, type: 'refund.paid' },
      { ...said, refundNumber: 1 },
      { ...said, refundNumber: 'x'.repeat(129) },
    ].map((json): Case => ({
      name: JSON.stringify(json).slice(0, 50),
      request: notification(json),
      status: 400,
      code: 'malformed',
    })),
  ];
};

/** Reports about a parcel that the carrier never sent. */
export const forgedReports = (pickupId: string): readonly Case[] => {
  const said = { eventId: randomUUID(), pickupId, event: 'lost' };
  const right = carrierReport(said);
  const refused = (name: string, request: Request): Case => ({ name, request, status: 401, code: 'unauthorized' });
  const hex = right.headers?.['x-carrier-signature'] ?? '';
  return [
    refused('unsigned', without(right, 'x-carrier-signature')),
    refused('signed with another secret', carrierReport(said, 'another secret')),
    refused('signed with an empty secret', carrierReport(said, '')),
    refused(
      'another body under the same signature',
      carrierReport(said, undefined, JSON.stringify({ ...said, event: 'signed' })),
    ),
    ...[
      '',
      'sha256=',
      hex.slice('sha256='.length),
      hex.replace('sha256', 'sha1'),
      hex.slice(0, -2),
      `${hex}00`,
      `sha256=${'0'.repeat(64)}`,
    ].map((signature) =>
      refused(`signature ${signature.slice(0, 20)}`, withHeaders(right, { 'x-carrier-signature': signature })),
    ),
    {
      name: 'a carrier of no name',
      request: { ...right, path: '/v1/carriers/..%2f/events' },
      status: 404,
      code: 'not_found',
    },
    ...[
      { pickupId, event: 'lost' },
      { ...said, eventId: 1 },
      { ...said, eventId: '' },
      { ...said, eventId: 'x'.repeat(129) },
      { ...said, event: ['lost'] },
      { eventId: randomUUID(), event: 'lost' },
      { ...said, at: 'yesterday' },
      { ...said, pickupId: {} },
      { ...said, trackingNumber: 7 },
      ...[-1, 0.5, '1200', 2 ** 53].map((freight) => ({ ...said, freight })),
      ...[-1, 0.5, '900', 1e12].map((weightGrams) => ({ ...said, weightGrams })),
      { ...said, trackingNumber: '\u0000' },
      { ...said, eventId: 'a\ud800' },
      { ...said, courier: { name: 'a\u0000', phone: '1' } },
      [],
    ].map((json): Case => ({
      name: JSON.stringify(json).slice(0, 120),
      request: carrierReport(json),
      status: 400,
      code: 'malformed',
    })),
  ];
};
