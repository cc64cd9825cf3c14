import type { ProviderAnswer } from '@amends/domain/refunds';
import Stripe from 'stripe';
import { PaymentProvider, SILENCE, type AskedRefund, type ProviderRefund } from './payment-provider';

export type StripeSettings = Readonly<{ apiKey: string; url: string; timeoutMs: number }>;

/** Stripe keeps an answer under its idempotency key for a day or so; our number in the refund itself it keeps for ever. */
export const NUMBER = 'refundNumber';
const PAGE = 100;

/**
 * Stripe's Refunds API. A payment is what the storefront knows it by: a payment intent (`pi_…`) or a charge. Before money
 * is asked for, the refunds of the payment are looked through for our number: no retry, however late, pays twice.
 */
export class StripeProvider extends PaymentProvider {
  private readonly stripe: Stripe;

  constructor(settings: StripeSettings) {
    super();
    this.stripe = stripeClient(settings);
  }

  override async refund({ refundNumber, paymentId, amount }: ProviderRefund): Promise<ProviderAnswer> {
    try {
      const earlier = await this.numbered({ refundNumber, paymentId });
      const standing = earlier.find(({ status }) => !isOver(status));
      if (standing !== undefined) return answerOf(standing);
      const made = await this.stripe.refunds.create(
        { ...paymentOf(paymentId), amount, metadata: { [NUMBER]: refundNumber } },
        // What failed may be tried again, and is another request for Stripe; what was not heard is the same one.
        { idempotencyKey: `${refundNumber}/${String(earlier.length)}` },
      );
      return answerOf(made);
    } catch (error) {
      return refusalOf(error);
    }
  }

  override async query(asked: AskedRefund): Promise<ProviderAnswer> {
    try {
      const known = await this.numbered(asked);
      const [last] = known;
      if (last === undefined) return { outcome: 'never_heard' };
      return answerOf(known.find(({ status }) => !isOver(status)) ?? last);
    } catch {
      return SILENCE; // A question that failed says nothing of the money.
    }
  }

  override close(): Promise<void> {
    return Promise.resolve();
  }

  /** All refunds of the payment that carry our number, the newest first. */
  private async numbered({ refundNumber, paymentId }: AskedRefund): Promise<readonly Stripe.Refund[]> {
    const found: Stripe.Refund[] = [];
    for await (const refund of this.stripe.refunds.list({ ...paymentOf(paymentId), limit: PAGE }))
      if (refund.metadata?.[NUMBER] === refundNumber) found.push(refund);
    return found;
  }
}

/** Stripe's own client, without its retries. */
export const stripeClient = ({ apiKey, url, timeoutMs }: StripeSettings): Stripe => {
  const { protocol, hostname, port } = new URL(url);
  return new Stripe(apiKey, {
    protocol: protocol === 'http:' ? 'http' : 'https',
    host: hostname,
    ...(port === '' ? {} : { port }),
    timeout: timeoutMs,
    // Retries are ours: they are in the books.
    maxNetworkRetries: 0,
    telemetry: false,
  });
};

/** How Stripe is told which payment is meant. */
export const paymentOf = (paymentId: string): Readonly<{ payment_intent: string }> | Readonly<{ charge: string }> =>
  paymentId.startsWith('pi_') ? { payment_intent: paymentId } : { charge: paymentId };

const isOver = (status: string | null): boolean => status === 'failed' || status === 'canceled';

const answerOf = ({ status, failure_reason: reason }: Stripe.Refund): ProviderAnswer => {
  switch (status) {
    case 'succeeded':
      return { outcome: 'succeeded' };
    case 'failed':
      return { outcome: 'failed', code: FAILURES[reason ?? ''] ?? reason ?? 'declined' };
    case 'canceled':
      return { outcome: 'failed', code: 'canceled' };
    // `requires_action` waits for the buyer: he is asked by Stripe itself.
    case null:
    default:
      return { outcome: 'pending' };
  }
};

/** Stripe's reasons (https://docs.stripe.com/refunds#failed-refunds) and error codes in our words; others keep their own. */
const FAILURES: Readonly<Record<string, string>> = {
  expired_or_canceled_card: 'account_closed',
  lost_or_stolen_card: 'account_closed',
  insufficient_funds: 'insufficient_balance',
  balance_insufficient: 'insufficient_balance',
  rate_limit: 'rate_limited',
  lock_timeout: 'rate_limited',
};

/** What an error says of the money asked for: nothing, unless Stripe refused the request for what was asked. */
const refusalOf = (error: unknown): ProviderAnswer => {
  const { StripeCardError, StripeInvalidRequestError, StripeRateLimitError } = Stripe.errors;
  if (error instanceof StripeRateLimitError) return { outcome: 'failed', code: 'rate_limited' };
  if (error instanceof StripeInvalidRequestError || error instanceof StripeCardError)
    return { outcome: 'failed', code: FAILURES[error.code ?? ''] ?? error.code ?? 'refused' };
  // No connection, a fault of theirs, the same key under way elsewhere, or a key of ours that is not accepted.
  return SILENCE;
};
