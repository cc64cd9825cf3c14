import type { AfterSaleStatus } from '@amends/contracts';
import type { Row } from './life';

/** Rows that every type has (states.md 2): withdrawing before review, and the end of a rejection nobody escalates. */
// prettier-ignore
export const reviewRows: readonly Row[] = [
  { row: 'K2',  from: 'pending_merchant_review', by: ['buyer'],    on: 'modify',             emits: 'after_sale.modified',  to: 'pending_merchant_review' },
  { row: 'K3',  from: 'pending_merchant_review', by: ['buyer'],    on: 'cancel',             emits: 'after_sale.cancelled', to: 'cancelled_by_buyer' },
  { row: 'K8',  from: 'pending_merchant_review', by: ['merchant'], on: 'reject',             emits: 'after_sale.rejected',  to: 'merchant_rejected' },
  { row: 'K3',  from: 'merchant_rejected',       by: ['buyer'],    on: 'cancel',             emits: 'after_sale.cancelled', to: 'cancelled_by_buyer' },
  { row: 'K12', from: 'merchant_rejected',       by: ['buyer'],    on: 'modify',             emits: 'after_sale.modified',  to: 'pending_merchant_review' },
  { row: 'K13', from: 'merchant_rejected',       by: ['system'],   on: 'escalation_expires', emits: 'after_sale.closed',    to: 'closed' },
];

/**
 * Talking about something else instead (states.md 2, K4–K7). What both agree on is what the ticket then is: the table of
 * that type says where it leads (its row K5 from negotiating).
 */
// prettier-ignore
export const negotiationRows: readonly Row[] = [
  { row: 'K4',  from: 'pending_merchant_review', by: ['merchant'],          on: 'offers',        emits: 'negotiation.offered',   to: 'negotiating' },
  { row: 'K5',  from: 'negotiating',             by: ['buyer', 'merchant'], on: 'accept_offer',  emits: 'negotiation.accepted',  to: 'negotiating' },
  { row: 'K6',  from: 'negotiating',             by: ['buyer', 'merchant'], on: 'offers',        emits: 'negotiation.countered', to: 'negotiating' },
  { row: 'K7',  from: 'negotiating',             by: ['buyer', 'merchant'], on: 'decline_offer', emits: 'negotiation.declined',  to: 'pending_merchant_review' },
  { row: 'K7',  from: 'negotiating',             by: ['system'],            on: 'offer_expires', emits: 'negotiation.expired',   to: 'pending_merchant_review' },
  { row: 'K3',  from: 'negotiating',             by: ['buyer'],             on: 'cancel',        emits: 'after_sale.cancelled',  to: 'cancelled_by_buyer' },
];

/** The money (states.md 2, K16–K18); a refund that is taken back opens even a completed ticket again (rulings.md 5.4). */
// prettier-ignore
export const refundRows: readonly Row[] = [
  { row: 'K16', from: 'refunding',     by: ['refunds'], on: 'refund_succeeds', emits: 'after_sale.completed',     to: 'completed' },
  { row: 'K17', from: 'refunding',     by: ['refunds'], on: 'refund_fails',    emits: 'after_sale.refund_failed', to: 'refund_failed' },
  { row: 'K17', from: 'completed',     by: ['refunds'], on: 'refund_reversed', emits: 'after_sale.refund_failed', to: 'refund_failed' },
  { row: 'K18', from: 'refund_failed', by: ['refunds'], on: 'refund_retried',  emits: 'case.refund_retried',      to: 'refunding' },
  { row: 'K16', from: 'refund_failed', by: ['refunds'], on: 'refund_succeeds', emits: 'after_sale.completed',     to: 'completed' },
];

/** The platform gives more time, wherever time runs (K19). */
export const extensionRows = (...statuses: readonly AfterSaleStatus[]): readonly Row[] =>
  statuses.map((status) => ({
    row: 'K19',
    from: status,
    by: ['agent', 'supervisor', 'operator'],
    on: 'deadline_extensions',
    emits: 'after_sale.deadline_changed',
    to: status,
  }));
