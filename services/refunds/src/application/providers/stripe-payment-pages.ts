import type { LinkAnswer } from '@amends/domain/refunds';
import { millis } from '@amends/kernel';
import type Stripe from 'stripe';
import { PaymentPages, UNHEARD, type PageAsked, type PageMade } from './payment-pages';
import { stripeClient, type StripeSettings } from './stripe-provider';

/** Stripe's hosted checkout (https://docs.stripe.com/api/checkout/sessions): a session is paid once, or expires. */
export class StripePaymentPages extends PaymentPages {
  private readonly stripe: Stripe;

  constructor(settings: StripeSettings) {
    super();
    this.stripe = stripeClient(settings);
  }

  override async make(page: PageAsked): Promise<PageMade | 'silence'> {
    const { number, refundId, amount, currency, expiresAt, returnUrl } = page;
    const price = { currency: currency.toLowerCase(), unit_amount: amount, product_data: { name: refundId } };
    try {
      const { id, url } = await this.stripe.checkout.sessions.create({
        mode: 'payment',
        client_reference_id: number,
        line_items: [{ quantity: 1, price_data: price }],
        expires_at: Math.floor(millis(expiresAt) / 1000),
        success_url: returnUrl,
        cancel_url: returnUrl,
        payment_intent_data: { metadata: { recovery: refundId } },
      });
      return url === null ? 'silence' : { providerId: id, url };
    } catch {
      return 'silence';
    }
  }

  override async query(providerId: string): Promise<LinkAnswer> {
    return this.heard(() => this.stripe.checkout.sessions.retrieve(providerId));
  }

  /** Stripe refuses to expire what is paid or expired: then it says what it is. */
  override async close(providerId: string): Promise<LinkAnswer> {
    const closed = await this.heard(() => this.stripe.checkout.sessions.expire(providerId));
    return closed.outcome === 'silence' ? this.query(providerId) : closed;
  }

  private async heard(call: () => Promise<Stripe.Checkout.Session>): Promise<LinkAnswer> {
    try {
      return answerOf(await call());
    } catch {
      return UNHEARD;
    }
  }
}

/** Complete and not paid: the money is on its way, as with bank debits. */
const answerOf = ({ status, payment_status: paid, payment_intent: intent }: Stripe.Checkout.Session): LinkAnswer => {
  if (paid === 'paid' && intent !== null)
    return { outcome: 'paid', paymentId: typeof intent === 'string' ? intent : intent.id };
  return status === 'expired' ? { outcome: 'closed' } : { outcome: 'open' };
};
