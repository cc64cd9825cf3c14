import type { Sealed } from '@amends/contracts';
import {
  DAY_MS,
  later,
  millis,
  refuse,
  type Aggregate,
  type Decider,
  type Decision,
  type Instant,
  type Listing,
  type LiveDeadline,
  type Message,
  type Refusal,
} from '@amends/kernel';
import type { GoodwillProposal, Person } from './proposal';
import { proposalLife, type ProposalAction } from './transitions';

/** So long another person has for his word. */
export const CONFIRMATION_MS = 3 * DAY_MS;

type ToProposal = Readonly<{ at: Instant; by: Person; ifMatch?: number }>;

/** What a proposal is made with. */
export type Proposed = Pick<
  GoodwillProposal,
  'id' | 'orderId' | 'merchantId' | 'buyerId' | 'giver' | 'gift' | 'amount' | 'currency' | 'because' | 'proposedBy'
>;

export type ProposalCommand =
  | Message<'Propose', Proposed & { at: Instant }>
  /** `grantId`: what is given with it, in the same change. */
  | Message<'Confirm', ToProposal & { grantId: string }>
  | Message<'Decline', ToProposal & { explanation: Sealed }>
  | Message<'DeadlineReached', { at: Instant; token: number }>;

type About<Data extends object> = Readonly<{ proposalId: string; at: Instant }> & Data;

export type ProposalEvent =
  | Message<'goodwill_proposal.made', About<{ proposal: Proposed; dueAt: Instant }>>
  | Message<'goodwill_proposal.confirmed', About<{ by: Person; grantId: string }>>
  | Message<'goodwill_proposal.declined', About<{ by: Person; explanation: Sealed }>>
  | Message<'goodwill_proposal.expired', About<object>>;

export type ProposalRefusal =
  'not_found' | 'forbidden' | 'four_eyes_required' | 'version_conflict' | 'deadline_passed' | 'invalid_transition';

type Outcome = Decision<ProposalEvent, ProposalRefusal>;

/** What a command makes of a proposal; null: it was not made. Pure. */
const decide = (command: ProposalCommand, proposal: GoodwillProposal | null): Outcome => {
  if (command.type === 'Propose') return proposal === null ? propose(command.data) : [];
  if (proposal === null) return refuse('not_found', 'There is no such proposal.');
  const proposalId = proposal.id;
  switch (command.type) {
    case 'Confirm': {
      const { at, by, grantId } = command.data;
      return (
        denied('confirm', command.data, proposal) ?? [
          { type: 'goodwill_proposal.confirmed', data: { proposalId, at, by, grantId } },
        ]
      );
    }
    case 'Decline': {
      const { at, by, explanation } = command.data;
      return (
        denied('decline', command.data, proposal) ?? [
          { type: 'goodwill_proposal.declined', data: { proposalId, at, by, explanation } },
        ]
      );
    }
    case 'DeadlineReached': {
      const { at, token } = command.data;
      return proposal.deadline?.token === token && isOver(proposal, at)
        ? [{ type: 'goodwill_proposal.expired', data: { proposalId, at } }]
        : [];
    }
  }
};

const propose = ({ at, ...proposal }: Extract<ProposalCommand, { type: 'Propose' }>['data']): Outcome => [
  {
    type: 'goodwill_proposal.made',
    data: { proposalId: proposal.id, at, proposal, dueAt: later(at, CONFIRMATION_MS) },
  },
];

/** What a person may ask of it now, sorted by name: from the table, the clock, and whose proposal it is. */
export const proposalActions = (proposal: GoodwillProposal, by: Person, at: Instant): readonly ProposalAction[] =>
  (['confirm', 'decline'] as const).filter((action) => denied(action, { by, at }, proposal) === undefined);

