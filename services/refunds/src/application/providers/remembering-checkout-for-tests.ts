import { randomUUID } from 'node:crypto';
import Stripe from 'stripe';
import type { PagesUnderTest } from './pages-contract-for-tests';
import { stripeNotifications } from './stripe-notification';
import { StripePaymentPages } from './stripe-payment-pages';
import { refusal, stripeStandIn, type Answer } from './stripe-stand-in-for-tests';

type Session = Readonly<Record<string, unknown>>;
const SECRET = 'whsec_contract';
const PATH = '/v1/checkout/sessions';

/** Stripe's checkout: sessions that are open until they are paid or expired (https://docs.stripe.com/api/checkout/sessions). */
export const rememberingCheckout = async (mockUrl: string): Promise<PagesUnderTest> => {
  const sessions = new Map<string, Session>();
  const keep = (session: Session): Answer => {
    sessions.set(String(session.id), session);
    return { status: 200, body: session };
  };
  const { url, close } = await stripeStandIn(mockUrl, ({ method, path, form, shape }) => {
    if (method === 'POST' && path === PATH) {
      const id = `cs_${randomUUID()}`;
      const made = { status: 'open', payment_status: 'unpaid', payment_intent: null };
      const page = { id, url: `https://checkout.example/${id}`, client_reference_id: form.get('client_reference_id') };
      return keep({ ...shape, ...made, ...page });
    }
    const session = sessions.get(path.split('/')[4] ?? '');
    if (session === undefined) return refusal(404, 'resource_missing');
    if (!path.endsWith('/expire')) return { status: 200, body: session };
    return session.status === 'open' ? keep({ ...session, status: 'expired' }) : refusal(400, 'not_open');
  });
  return {
    pages: new StripePaymentPages({ apiKey: 'sk_test_123', url, timeoutMs: 1500 }),
    pay: ({ providerId }) => {
      const session = sessions.get(providerId);
      if (session?.status !== 'open') return Promise.resolve(undefined);
      const paid = { status: 'complete', payment_status: 'paid', payment_intent: `pi_${randomUUID()}` };
      const { body: object } = keep({ ...session, ...paid });
      const event = { id: 'evt_1', object: 'event', type: 'checkout.session.completed', data: { object } };
      const payload = JSON.stringify(event);
      const signature = Stripe.webhooks.generateTestHeaderString({ payload, secret: SECRET });
      const told = stripeNotifications({ signature, body: Buffer.from(payload), secret: SECRET });
      if (told === 'forged' || told === 'unreadable' || told[0] === undefined || !('linkNumber' in told[0]))
        throw new Error('it says nothing of a page');
      return Promise.resolve(told[0]);
    },
    close,
  };
};
