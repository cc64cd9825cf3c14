import type { DisputeEvent, DisputeFacts, EvidenceAdded } from '@amends/contracts';
import type { CaseEvent, CaseState } from '../case';
import { withFacts } from '../ticket-changes';
import type { Ticket } from '../ticket';
import { disputeRest } from './deadlines';
import type { Dispute, Proposal, Showing } from './dispute';

/** Whether an event is told of a dispute, and moves its ticket only as far as its facts say. */
export const isOfDispute = (event: CaseEvent): event is DisputeEvent =>
  event.type.startsWith('dispute.') || event.type === 'after_sale.verdict_applied';

/** The case after an event of a dispute. */
export const evolveDisputes = (state: CaseState, event: DisputeEvent): CaseState => {
  const { disputeId, afterSaleId } = event.data;
  const disputes =
    event.type === 'dispute.opened'
      ? [...state.disputes, opened(event.data)]
      : state.disputes.map((dispute) => (dispute.id === disputeId ? evolveDispute(dispute, event) : dispute));
  return {
    ...state,
    disputes,
    tickets: state.tickets.map((ticket) => (ticket.id === afterSaleId ? moved(ticket, event) : ticket)),
  };
};

/** The case after a party has shown something in a dispute. */
export const withShowing = (state: CaseState, { data }: EvidenceAdded): CaseState => {
  const { disputeId, disputeStatus, disputeVersion, disputeDeadline, evidenceIds, by, note, occurredAt } = data;
  if (disputeId === undefined || disputeStatus === undefined || disputeVersion === undefined) return state;
  const facts = { ...data, disputeId, disputeStatus, disputeVersion, disputeDeadline: disputeDeadline ?? null };
  const disputes = state.disputes.map((dispute): Dispute => {
    if (dispute.id !== disputeId || (by !== 'buyer' && by !== 'merchant')) return dispute;
    const showing: Showing = { by, evidenceIds, note: note ?? null, at: occurredAt };
    const awaited = dispute.awaited.filter((party) => party !== by);
    return { ...withDisputeFacts(dispute, facts), awaited, evidence: [...dispute.evidence, showing] };
  });
  return { ...state, disputes };
};

const opened = (data: Extract<DisputeEvent, { type: 'dispute.opened' }>['data']): Dispute => {
  const { openedBy, claim, evidenceIds, occurredAt: at } = data;
  const others = openedBy === 'buyer' ? (['merchant'] as const) : (['buyer'] as const);
  return {
    id: data.disputeId,
    version: data.disputeVersion,
    status: data.disputeStatus,
    afterSaleId: data.afterSaleId,
    openedBy,
    claim,
    awaited: openedBy === 'platform' ? ['buyer', 'merchant'] : others,
    inDefault: [],
    evidenceRequests: [],
    evidence:
      openedBy === 'platform' || evidenceIds.length === 0 ? [] : [{ by: openedBy, evidenceIds, note: null, at }],
    proposals: [],
    verdict: null,
    appeal: null,
    deadline: data.disputeDeadline === null ? null : { ...data.disputeDeadline, token: 1 },
    deadlinesStarted: 1,
    reviewRestMs: null,
    escalated: false,
    expired: null,
    createdAt: at,
    updatedAt: at,
  };
};

/** An event that does not change the ticket's version shows nothing new of it. */
const moved = (before: Ticket, { type, data }: DisputeEvent): Ticket => {
  const ticket = type === 'dispute.verdict_issued' ? { ...before, judged: true } : before;
  if (data.ticketVersion === ticket.version) return ticket;
  const after = withFacts(ticket, data);
  if (type === 'dispute.opened') return { ...after, disputeId: data.disputeId, judged: false };
  return type === 'dispute.mediated' || type === 'after_sale.verdict_applied' ? { ...after, money: data.money } : after;
};

