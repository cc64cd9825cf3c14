import type { Instant, Message } from '@amends/kernel';
import type { Sealed } from './facts';

export type ComplaintStatus = 'awaiting_answer' | 'escalated' | 'answered' | 'closed';
export type ComplaintDeadlineKind = 'complaint_answer' | 'complaint_closing';

/**
 * In every event of a complaint: whose it is, what it is about, and where it stands after the event. A complaint about
 * the platform itself has no order, and so no merchant.
 */
export type ComplaintFacts = Readonly<{
  orderId: string | null;
  merchantId: string | null;
  buyerId: string;
  occurredAt: Instant;
  afterSaleId: string | null;
  complaintId: string;
  complaintStatus: ComplaintStatus;
  /** What it now waits for; null where nothing is awaited. */
  complaintDeadline: Readonly<{ kind: ComplaintDeadlineKind; dueAt: Instant }> | null;
}>;

export type ComplaintFiled = Message<
  'complaint.filed',
  ComplaintFacts & { subject: Sealed; text: Sealed; evidenceIds: readonly string[] }
>;
/** `number` counts the answers from 1. */
export type ComplaintAnswered = Message<
  'complaint.answered',
  ComplaintFacts & { number: number; by: Readonly<{ role: string; id: string }>; text: Sealed }
>;
/** Nobody has answered in time. */
export type ComplaintEscalated = Message<'complaint.escalated', ComplaintFacts>;
/** By the buyer, or because he has not come back after an answer. */
export type ComplaintClosed = Message<'complaint.closed', ComplaintFacts & { by: 'buyer' | 'system' }>;

export type ComplaintEvent = ComplaintFiled | ComplaintAnswered | ComplaintEscalated | ComplaintClosed;
