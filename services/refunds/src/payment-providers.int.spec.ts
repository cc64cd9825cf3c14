import { eventually, runningSandbox } from '@amends/testing';
import { describe, it } from '@jest/globals';
import { randomBytes, randomUUID } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Pool } from 'pg';
import { HttpPaymentProvider } from './application/providers/http-provider';
import { HttpPaymentPages } from './application/providers/http-payment-pages';
import { pagesContract, type PagesUnderTest } from './application/providers/pages-contract-for-tests';
import { providerContract, type ProviderUnderTest } from './application/providers/provider-contract-for-tests';
import { rememberingCheckout } from './application/providers/remembering-checkout-for-tests';
import { rememberingStripe } from './application/providers/remembering-stripe-for-tests';
import { signedNotification } from './http/notifications.controller';

/** The sandbox says nothing of a payment that it does not know for ten seconds. */
const PATIENCE_MS = 15_000;
const BEFORE_OR_AFTER = { before: 'timeout_before_effect', after: 'timeout_after_effect' } as const;

const { STRIPE_MOCK_URL: stripeMock, SANDBOX_MAIN: sandboxMain } = process.env;

/** The sandbox; what it notifies comes here. */
const listenedTo = async (main: string) => {
  const secret = `whsec_${randomBytes(24).toString('base64')}`;
  const told: Readonly<{ headers: IncomingHttpHeaders; rawBody: Buffer; body: unknown }>[] = [];
  const listener = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const rawBody = Buffer.concat(parts);
      told.push({ headers: request.headers, rawBody, body: JSON.parse(rawBody.toString()) as unknown });
      response.writeHead(200).end('{}');
    });
  });
  await new Promise<void>((listening) => listener.listen(0, '127.0.0.1', listening));
  const here = `http://127.0.0.1:${String((listener.address() as AddressInfo).port)}`;
  const sandbox = await runningSandbox(main, { publicUrl: here, pspSecret: secret, followerUrl: here });
  /** The oldest notification that was not read yet. */
  const notified = async () => {
    await eventually(() => told.length > 0);
    const [first] = told.splice(0, 1);
    if (first === undefined) throw new Error('nothing was told');
    return signedNotification(first, secret);
  };
  const stop = async (): Promise<void> => {
    await sandbox.stop();
    listener.close();
  };
  return { sandbox, notified, stop };
};

const sandboxUnderTest = (main: string) => async (): Promise<ProviderUnderTest> => {
  const { sandbox, notified, stop } = await listenedTo(main);
  const { url } = sandbox;
  const books = new Pool({ connectionString: sandbox.pspBooks });
  const provider = new HttpPaymentProvider({ url: `${url}/psp`, timeoutMs: PATIENCE_MS, connections: 4 });
  const hasty = new HttpPaymentProvider({ url: `${url}/psp`, timeoutMs: 500, connections: 4 });
  const lost = new Set<string>();
  const behave = (paymentId: string, behaviour: string) =>
    fetch(`${url}/dev/sandbox/psp/behaviours`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ paymentId, behaviour, times: 1 }),
    });

  return {
    provider: Object.assign(Object.create(provider) as HttpPaymentProvider, {
      // An answer that is known to be lost need not be waited for as long as one that is late.
      refund: (asked: Parameters<HttpPaymentProvider['refund']>[0]) =>
        (lost.delete(asked.paymentId) ? hasty : provider).refund(asked),
    }),
    strangePayment: 'pay-strange',
    payment: async (amount) => {
      const id = `pay-${randomUUID()}`;
      await books.query(
        "INSERT INTO captures (payment_id, amount, currency, order_id) VALUES ($1, $2, 'CNY', 'ord_1')",
        [id, amount],
      );
      return id;
    },
    lose: async (paymentId, effect) => {
      await behave(paymentId, BEFORE_OR_AFTER[effect]);
      lost.add(paymentId);
    },
    notified: async (refund) => {
      await behave(refund.paymentId, 'duplicate_notification');
      await provider.refund({ ...refund, currency: 'CNY' });
      const read = await notified();
      if ('linkNumber' in read) throw new Error('it is about a refund');
      return read;
    },
    close: async () => {
      await Promise.all([hasty.close(), books.end()]);
      await stop();
    },
  };
};

const sandboxPages = (main: string) => async (): Promise<PagesUnderTest> => {
  const { sandbox, notified, stop } = await listenedTo(main);
  return {
    pages: new HttpPaymentPages({ url: `${sandbox.url}/psp`, timeoutMs: PATIENCE_MS }),
    pay: async ({ providerId }) => {
      const paid = await fetch(`${sandbox.url}/dev/sandbox/psp/pages/${providerId}/pay`, { method: 'POST' });
      const { status } = (await paid.json()) as Readonly<{ status: string }>;
      if (status !== 'paid') return undefined;
      const read = await notified();
      if ('linkNumber' in read) return read;
      throw new Error('it is about a page');
    },
    close: stop,
  };
};

if (sandboxMain === undefined)
  describe.skip('the contracts of payment providers, kept by the sandbox', () => it('', () => undefined));
else {
  providerContract('the sandbox', sandboxUnderTest(sandboxMain));
  pagesContract('the sandbox', sandboxPages(sandboxMain));
}

if (stripeMock === undefined)
  describe.skip('the contracts of payment providers, kept by Stripe', () => it('', () => undefined));
else {
  providerContract('Stripe (stripe-mock behind a memory)', () => rememberingStripe(stripeMock));
  pagesContract('Stripe (stripe-mock behind a memory)', () => rememberingCheckout(stripeMock));
}
