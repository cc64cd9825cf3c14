import type {
  DisputeDeadlineKind,
  DisputeOpener,
  DisputeParty,
  DisputeStatus,
  Judgment,
  ProposedTerms,
  Sealed,
} from '@amends/contracts';
import type { Instant } from '@amends/kernel';
import type { CaseActor } from '../commands';

/** What the dispute waits for. */
export type DisputeDeadline = Readonly<{
  kind: DisputeDeadlineKind;
  dueAt: Instant;
  /** Grows with every start, so that a late wake-up is harmless. */
  token: number;
}>;

export type EvidenceRequest = Readonly<{
  from: readonly DisputeParty[];
  question: Sealed;
  at: Instant;
  dueAt: Instant;
}>;

/** What a party has shown, and said to it. */
export type Showing = Readonly<{ by: DisputeParty; evidenceIds: readonly string[]; note: Sealed | null; at: Instant }>;

export type Proposal = ProposedTerms &
  Readonly<{
    number: number;
    by: CaseActor;
    message: Sealed | null;
    status: 'live' | 'accepted' | 'declined' | 'expired';
    acceptedBy: readonly DisputeParty[];
    expiresAt: Instant;
  }>;

/** The judgment that stands; the second hearing may replace it. `by`: who judged first. */
export type Verdict = Judgment & Readonly<{ reasoning: Sealed; by: CaseActor; issuedAt: Instant }>;

export type Appeal = Readonly<{
  by: DisputeParty;
  claim: Sealed;
  evidenceIds: readonly string[];
  at: Instant;
  outcome: 'uphold' | 'overturn' | null;
  reasoning: Sealed | null;
}>;

/** A question to the platform about one rejection of a ticket (states.md 14). */
export type Dispute = Readonly<{
  id: string;
  version: number;
  status: DisputeStatus;
  afterSaleId: string;
  openedBy: DisputeOpener;
  claim: Sealed | null;
  /** Whose answer the platform waits for. */
  awaited: readonly DisputeParty[];
  inDefault: readonly DisputeParty[];
  evidenceRequests: readonly EvidenceRequest[];
  evidence: readonly Showing[];
  proposals: readonly Proposal[];
  verdict: Verdict | null;
  appeal: Appeal | null;
  deadline: DisputeDeadline | null;
  deadlinesStarted: number;
  /** What the review had left when it gave way to a proposal, in milliseconds. */
  reviewRestMs: number | null;
  /** Customer service did not decide in time: only a supervisor may. */
  escalated: boolean;
  /** The deadline that fired last, until somebody acts again (rulings.md 3.1). */
  expired: DisputeDeadlineKind | null;
  createdAt: Instant;
  updatedAt: Instant;
}>;
