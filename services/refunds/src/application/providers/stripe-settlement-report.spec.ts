import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { StripeSettlementReport } from './stripe-settlement-report';

// Answers in the shapes of https://docs.stripe.com/api/balance_transactions/list and https://docs.stripe.com/api/refunds/list.
let server: Server;
let asked: URL[];
let pages: object[][];

const refund = (id: string, more: object = {}) => ({
  id,
  object: 'refund',
  amount: 4200,
  currency: 'cny',
  status: 'succeeded',
  created: 1_772_330_000,
  payment_intent: 'pi_1',
  charge: 'ch_1',
  metadata: { refundNumber: 'rfd_1-1' },
  ...more,
});
const movement = (type: string, source: object | string, created = 1_772_340_000) => ({
  id: `txn_${String(created)}`,
  object: 'balance_transaction',
  type,
  created,
  source,
});

beforeEach(async () => {
  asked = [];
  pages = [];
  server = createServer((request, response) => {
    asked.push(new URL(request.url ?? '', 'http://stripe'));
    const data = pages.shift() ?? [];
    const body = { object: 'list', url: '/v1/list', has_more: pages.length > 0, data };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
});
afterEach(() => new Promise((closed) => server.close(closed)));

const report = () => {
  const { port } = server.address() as AddressInfo;
  return new StripeSettlementReport({ apiKey: 'sk_test_1', url: `http://127.0.0.1:${String(port)}`, timeoutMs: 500 });
};
const stretch = { from: '2026-03-01T16:00:00.000Z', before: '2026-03-02T16:00:00.000Z' };
const changed = async () => {
  const found = [];
  for await (const item of report().changed(stretch)) found.push(item);
  return found;
};

const told = {
  paymentId: 'pi_1',
  otherPaymentIds: ['ch_1'],
  number: 'rfd_1-1',
  amount: 4200,
  currency: 'CNY',
  status: 'succeeded',
};

describe("Stripe's balance as a settlement report", () => {
  it('tells refunds as they are now, once each, and nothing else that moved the balance', async () => {
    pages = [
      [
        movement('charge', { id: 'ch_1', object: 'charge' }),
        movement('refund', refund('re_1')),
        movement('payment_refund', refund('re_2', { metadata: {}, status: 'pending' })),
      ],
      [
        movement('refund_failure', refund('re_3', { status: 'failed' }), 1_772_350_000),
        movement('refund', refund('re_3', { status: 'failed' })),
      ],
    ];
    expect(await changed()).toEqual([
      { ...told, changedAt: '2026-03-01T04:40:00.000Z' },
      { ...told, number: 're_2', status: 'open', changedAt: '2026-03-01T04:40:00.000Z' },
      { ...told, status: 'failed', changedAt: '2026-03-01T07:26:40.000Z' },
    ]);
  });

  it('asks for the stretch, page by page, with the refunds themselves', async () => {
    pages = [[movement('refund', refund('re_1'))], []];
    await changed();
    expect(asked.map(({ pathname }) => pathname)).toEqual(['/v1/balance_transactions', '/v1/balance_transactions']);
    expect(Object.fromEntries(asked[0]?.searchParams ?? [])).toEqual({
      'created[gte]': '1772380800',
      'created[lt]': '1772467200',
      'expand[0]': 'data.source',
      limit: '100',
    });
    expect(asked[1]?.searchParams.get('starting_after')).toBe('txn_1772340000');
  });

  it('tells all that it knows about a number of ours', async () => {
    pages = [[refund('re_2'), refund('re_1', { status: 'failed' }), refund('re_0', { metadata: {} })]];
    const found = await report().about({ refundNumber: 'rfd_1-1', paymentId: 'ch_1' });
    expect(found.map(({ status }) => status)).toEqual(['succeeded', 'failed']);
    expect(Object.fromEntries(asked[0]?.searchParams ?? [])).toEqual({ charge: 'ch_1', limit: '100' });
  });

  it('throws rather than tell half of it', async () => {
    const broken = report();
    server.removeAllListeners('request');
    server.on('request', (_, response) => void response.writeHead(500).end('{}'));
    await expect(broken.about({ refundNumber: 'rfd_1-1', paymentId: 'pi_1' })).rejects.toThrow();
  });
});
