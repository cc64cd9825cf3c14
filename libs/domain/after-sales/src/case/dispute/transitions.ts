import type { DisputeDeadlineKind, DisputeEvent, DisputeStatus, EvidenceAdded } from '@amends/contracts';
import { machine, type Machine, type Transition } from '@amends/kernel';

/** What people ask of a dispute, named as the last part of its path (api.md 4). */
export type DisputeAction =
  | 'evidence_requests'
  | 'evidence'
  | 'concede'
  | 'withdraw'
  | 'proposals'
  | 'accept_proposal'
  | 'decline_proposal'
  | 'verdict'
  | 'appeal'
  | 'final';

/** What happens to a dispute because its ticket or the time has moved, or was moved. */
export type DisputeOccurrence =
  | `${DisputeDeadlineKind}_expires`
  | 'all_answered'
  | 'ticket_approved'
  | 'ticket_cancelled'
  | 'deadline_extended'
  | 'enforced';

export type DisputeMover = 'buyer' | 'merchant' | 'agent' | 'supervisor' | 'operator' | 'system';
export type DisputeTrigger = DisputeAction | DisputeOccurrence;
export type DisputeTale = DisputeEvent['type'] | EvidenceAdded['type'];
export type DisputeRow = Transition<DisputeStatus, DisputeTrigger, DisputeTale, DisputeMover>;

const PARTIES = ['buyer', 'merchant'] as const;
const PLATFORM = ['agent', 'supervisor'] as const;
const UNJUDGED = ['awaiting_response', 'awaiting_evidence', 'under_review', 'mediation'] as const;
const OPEN = [...UNJUDGED, 'verdict_issued', 'appeal_review'] as const;

/** One row for each of these statuses. */
const each = (
  statuses: readonly DisputeStatus[],
  row: Omit<DisputeRow, 'from' | 'to'> & Readonly<{ to?: DisputeStatus }>,
): readonly DisputeRow[] => statuses.map((from) => ({ ...row, from, to: row.to ?? from }));

/**
 * The life of a dispute (states.md 14). D1 opens it. Evidence moves it once everybody who was asked has answered; who is
 * the loser, and whose dispute it is to withdraw, stands in `permission.ts`.
 */
// prettier-ignore
export const disputeLife: Machine<DisputeStatus, DisputeTrigger, DisputeTale, DisputeMover> = machine('awaiting_response', [
  ...each(UNJUDGED,                                    { row: 'D2',  by: ['merchant'],  on: 'concede',           emits: 'dispute.conceded',           to: 'resolved_by_parties' }),
  ...each(OPEN,                                        { row: 'K15', by: ['merchant'],  on: 'ticket_approved',   emits: 'dispute.conceded',           to: 'resolved_by_parties' }),
  ...each(UNJUDGED,                                    { row: 'K14', by: PLATFORM,      on: 'ticket_approved',   emits: 'dispute.settled_by_platform', to: 'closed' }),
  ...each(['awaiting_response', 'awaiting_evidence'],  { row: 'D3',  by: PARTIES,       on: 'withdraw',          emits: 'dispute.withdrawn',          to: 'withdrawn' }),
  ...each(OPEN,                                        { row: 'K3',  by: ['buyer'],     on: 'ticket_cancelled',  emits: 'dispute.withdrawn',          to: 'withdrawn' }),
  ...each(['awaiting_response'],                       { row: 'D4',  by: PLATFORM,      on: 'evidence_requests', emits: 'dispute.evidence_requested', to: 'awaiting_evidence' }),
  ...each(['awaiting_response', 'awaiting_evidence'],  { row: 'D5',  by: PARTIES,       on: 'evidence',          emits: 'evidence.added' }),
  ...each(['awaiting_response', 'awaiting_evidence'],  { row: 'D5',  by: ['system'],    on: 'all_answered',      emits: 'dispute.review_started',     to: 'under_review' }),
  ...each(['awaiting_response', 'awaiting_evidence'],  { row: 'D6',  by: ['system'],    on: 'evidence_expires',  emits: 'dispute.evidence_overdue',   to: 'under_review' }),
  ...each(['under_review'],                            { row: 'D7',  by: PLATFORM,      on: 'proposals',         emits: 'dispute.proposal_made',      to: 'mediation' }),
  ...each(['mediation'],                               { row: 'D8',  by: PARTIES,       on: 'accept_proposal',   emits: 'dispute.proposal_accepted' }),
  ...each(['mediation'],                               { row: 'D8',  by: PARTIES,       on: 'accept_proposal',   emits: 'dispute.mediated',           to: 'resolved_by_parties' }),
  ...each(['mediation'],                               { row: 'D8',  by: PARTIES,       on: 'decline_proposal',  emits: 'dispute.proposal_declined',  to: 'under_review' }),
  ...each(['mediation'],                               { row: 'D8',  by: ['system'],    on: 'offer_expires',     emits: 'dispute.proposal_expired',   to: 'under_review' }),
  ...each(['under_review', 'mediation'],               { row: 'D9',  by: PLATFORM,      on: 'verdict',           emits: 'dispute.verdict_issued',     to: 'verdict_issued' }),
  ...each(['under_review', 'appeal_review'],           { row: 'D9',  by: ['system'],    on: 'verdict_expires',   emits: 'dispute.escalated' }),
  ...each(['verdict_issued'],                          { row: 'D10', by: PARTIES,       on: 'appeal',            emits: 'dispute.appealed',           to: 'appeal_review' }),
  ...each(['appeal_review'],                           { row: 'D11', by: ['supervisor'], on: 'final',            emits: 'dispute.final',              to: 'final' }),
  ...each(['verdict_issued'],                          { row: 'D12', by: ['system'],    on: 'appeal_expires',    emits: 'dispute.final',              to: 'final' }),
  ...each(OPEN,                                        { row: 'K19', by: [...PLATFORM, 'operator'], on: 'deadline_extended', emits: 'dispute.deadline_changed' }),
  ...each(['final'],                                   { row: 'D13', by: ['system'],    on: 'enforced',          emits: 'after_sale.verdict_applied', to: 'closed' }),
]);

/** The row by which a dispute would move, or undefined where the table has none. */
export const disputeRow = (
  from: DisputeStatus,
  on: DisputeTrigger,
  by: DisputeMover,
  emits: DisputeTale,
): DisputeRow | undefined =>
  disputeLife.rows.find((row) => row.from === from && row.on === on && row.emits === emits && row.by.includes(by));