const evolveDispute = (before: Dispute, event: DisputeEvent): Dispute => {
  const dispute = withDisputeFacts(before, event.data);
  switch (event.type) {
    case 'dispute.opened':
    case 'dispute.conceded':
    case 'dispute.withdrawn':
    case 'dispute.review_started':
    case 'dispute.settled_by_platform':
    case 'after_sale.verdict_applied':
      return dispute;
    case 'dispute.evidence_requested': {
      const { from, question, occurredAt: at, disputeDeadline } = event.data;
      const request = { from, question, at, dueAt: disputeDeadline?.dueAt ?? at };
      return { ...dispute, awaited: from, evidenceRequests: [...dispute.evidenceRequests, request] };
    }
    case 'dispute.evidence_overdue':
      return { ...dispute, awaited: [], inDefault: event.data.from, expired: 'evidence' };
    case 'dispute.proposal_made': {
      const { number, terms, message, by, occurredAt, disputeDeadline } = event.data;
      const proposal: Proposal = {
        ...{ ...terms, number, by, message, status: 'live', acceptedBy: [] },
        expiresAt: disputeDeadline?.dueAt ?? occurredAt,
      };
      const reviewRestMs = before.deadline === null ? null : disputeRest(before.deadline, occurredAt);
      return { ...dispute, proposals: [...dispute.proposals, proposal], reviewRestMs };
    }
    case 'dispute.proposal_accepted': {
      const { by } = event.data;
      return onProposal(dispute, event.data.number, ({ acceptedBy }) => ({ acceptedBy: [...acceptedBy, by] }));
    }
    case 'dispute.proposal_declined':
      return onProposal(dispute, event.data.number, () => ({ status: 'declined' }));
    case 'dispute.proposal_expired':
      return { ...onProposal(dispute, event.data.number, () => ({ status: 'expired' })), expired: 'offer' };
    case 'dispute.mediated':
      return onProposal(dispute, event.data.number, () => ({
        status: 'accepted',
        acceptedBy: ['buyer', 'merchant'],
      }));
    case 'dispute.verdict_issued': {
      const { judgment, reasoning, by, occurredAt: issuedAt } = event.data;
      const verdict = { ...judgment, reasoning, by, issuedAt };
      return { ...withoutLiveProposal(dispute), verdict };
    }
    case 'dispute.deadline_changed':
      return withMoreTime(dispute);
    case 'dispute.escalated':
      return { ...dispute, escalated: true, expired: 'verdict' };
    case 'dispute.appealed': {
      const { by, claim, evidenceIds, occurredAt: at } = event.data;
      return { ...dispute, appeal: { by, claim, evidenceIds, at, outcome: null, reasoning: null } };
    }
    case 'dispute.final': {
      const { outcome, reasoning, judgment } = event.data;
      return {
        ...dispute,
        verdict: dispute.verdict && { ...dispute.verdict, ...judgment },
        appeal: dispute.appeal && { ...dispute.appeal, outcome, reasoning },
        expired: outcome === null ? 'appeal' : null,
      };
    }
  }
};

/** Whoever acts makes an earlier deadline forgotten; the one that has fired is noted by its own event. */
const withDisputeFacts = (dispute: Dispute, facts: DisputeFacts): Dispute => {
  const { disputeStatus: status, disputeVersion: version, disputeDeadline: next, occurredAt: updatedAt } = facts;
  const { deadline, deadlinesStarted } = dispute;
  // What follows a final verdict by itself leaves the memory of its deadline alone.
  const expired = status === 'closed' ? dispute.expired : null;
  const same = deadline?.kind === next?.kind && deadline?.dueAt === next?.dueAt;
  if (same) return { ...dispute, status, version, updatedAt, expired };
  return {
    ...{ ...dispute, status, version, updatedAt, expired },
    deadline: next === null ? null : { ...next, token: deadlinesStarted + 1 },
    deadlinesStarted: deadlinesStarted + 1,
  };
};

/** What was shown of the deadline elsewhere moves with it. */
const withMoreTime = (dispute: Dispute): Dispute => {
  const { deadline, proposals, evidenceRequests } = dispute;
  if (deadline === null) return dispute;
  const { kind, dueAt } = deadline;
  const asked = evidenceRequests.length - 1;
  return {
    ...dispute,
    proposals: proposals.map((each) =>
      kind === 'offer' && each.status === 'live' ? { ...each, expiresAt: dueAt } : each,
    ),
    evidenceRequests: evidenceRequests.map((each, index) =>
      kind === 'evidence' && index === asked ? { ...each, dueAt } : each,
    ),
  };
};

const onProposal = (dispute: Dispute, number: number, change: (proposal: Proposal) => Partial<Proposal>): Dispute => ({
  ...dispute,
  proposals: dispute.proposals.map((proposal) =>
    proposal.number === number ? { ...proposal, ...change(proposal) } : proposal,
  ),
});

/** A verdict ends what was still being proposed. */
const withoutLiveProposal = (dispute: Dispute): Dispute => ({
  ...dispute,
  proposals: dispute.proposals.map((proposal) =>
    proposal.status === 'live' ? { ...proposal, status: 'expired' } : proposal,
  ),
});
