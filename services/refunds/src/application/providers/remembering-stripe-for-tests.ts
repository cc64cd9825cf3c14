import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import Stripe from 'stripe';
import type { Notified } from '../notifications';
import type { ProviderUnderTest } from './provider-contract-for-tests';
import { stripeNotifications } from './stripe-notification';
import { StripeProvider } from './stripe-provider';

type Answer = Readonly<{ status: number; body: object }>;
type Kept = Readonly<{ payment: string; amount: number; refund: Readonly<Record<string, unknown>> }>;
const SECRET = 'whsec_contract';
const TIMEOUT_MS = 1500;

/**
 * Stripe's stand-in judges every request by the description of the API and shapes every answer, but keeps nothing. This
 * stands before it and remembers: payments, refunds, what is left (https://docs.stripe.com/api/refunds).
 */
export const rememberingStripe = async (mockUrl: string): Promise<ProviderUnderTest> => {
  const payments = new Map<string, number>();
  const losses = new Map<string, 'before' | 'after'>();
  const refunds: Kept[] = [];
  const leftOf = (payment: string): number | undefined => {
    const captured = payments.get(payment);
    return captured === undefined
      ? undefined
      : refunds.reduce((left, each) => (each.payment === payment ? left - each.amount : left), captured);
  };

  const server = createServer((request, response) => void serve(request, response));
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await read(request);
    const said = await fetch(mockUrl + (request.url ?? ''), {
      method: request.method ?? 'GET',
      headers: {
        authorization: request.headers.authorization ?? '',
        'content-type': 'application/x-www-form-urlencoded',
      },
      ...(body === '' ? {} : { body }),
    });
    const shape = (await said.json()) as Readonly<Record<string, unknown>>;
    if (!said.ok) {
      answer(response, said.status, shape);
      return;
    }
    const form = new URLSearchParams(request.method === 'GET' ? request.url?.split('?')[1] : body);
    const payment = form.get('payment_intent') ?? '';
    if (request.method === 'GET') {
      const data = refunds.filter((each) => each.payment === payment).map(({ refund }) => refund);
      answer(response, 200, { ...shape, has_more: false, data: data.reverse() });
      return;
    }
    const loss = losses.get(payment);
    losses.delete(payment);
    // A line that goes dead at once would be tried again by Stripe's library itself; one that stays silent is not.
    if (loss === 'before') return;
    const made = make(payment, form, shape);
    if (loss !== 'after') answer(response, made.status, made.body);
  };
  const make = (payment: string, form: URLSearchParams, shape: object): Answer => {
    const [left, amount] = [leftOf(payment), Number(form.get('amount'))];
    if (left === undefined) return { status: 404, body: refusal('resource_missing') };
    if (amount > left) return { status: 400, body: refusal('amount_too_large') };
    const metadata = { refundNumber: form.get('metadata[refundNumber]') };
    const said = { amount, payment_intent: payment, status: 'succeeded', metadata };
    const refund = { ...shape, id: `re_${randomUUID()}`, ...said };
    refunds.push({ payment, amount, refund });
    return { status: 200, body: refund };
  };
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  const provider = new StripeProvider({ apiKey: 'sk_test_123', url, timeoutMs: TIMEOUT_MS });

  return {
    provider,
    strangePayment: 'pi_strange',
    payment: (amount) => {
      const id = `pi_${randomUUID()}`;
      payments.set(id, amount);
      return Promise.resolve(id);
    },
    lose: (paymentId, effect) => {
      losses.set(paymentId, effect);
      return Promise.resolve();
    },
    notified: async ({ paymentId, refundNumber, amount }): Promise<Notified> => {
      await provider.refund({ paymentId, refundNumber, amount, currency: 'CNY' });
      const object = refunds.at(-1)?.refund;
      const payload = JSON.stringify({ id: 'evt_1', object: 'event', type: 'refund.created', data: { object } });
      const signature = Stripe.webhooks.generateTestHeaderString({ payload, secret: SECRET });
      const told = stripeNotifications({ signature, body: Buffer.from(payload), secret: SECRET });
      if (told === 'forged' || told === 'unreadable' || told[0] === undefined) throw new Error('it says nothing');
      return told[0];
    },
    close: () =>
      new Promise((closed) => {
        server.closeAllConnections();
        server.close(() => closed());
      }),
  };
};

/** https://docs.stripe.com/api/errors */
const refusal = (code: string): object => ({ error: { type: 'invalid_request_error', code, message: code } });

const answer = (response: ServerResponse, status: number, body: object): void =>
  void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));

const read = async (request: IncomingMessage): Promise<string> => {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
};
