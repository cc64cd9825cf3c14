import type { DisputeOpener, DisputeParty, DisputeStatus, Judgment, ProposedTerms, Sealed } from '@amends/contracts';
import { SECOND_MS, type Instant } from '@amends/kernel';
import type { CaseState } from '../case';
import type { DeadlineView } from '../view';
import { disputeRest, onDisputeExpiry } from './deadlines';
import type { Dispute, EvidenceRequest, Showing } from './dispute';
import { disputeActions } from './permission';
import type { DisputeAction } from './transitions';

/** A dispute as answered by every call that names it (rulings.md 7.2). Words are sealed; whoever may read them opens them. */
export type DisputeView = Readonly<{
  id: string;
  version: number;
  status: DisputeStatus;
  afterSaleId: string;
  orderId: string;
  openedBy: DisputeOpener;
  claim: Sealed | null;
  deadline: DeadlineView | null;
  evidenceRequests: readonly EvidenceRequest[];
  evidence: readonly Showing[];
  proposals: readonly (ProposedTerms &
    Readonly<{
      number: number;
      message: Sealed | null;
      status: 'live' | 'accepted' | 'declined' | 'expired';
      acceptedBy: readonly DisputeParty[];
      expiresAt: Instant;
    }>)[];
  verdict: (Judgment & Readonly<{ reasoning: Sealed; issuedAt: Instant }>) | null;
  appeal: Dispute['appeal'];
  inDefault: readonly DisputeParty[];
  escalated: boolean;
  allowedActions: readonly DisputeAction[];
  createdAt: Instant;
  updatedAt: Instant;
}>;

/** The dispute as a caller of this role sees it at `now`; undefined where the case has none of this id. */
export const disputeView = (
  { order, tickets, disputes }: CaseState,
  disputeId: string,
  role: string,
  now: Instant,
): DisputeView | undefined => {
  const dispute = disputes.find(({ id }) => id === disputeId);
  const ticket = tickets.find(({ id }) => id === dispute?.afterSaleId);
  if (order === null || dispute === undefined || ticket === undefined) return undefined;
  return {
    id: dispute.id,
    version: dispute.version,
    status: dispute.status,
    afterSaleId: dispute.afterSaleId,
    orderId: order.orderId,
    openedBy: dispute.openedBy,
    claim: dispute.claim,
    deadline: deadlineView(dispute, now),
    evidenceRequests: dispute.evidenceRequests,
    evidence: dispute.evidence,
    proposals: dispute.proposals.map(({ by: _notShown, ...proposal }) => proposal),
    verdict: verdictView(dispute),
    appeal: dispute.appeal,
    inDefault: dispute.inDefault,
    escalated: dispute.escalated,
    allowedActions: disputeActions(dispute, ticket, role, now),
    createdAt: dispute.createdAt,
    updatedAt: dispute.updatedAt,
  };
};

const verdictView = ({ verdict }: Dispute): DisputeView['verdict'] => {
  if (verdict === null) return null;
  const { by: _notShown, ...shown } = verdict;
  return shown;
};

const deadlineView = ({ deadline }: Dispute, now: Instant): DeadlineView | null =>
  deadline === null
    ? null
    : {
        kind: deadline.kind,
        at: deadline.dueAt,
        secondsLeft: Math.ceil(disputeRest(deadline, now) / SECOND_MS),
        onExpiry: onDisputeExpiry[deadline.kind],
        pausedBy: null,
      };
