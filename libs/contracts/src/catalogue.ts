import type { Catalogue, CatalogueEntry } from '@amends/kernel';

type Family = Readonly<{ topic: string; subject: string; public?: boolean; types: readonly string[] }>;

/** Requests elsewhere may wait until one of these has been heard there (api.md 1). */
const AWAITED: ReadonlySet<string> = new Set([
  'order.paid',
  'order.line_shipped',
  'order.line_received',
  'order.line_closed',
  'price.changed',
  'after_sale.submitted',
  'after_sale.modified',
  'after_sale.approved',
  'after_sale.rejected',
  'after_sale.cancelled',
  'after_sale.closed',
  'after_sale.completed',
  'refund.succeeded',
  'refund.partially_succeeded',
  'refund.failed',
  'refund.reversed',
]);

/** Every type that leaves a service: by topic, with the field that names what it is about. Names are never changed. */
const families: readonly Family[] = [
  {
    topic: 'orders',
    subject: 'orderId',
    types: [
      'order.paid',
      'order.line_shipped',
      'order.line_received',
      'order.line_closed',
      'order.line_refunded',
      'order.cancel_locked',
      'order.cancel_acknowledged',
      'order.after_sale_window_closed',
      'order.address_changed',
      'address_change.requested',
      'address_change.declined',
      'address_change.reshipped',
      'parcel.redirected',
    ],
  },
  { topic: 'orders', subject: 'sku', types: ['price.changed'] },
  {
    topic: 'orders',
    subject: 'afterSaleId',
    types: ['parcel.intercept_requested', 'parcel.intercepted', 'parcel.intercept_failed'],
  },
  {
    topic: 'after-sales',
    subject: 'afterSaleId',
    types: [
      'after_sale.submitted',
      'after_sale.modified',
      'after_sale.approved',
      'after_sale.rejected',
      'after_sale.type_changed',
      'after_sale.cancelled',
      'after_sale.closed',
      'after_sale.completed',
      'after_sale.reopened',
      'after_sale.refund_failed',
      'after_sale.deadline_changed',
      'after_sale.message_added',
      'after_sale.verdict_applied',
      'return.received',
      'return.partially_received',
      'return.rejected',
      'return.disposed',
      'price_protection.approved',
      'negotiation.offered',
      'negotiation.countered',
      'negotiation.accepted',
      'negotiation.declined',
      'negotiation.expired',
      'repair.resumed',
      'evidence.added',
      'replacement.shipped',
      'replacement.received',
      'reissue.shipped',
      'repair.started',
      'repair.quoted',
      'repair.quote_accepted',
      'repair.quote_declined',
      'repair.finished',
      'repair.overdue',
      'repair.sent_back',
      'charge.captured',
    ],
  },
  {
    topic: 'after-sales',
    subject: 'disputeId',
    types: [
      'dispute.opened',
      'dispute.conceded',
      'dispute.withdrawn',
      'dispute.evidence_requested',
      'dispute.review_started',
      'dispute.evidence_overdue',
      'dispute.proposal_made',
      'dispute.proposal_accepted',
      'dispute.proposal_declined',
      'dispute.proposal_expired',
      'dispute.mediated',
      'dispute.verdict_issued',
      'dispute.escalated',
      'dispute.appealed',
      'dispute.final',
      'dispute.settled_by_platform',
      'dispute.deadline_changed',
    ],
  },
  {
    topic: 'after-sales',
    subject: 'complaintId',
    types: ['complaint.filed', 'complaint.answered', 'complaint.escalated', 'complaint.closed'],
  },
  {
    topic: 'refunds',
    subject: 'refundId',
    types: [
      'refund.created',
      'refund.processing',
      'refund.succeeded',
      'refund.partially_succeeded',
      'refund.failed',
      'refund.reversed',
      'refund.retried',
      'refund.cancelled',
      'refund_leg.submitted',
      'refund_leg.queued',
      'refund_leg.unknown',
      'refund_leg.succeeded',
      'refund_leg.failed',
    ],
  },
  {
    topic: 'refunds',
    subject: 'afterSaleId',
    types: ['fast_refund.eligible', 'fast_refund.advanced', 'fast_refund.settled', 'fast_refund.contested'],
  },
  {
    topic: 'refunds',
    subject: 'refundId',
    types: [
      'recovery.started',
      'recovery.payment_received',
      'recovery.reminded',
      'recovery.completed',
      'recovery.written_off',
    ],
  },
  { topic: 'refunds', subject: 'buyerId', public: false, types: ['buyer_credit.changed'] },
  { topic: 'refunds', subject: 'settings', public: false, types: ['fast_refund.settings_changed'] },
  {
    topic: 'pickups',
    subject: 'afterSaleId',
    types: [
      'return.pickup_booked',
      'return.courier_assigned',
      'return.pickup_failed',
      'return.pickup_cancelled',
      'return.pickup_reassigned',
      'return.picked_up',
      'return.shipped',
      'return.tracking_updated',
      'return.signed',
      'return.stalled',
      'return.lost',
      'return.waybill_changed',
      'return.dropped_off',
    ],
  },
  {
    topic: 'insurance',
    subject: 'policyId',
    types: ['policy.purchased', 'policy.failed', 'policy.cancelled', 'policy.expired', 'policy.rebound'],
  },
  {
    topic: 'insurance',
    subject: 'claimId',
    types: ['claim.submitted', 'claim.approved', 'claim.paid', 'claim.rejected', 'claim.settled'],
  },
  { topic: 'refunds.commands', subject: 'afterSaleId', public: false, types: ['refund.request'] },
  {
    topic: 'pickups.commands',
    subject: 'afterSaleId',
    public: false,
    types: ['pickup.book', 'pickup.cancel', 'pickup.register_waybill', 'pickup.change_waybill'],
  },
];

const entry = (family: Family, type: string): CatalogueEntry => ({
  topic: family.topic,
  version: 1,
  subject: family.subject,
  public: family.public ?? true,
  awaited: AWAITED.has(type),
});

/** What the relay publishes, and where; a stored type that is not in here stays private to its service. */
export const catalogue: Catalogue = Object.fromEntries(
  families.flatMap((family) => family.types.map((type) => [type, entry(family, type)])),
);

/** Topics of facts, in the order of the flow. */
export const FACT_TOPICS = ['orders', 'after-sales', 'refunds', 'pickups', 'insurance'] as const;

/** Topics of commands: one consumer each. */
export const COMMAND_TOPICS = ['refunds.commands', 'pickups.commands'] as const;
