import type { ComplaintDeadlineKind, ComplaintStatus, Sealed } from '@amends/contracts';
import type { Instant } from '@amends/kernel';

/** What it waits for. `token` grows with every start, so that a late wake-up is harmless. */
export type ComplaintDeadline = Readonly<{ kind: ComplaintDeadlineKind; dueAt: Instant; token: number }>;

export type ComplaintAnswer = Readonly<{ number: number; by: string; text: Sealed; at: Instant }>;

/** What a buyer has to say that is no ticket (requirement M82); perhaps about an order or a ticket of his. */
export type Complaint = Readonly<{
  id: string;
  version: number;
  status: ComplaintStatus;
  buyerId: string;
  merchantId: string | null;
  orderId: string | null;
  afterSaleId: string | null;
  subject: Sealed;
  text: Sealed;
  evidenceIds: readonly string[];
  answers: readonly ComplaintAnswer[];
  /** The first answer did not come in time. */
  overdue: boolean;
  closedBy: 'buyer' | 'system' | null;
  deadline: ComplaintDeadline | null;
  deadlinesStarted: number;
  createdAt: Instant;
  updatedAt: Instant;
}>;
