import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { StripeProvider } from './stripe-provider';

// Answers in the shapes of https://docs.stripe.com/api/refunds and https://docs.stripe.com/api/errors.
type Told = Readonly<{ method: string; path: string; key: string | undefined; form: Readonly<Record<string, string>> }>;
type Answer = Readonly<{ status: number; body: object }> | 'silence';

let server: Server;
let told: Told[];
let refunds: object[];
let creates: (told: Told) => Answer;
let lists: () => Answer;

const refund = (status: string, more: object = {}) => ({
  id: 're_1',
  object: 'refund',
  status,
  metadata: { refundNumber: 'rfd_1-1' },
  ...more,
});
const ok = (body: object): Answer => ({ status: 200, body });
const refused = (status: number, error: object): Answer => ({ status, body: { error } });

const read = async (request: IncomingMessage): Promise<string> => {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
};

beforeEach(async () => {
  told = [];
  refunds = [];
  creates = () => ok(refund('succeeded'));
  lists = () => ok({ object: 'list', has_more: false, url: '/v1/refunds', data: refunds });
  server = createServer((request, response) => {
    void read(request).then((body) => {
      const { method = '', url = '', headers } = request;
      const key = headers['idempotency-key'];
      const form = Object.fromEntries(new URLSearchParams(method === 'GET' ? url.split('?')[1] : body));
      const asked = { method, path: url.split('?')[0] ?? '', key: typeof key === 'string' ? key : undefined, form };
      told.push(asked);
      const answer = method === 'GET' ? lists() : creates(asked);
      if (answer === 'silence') return request.socket.destroy();
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer.body));
      return undefined;
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
});

afterEach(() => new Promise((closed) => server.close(closed)));

const provider = () => {
  const { port } = server.address() as AddressInfo;
  return new StripeProvider({ apiKey: 'sk_test_1', url: `http://127.0.0.1:${String(port)}`, timeoutMs: 500 });
};
const asked = { refundNumber: 'rfd_1-1', paymentId: 'pi_1', amount: 4200, currency: 'JPY' };

describe('Stripe is asked for money', () => {
  it('of a payment intent, once per number', async () => {
    expect(await provider().refund(asked)).toEqual({ outcome: 'succeeded' });
    expect(told).toEqual([
      { method: 'GET', path: '/v1/refunds', key: undefined, form: { payment_intent: 'pi_1', limit: '100' } },
      {
        method: 'POST',
        path: '/v1/refunds',
        key: 'rfd_1-1/0',
        form: { payment_intent: 'pi_1', amount: '4200', 'metadata[refundNumber]': 'rfd_1-1' },
      },
    ]);
  });

  it('of a charge', async () => {
    await provider().refund({ ...asked, paymentId: 'ch_1' });
    expect(told.map(({ form }) => form.charge)).toEqual(['ch_1', 'ch_1']);
  });

  it.each(['succeeded', 'pending', 'requires_action'])(
    'not again while a refund of the number is %s',
    async (status) => {
      refunds = [refund('succeeded', { metadata: { refundNumber: 'rfd_1-2' } }), refund(status)];
      const outcome = status === 'succeeded' ? 'succeeded' : 'pending';
      expect(await provider().refund(asked)).toEqual({ outcome });
      expect(told.map(({ method }) => method)).toEqual(['GET']);
    },
  );

  it('again, as another request, after it failed', async () => {
    refunds = [refund('failed', { failure_reason: 'insufficient_funds' })];
    expect(await provider().refund(asked)).toEqual({ outcome: 'succeeded' });
    expect(told.at(-1)?.key).toBe('rfd_1-1/1');
  });

  it.each([
    [
      refused(402, { type: 'card_error', code: 'expired_or_canceled_card' }),
      { outcome: 'failed', code: 'account_closed' },
    ],
    [
      refused(400, { type: 'invalid_request_error', code: 'balance_insufficient' }),
      { outcome: 'failed', code: 'insufficient_balance' },
    ],
    [
      refused(400, { type: 'invalid_request_error', code: 'charge_already_refunded' }),
      { outcome: 'failed', code: 'charge_already_refunded' },
    ],
    [
      refused(404, { type: 'invalid_request_error', code: 'resource_missing' }),
      { outcome: 'failed', code: 'resource_missing' },
    ],
    [refused(429, { type: 'invalid_request_error', code: 'rate_limit' }), { outcome: 'failed', code: 'rate_limited' }],
    [refused(409, { type: 'idempotency_error' }), { outcome: 'silence' }],
    [refused(401, { type: 'invalid_request_error' }), { outcome: 'silence' }],
    [refused(500, { type: 'api_error' }), { outcome: 'silence' }],
    ['silence' as const, { outcome: 'silence' }],
    [ok(refund('failed', { failure_reason: 'lost_or_stolen_card' })), { outcome: 'failed', code: 'account_closed' }],
    [ok(refund('failed', { failure_reason: 'unknown' })), { outcome: 'failed', code: 'unknown' }],
    [ok(refund('canceled')), { outcome: 'failed', code: 'canceled' }],
  ])('and answers %j: %j', async (answer, expected) => {
    creates = () => answer;
    expect(await provider().refund(asked)).toEqual(expected);
  });
});

describe('Stripe is asked what became of a number', () => {
  it.each([
    [[], { outcome: 'never_heard' }],
    [[refund('succeeded', { metadata: {} })], { outcome: 'never_heard' }],
    [[refund('failed', { failure_reason: 'declined' }), refund('succeeded')], { outcome: 'succeeded' }],
    [[refund('failed', { failure_reason: 'declined' })], { outcome: 'failed', code: 'declined' }],
  ])('%j: %j', async (known, expected) => {
    refunds = known;
    expect(await provider().query(asked)).toEqual(expected);
  });

  it.each([429, 404, 500])('an error %i says nothing of the money', async (status) => {
    lists = () => refused(status, { type: 'invalid_request_error' });
    expect(await provider().query(asked)).toEqual({ outcome: 'silence' });
  });
});
