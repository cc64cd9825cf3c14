import type { AfterSaleStatus, Phase } from '@amends/contracts';
import { between, later, millis, type Instant, type LiveDeadline } from '@amends/kernel';
import {
  BUYER_CONFIRM_MS,
  DIAGNOSIS_MS,
  ESCALATION_MS,
  OFFER_MS,
  QUOTE_MS,
  RECEIPT_AFTER_SHIPMENT_MS,
  REPAIR_MS,
  RESHIP_MS,
  reviewMs,
  SHIP_BACK_MS,
  VISIT_MS,
  type DeadlineKind,
} from '../policy/timers';
import type { CaseState } from './case';
import type { Action } from './life';
import type { Ticket, TicketDeadline } from './ticket';

/** What a status waits for, from the instant it is entered, a visit from its appointment; null where nothing is awaited of anybody (timers.md). */
export const deadlineOf = (
  status: AfterSaleStatus,
  phase: Phase,
  from: Instant,
): Readonly<{ kind: DeadlineKind; dueAt: Instant }> | null => {
  switch (status) {
    case 'pending_merchant_review':
      return { kind: 'merchant_review', dueAt: later(from, reviewMs(phase)) };
    case 'merchant_rejected':
    case 'inspection_rejected':
      return { kind: 'escalation', dueAt: later(from, ESCALATION_MS) };
    case 'awaiting_buyer_shipment':
      return { kind: 'ship_back', dueAt: later(from, SHIP_BACK_MS) };
    case 'awaiting_merchant_receipt':
      return { kind: 'merchant_receipt', dueAt: later(from, RECEIPT_AFTER_SHIPMENT_MS) };
    case 'negotiating':
      return { kind: 'offer', dueAt: later(from, OFFER_MS) };
    case 'awaiting_merchant_shipment':
      return { kind: 'reship', dueAt: later(from, RESHIP_MS) };
    case 'awaiting_buyer_receipt':
      return { kind: 'buyer_confirm', dueAt: later(from, BUYER_CONFIRM_MS) };
    case 'diagnosing':
      return { kind: 'diagnosis', dueAt: later(from, DIAGNOSIS_MS) };
    case 'awaiting_quote_acceptance':
      return { kind: 'quote', dueAt: later(from, QUOTE_MS) };
    case 'in_repair':
      return { kind: 'repair', dueAt: later(from, REPAIR_MS) };
    case 'on_site_scheduled':
      return { kind: 'visit', dueAt: later(from, VISIT_MS) };
    case 'refunding':
    case 'refund_failed':
    case 'completed':
    case 'closed':
    case 'cancelled_by_buyer':
      return null;
  }
};

/** The actions that the end of a deadline makes impossible (rulings.md 3.1). */
export const endedBy: Readonly<Record<DeadlineKind, readonly Action[]>> = {
  merchant_review: ['approve', 'reject', 'cancel', 'modify', 'offers'],
  offer: ['offers', 'accept_offer', 'decline_offer'],
  ship_back: ['pickup', 'waybill', 'drop_off', 'cancel'],
  merchant_receipt: ['receipt', 'reject_receipt', 'waybill'],
  escalation: ['dispute', 'modify', 'approve', 'cancel'],
  reship: ['replacement_shipment', 'out_of_stock', 'cancel'],
  buyer_confirm: ['confirm_receipt', 'object'],
  visit: ['diagnosis', 'appointment', 'cancel'],
  diagnosis: ['diagnosis'],
  quote: ['accept_quote', 'decline_quote', 'cancel', 'dispute'],
  repair: ['repair_finished'],
};

/** Whether the deadline is over: at its instant it is (timers.md). A paused one never is. */
export const isOver = (deadline: TicketDeadline | null, at: Instant): boolean =>
  deadline !== null && deadline.dueAt !== null && millis(at) >= millis(deadline.dueAt);

/** What is left of a deadline in milliseconds, never below 0. */
export const restOf = ({ dueAt, restMs }: TicketDeadline, at: Instant): number =>
  Math.max(0, dueAt === null ? (restMs ?? 0) : between(at, dueAt));

/** The name by which the timers know a ticket's deadline. */
const deadlineName = (ticketId: string, kind: DeadlineKind): string => `${ticketId}/${kind}`;

/** The ticket whose deadline has this name and number, while it is due; a late or repeated wake-up finds none. */
export const dueTicket = (
  { tickets }: CaseState,
  { name, token, at }: Readonly<{ name: string; token: number; at: Instant }>,
): (Ticket & Readonly<{ deadline: TicketDeadline }>) | undefined =>
  tickets.find(
    (ticket): ticket is Ticket & Readonly<{ deadline: TicketDeadline }> =>
      ticket.deadline !== null &&
      ticket.deadline.token === token &&
      deadlineName(ticket.id, ticket.deadline.kind) === name &&
      isOver(ticket.deadline, at),
  );

/** Everything the tickets of a case wait for. */
export const liveDeadlines = ({ tickets }: CaseState): readonly LiveDeadline[] =>
  tickets.flatMap(({ id, deadline }) =>
    deadline === null || deadline.dueAt === null
      ? []
      : [
          {
            name: deadlineName(id, deadline.kind),
            kind: deadline.kind,
            token: deadline.token,
            dueAt: deadline.dueAt,
          },
        ],
  );
