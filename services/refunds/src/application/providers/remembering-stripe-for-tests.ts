import { randomUUID } from 'node:crypto';
import Stripe from 'stripe';
import type { Notified } from '../notifications';
import type { ProviderUnderTest } from './provider-contract-for-tests';
import { stripeNotifications } from './stripe-notification';
import { StripeProvider } from './stripe-provider';
import { refusal, stripeStandIn, type Answer } from './stripe-stand-in-for-tests';

type Kept = Readonly<{ payment: string; amount: number; refund: Readonly<Record<string, unknown>> }>;
const SECRET = 'whsec_contract';
const TIMEOUT_MS = 1500;

/** Stripe as it gives money back: payments, refunds, what is left (https://docs.stripe.com/api/refunds). */
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
  const make = (payment: string, form: URLSearchParams, shape: object): Answer => {
    const [left, amount] = [leftOf(payment), Number(form.get('amount'))];
    if (left === undefined) return refusal(404, 'resource_missing');
    if (amount > left) return refusal(400, 'amount_too_large');
    const metadata = { refundNumber: form.get('metadata[refundNumber]') };
    const said = { amount, payment_intent: payment, status: 'succeeded', metadata };
    const refund = { ...shape, id: `re_${randomUUID()}`, ...said };
    refunds.push({ payment, amount, refund });
    return { status: 200, body: refund };
  };
  const { url, close } = await stripeStandIn(mockUrl, ({ method, form, shape }) => {
    const payment = form.get('payment_intent') ?? '';
    if (method === 'GET') {
      const data = refunds.filter((each) => each.payment === payment).map(({ refund }) => refund);
      return { status: 200, body: { ...shape, has_more: false, data: data.reverse() } };
    }
    const loss = losses.get(payment);
    losses.delete(payment);
    // A line that goes dead at once would be tried again by Stripe's library itself; one that stays silent is not.
    if (loss === 'before') return undefined;
    const made = make(payment, form, shape);
    return loss === 'after' ? undefined : made;
  });
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
      if (told === 'forged' || told === 'unreadable' || told[0] === undefined || 'linkNumber' in told[0])
        throw new Error('it says nothing of a refund');
      return told[0];
    },
    close,
  };
};
