import Stripe from 'stripe';
import type { Notified } from '../notifications';

/** Seconds that a signature counts, as Stripe's own libraries have it. */
const TOLERANCE_S = 300;

type Signed = Readonly<{ signature: string; body: Buffer; secret: string }>;

/**
 * What an event of Stripe tells of refunds of ours: nothing, one, or several. What it says is only a reason to ask, so that
 * an event told again, or late, changes nothing by itself.
 */
export const stripeNotifications = ({
  signature,
  body,
  secret,
}: Signed): readonly Notified[] | 'forged' | 'unreadable' => {
  try {
    const event = Stripe.webhooks.constructEvent(body, signature, secret, TOLERANCE_S);
    return refundsIn(event).flatMap((refund) => notified(event.id, refund));
  } catch (error) {
    return error instanceof Stripe.errors.StripeSignatureVerificationError ? 'forged' : 'unreadable';
  }
};

const refundsIn = (event: Stripe.Event): readonly Stripe.Refund[] => {
  // Newer versions of the API leave the refunds out of the charge; they send refund.updated as well.
  if (event.type === 'charge.refunded') return event.data.object.refunds?.data ?? [];
  return isOfRefund(event) ? [event.data.object] : [];
};

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
