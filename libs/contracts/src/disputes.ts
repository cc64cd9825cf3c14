import type { Instant, Message, Minor } from '@amends/kernel';
import type { AfterSaleType, FreightBearer, Responsibility, TicketFacts } from './after-sales';
import type { Sealed } from './facts';
import type { Money } from './money';

export type DisputeStatus =
  | 'awaiting_response'
  | 'awaiting_evidence'
  | 'under_review'
  | 'mediation'
  | 'verdict_issued'
  | 'appeal_review'
  | 'final'
  | 'closed'
  | 'resolved_by_parties'
  | 'withdrawn';

/** The two whose dispute it is. */
export type DisputeParty = 'buyer' | 'merchant';
export type DisputeOpener = DisputeParty | 'platform';
export type DisputeDeadlineKind = 'evidence' | 'offer' | 'verdict' | 'appeal';

/** In every event of a dispute: where it and its ticket stand after the event. */
export type DisputeFacts = TicketFacts &
  Readonly<{
    disputeId: string;
    disputeStatus: DisputeStatus;
    /** The dispute's own version after the event. */
    disputeVersion: number;
    /** What it now waits for; null where nothing is awaited. */
    disputeDeadline: Readonly<{ kind: DisputeDeadlineKind; dueAt: Instant }> | null;
  }>;

/** What the platform has decided. `amount`: cash in minor units. */
export type Judgment = Readonly<{
  responsibility: Responsibility;
  amount: Minor;
  returnFreightBearer: FreightBearer | null;
}>;

/** What the platform proposes. Null `type`: as the buyer applied; another one changes what the ticket is. */
export type ProposedTerms = Readonly<{
  amount: Minor;
  type: AfterSaleType | null;
  keepGoods: boolean;
}>;

/** By a party after a rejection, or by the platform for money that was advanced (states.md D1, A4). */
export type DisputeOpened = Message<
  'dispute.opened',
  DisputeFacts & { openedBy: DisputeOpener; claim: Sealed | null; evidenceIds: readonly string[] }
>;
/** The merchant accepts the claim (D2), also by approving the ticket. */
export type DisputeConceded = Message<'dispute.conceded', DisputeFacts>;
export type DisputeWithdrawn = Message<'dispute.withdrawn', DisputeFacts>;
export type DisputeEvidenceRequested = Message<
  'dispute.evidence_requested',
  DisputeFacts & { from: readonly DisputeParty[]; question: Sealed }
>;
/** Everybody who was asked has answered (D5). */
export type DisputeReviewStarted = Message<'dispute.review_started', DisputeFacts>;
/** `from`: who was asked and said nothing, and is in default. */
export type DisputeEvidenceOverdue = Message<
  'dispute.evidence_overdue',
  DisputeFacts & { from: readonly DisputeParty[] }
>;
export type DisputeProposalMade = Message<
  'dispute.proposal_made',
  DisputeFacts & {
    terms: ProposedTerms;
    number: number;
    message: Sealed | null;
    by: Readonly<{ role: string; id: string }>;
  }
>;
/** One party agrees; the dispute is mediated when both have. */
export type DisputeProposalAccepted = Message<
  'dispute.proposal_accepted',
  DisputeFacts & { number: number; by: DisputeParty }
>;
export type DisputeProposalDeclined = Message<
  'dispute.proposal_declined',
  DisputeFacts & { number: number; by: DisputeParty }
>;
export type DisputeProposalExpired = Message<'dispute.proposal_expired', DisputeFacts & { number: number }>;
/** Both agree (D8). `money`: what the ticket is paid now. */
export type DisputeMediated = Message<
  'dispute.mediated',
  DisputeFacts & { terms: ProposedTerms; number: number; money: Money }
>;
export type DisputeVerdictIssued = Message<
  'dispute.verdict_issued',
  DisputeFacts & { judgment: Judgment; reasoning: Sealed; by: Readonly<{ role: string; id: string }> }
>;
/** Nobody has decided in time: a supervisor has to. */
export type DisputeEscalated = Message<'dispute.escalated', DisputeFacts>;
export type DisputeAppealed = Message<
  'dispute.appealed',
  DisputeFacts & { by: DisputeParty; claim: Sealed; evidenceIds: readonly string[] }
>;
/** `outcome` null: nobody has appealed. */
export type DisputeFinal = Message<
  'dispute.final',
  DisputeFacts & { judgment: Judgment; outcome: 'uphold' | 'overturn' | null; reasoning: Sealed | null }
>;
/** The platform has moved the dispute's running deadline from `old` (K19); `because` is its reason. */
export type DisputeDeadlineChanged = Message<
  'dispute.deadline_changed',
  DisputeFacts & { old: Instant; because: string }
>;
/** Customer service has approved the ticket itself: there is nothing left to judge. */
export type DisputeSettledByPlatform = Message<'dispute.settled_by_platform', DisputeFacts>;

/** The verdict takes effect (K14): the dispute is closed. `money`: what the ticket stands for now; paid unless the merchant has won. */
export type AfterSaleVerdictApplied = Message<
  'after_sale.verdict_applied',
  DisputeFacts & { judgment: Judgment; winner: DisputeParty | 'both'; money: Money }
>;

export type DisputeEvent =
  | DisputeOpened
  | DisputeConceded
  | DisputeWithdrawn
  | DisputeEvidenceRequested
  | DisputeReviewStarted
  | DisputeEvidenceOverdue
  | DisputeProposalMade
  | DisputeProposalAccepted
  | DisputeProposalDeclined
  | DisputeProposalExpired
  | DisputeMediated
  | DisputeVerdictIssued
  | DisputeEscalated
  | DisputeAppealed
  | DisputeFinal
  | DisputeDeadlineChanged
  | DisputeSettledByPlatform
  | AfterSaleVerdictApplied;