/** Why this person may not do this now, in this order; undefined: he may. */
const denied = (
  action: ProposalAction,
  { at, by, ifMatch }: ToProposal,
  proposal: GoodwillProposal,
): Refusal<ProposalRefusal> | undefined => {
  const { version, status: currentStatus, giver, proposedBy } = proposal;
  if (!mayDecide(action, by.role, giver.kind)) return refuse('forbidden', `The role ${by.role} may not do this.`);
  if (ifMatch !== undefined && ifMatch !== version)
    return refuse('version_conflict', 'The proposal has changed since.', { version });
  if (!proposalLife.permits(currentStatus, action))
    return refuse('invalid_transition', `Not possible while it is ${currentStatus}.`, {
      currentStatus,
      allowedActions: [],
    });
  if (isOver(proposal, at))
    return refuse('deadline_passed', 'The time for this is over.', { currentStatus, allowedActions: [] });
  if (action === 'confirm' && proposedBy.id === by.id)
    return refuse('four_eyes_required', 'The one who proposed it cannot confirm it.');
  return undefined;
};

/** What a merchant gives is confirmed by the merchant's people, what the platform gives by a supervisor. */
const mayDecide = (action: ProposalAction, role: string, giver: 'merchant' | 'agent'): boolean =>
  proposalLife.rows.some(({ on, by }) => on === action && by.some((mover) => mover === role)) &&
  (giver === 'merchant') === (role === 'merchant');

const isOver = ({ deadline }: GoodwillProposal, at: Instant): boolean =>
  deadline !== null && millis(at) >= millis(deadline.dueAt);

const evolve = (proposal: GoodwillProposal | null, event: ProposalEvent): GoodwillProposal | null => {
  if (event.type === 'goodwill_proposal.made') {
    const { at, proposal: made, dueAt } = event.data;
    const undecided = { decidedBy: null, explanation: null, grantId: null };
    return {
      ...{ ...made, ...undecided, version: 1, status: proposalLife.initial, createdAt: at, updatedAt: at },
      deadline: { kind: 'goodwill_confirmation', dueAt, token: 1 },
    };
  }
  if (proposal === null) return null;
  const { version, status } = proposal;
  const over = { version: version + 1, deadline: null, updatedAt: event.data.at };
  const ended = { ...proposal, ...over, status: proposalLife.after(status, event.type) };
  switch (event.type) {
    case 'goodwill_proposal.confirmed':
      return { ...ended, decidedBy: event.data.by, grantId: event.data.grantId };
    case 'goodwill_proposal.declined':
      return { ...ended, decidedBy: event.data.by, explanation: event.data.explanation };
    case 'goodwill_proposal.expired':
      return ended;
  }
};

/** `type` says whose people decide. */
const listings = (proposal: GoodwillProposal | null): readonly Listing[] => {
  if (proposal === null) return [];
  const { id, status, orderId, merchantId, buyerId, giver, createdAt, updatedAt } = proposal;
  const row = { id, status, orderId, merchantId, buyerId, type: giver.kind, createdAt, updatedAt };
  return [{ kind: 'goodwill_proposal', ...row }];
};

const deadlines = (proposal: GoodwillProposal | null): readonly LiveDeadline[] => {
  if (proposal?.deadline == null) return [];
  const { kind, dueAt, token } = proposal.deadline;
  return [{ name: `${proposal.id}/${kind}`, kind, dueAt, token }];
};

/** One stream per proposal; its id is the UUID of the proposal. */
export const goodwillProposalAggregate: Aggregate<GoodwillProposal | null, ProposalEvent> = {
  category: 'goodwill_proposal',
  revision: 1,
  initialState: null,
  evolve,
  listings,
  deadlines,
};

/** Loads with the aggregate and decides. */
export const goodwillProposalDecider: Decider<
  GoodwillProposal | null,
  ProposalCommand,
  ProposalEvent,
  ProposalRefusal
> &
  Readonly<{ aggregate: typeof goodwillProposalAggregate }> = {
  initialState: null,
  decide,
  evolve,
  aggregate: goodwillProposalAggregate,
};
