import Stripe from 'stripe';
import { isLinkNumber } from '@amends/domain/refunds';
import type { Notified } from '../notifications';
import type { NotifiedOfLink } from '../payment-links';

/** Seconds that a signature counts, as Stripe's own libraries have it. */
const TOLERANCE_S = 300;

type Signed = Readonly<{ signature: string; body: Buffer; secret: string }>;

/**
 * What an event of Stripe tells of refunds and links of ours: nothing, one, or several. What it says is only a reason to ask, so that
 * an event told again, or late, changes nothing by itself.
 */
export const stripeNotifications = ({
  signature,
  body,
  secret,
}: Signed): readonly (Notified | NotifiedOfLink)[] | 'forged' | 'unreadable' => {
  try {
    const event = Stripe.webhooks.constructEvent(body, signature, secret, TOLERANCE_S);
    return [...refundsIn(event).flatMap((refund) => notified(event.id, refund)), ...linkIn(event)];
  } catch (error) {
    return error instanceof Stripe.errors.StripeSignatureVerificationError ? 'forged' : 'unreadable';
  }
};

const refundsIn = (event: Stripe.Event): readonly Stripe.Refund[] => {
  // Newer versions of the API leave the refunds out of the charge; they send refund.updated as well.
  if (event.type === 'charge.refunded') return event.data.object.refunds?.data ?? [];
  return isOfRefund(event) ? [event.data.object] : [];
};

/** A session of the checkout is paid, or over; those of the shop's own have no number of ours. */
const linkIn = (event: Stripe.Event): readonly NotifiedOfLink[] => {
  const linkNumber = isOfSession(event) ? event.data.object.client_reference_id : null;
  return linkNumber !== null && isLinkNumber(linkNumber) ? [{ id: event.id, linkNumber }] : [];
};

type OfSession =
  | Stripe.CheckoutSessionCompletedEvent
  | Stripe.CheckoutSessionExpiredEvent
  | Stripe.CheckoutSessionAsyncPaymentSucceededEvent
  | Stripe.CheckoutSessionAsyncPaymentFailedEvent;

const OF_SESSION: ReadonlySet<string> = new Set<OfSession['type']>([
  'checkout.session.completed',
  'checkout.session.expired',
  'checkout.session.async_payment_succeeded',
  'checkout.session.async_payment_failed',
]);

const isOfSession = (event: Stripe.Event): event is OfSession => OF_SESSION.has(event.type);

type OfRefund =
  Stripe.RefundCreatedEvent | Stripe.RefundUpdatedEvent | Stripe.RefundFailedEvent | Stripe.ChargeRefundUpdatedEvent;

const OF_REFUND: ReadonlySet<string> = new Set<OfRefund['type']>([
  'refund.created',
  'refund.updated',
  'refund.failed',
  'charge.refund.updated',
]);

const isOfRefund = (event: Stripe.Event): event is OfRefund => OF_REFUND.has(event.type);

const notified = (id: string, { status, metadata }: Stripe.Refund): readonly Notified[] => {
  const refundNumber = metadata?.refundNumber;
  if (refundNumber === undefined) return [];
  if (status === 'succeeded') return [{ id, refundNumber, says: 'succeeded' }];
  if (status === 'failed' || status === 'canceled') return [{ id, refundNumber, says: 'failed' }];
  return [];
};
