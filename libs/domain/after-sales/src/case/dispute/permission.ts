import { refuse, type Instant, type Refusal } from '@amends/kernel';
import type { CaseState } from '../case';
import type { CaseRefusal } from '../commands';
import type { Ticket } from '../ticket';
import type { ToDispute } from './commands';
import { disputeEndedBy, isDisputeOver } from './deadlines';
import type { Dispute } from './dispute';
import { mayAppeal } from './judgment';
import { disputeLife, type DisputeAction, type DisputeMover } from './transitions';

/** Who may ever ask for an action (api.md 4). Everybody else is forbidden it, whatever the dispute's state. */
export const disputeRolesOf: Readonly<Record<DisputeAction, readonly DisputeMover[]>> = {
  evidence_requests: ['agent', 'supervisor'],
  evidence: ['buyer', 'merchant'],
  concede: ['merchant'],
  withdraw: ['buyer', 'merchant'],
  proposals: ['agent', 'supervisor'],
  accept_proposal: ['buyer', 'merchant'],
  decline_proposal: ['buyer', 'merchant'],
  verdict: ['agent', 'supervisor'],
  appeal: ['buyer', 'merchant'],
  final: ['supervisor'],
};

const ACTIONS: ReadonlySet<string> = new Set(Object.keys(disputeRolesOf));
const isAction = (trigger: string): trigger is DisputeAction => ACTIONS.has(trigger);

/** What a role may ask of a dispute now, sorted by name: from the table, what has happened, and the clock. */
export const disputeActions = (dispute: Dispute, ticket: Ticket, role: string, at: Instant): readonly DisputeAction[] =>
  [
    ...new Set(
      disputeLife.rows
        .filter(({ from, by }) => from === dispute.status && by.some((mover) => mover === role))
        .flatMap(({ on }) => (isAction(on) ? [on] : [])),
    ),
  ]
    .filter((action) => isHis(action, dispute, ticket, role))
    .filter((action) => !isTooLate(action, dispute, role, at))
    .sort();

/** Only the opener withdraws, only who has lost appeals, and nobody answers the same proposal twice. */
const isHis = (action: DisputeAction, dispute: Dispute, ticket: Ticket, role: string): boolean => {
  switch (action) {
    case 'withdraw':
      return dispute.openedBy === role;
    case 'accept_proposal':
    case 'decline_proposal':
      return dispute.proposals.some(
        ({ status, acceptedBy }) => status === 'live' && !acceptedBy.some((party) => party === role),
      );
    case 'appeal':
      return (role === 'buyer' || role === 'merchant') && mayAppeal(dispute, ticket, role);
    case 'evidence_requests':
    case 'evidence':
    case 'concede':
    case 'proposals':
    case 'verdict':
    case 'final':
      return true;
  }
};

/** A supervisor decides also what customer service has let pass (T-verdict). */
const isTooLate = (action: DisputeAction, { deadline, escalated }: Dispute, role: string, at: Instant): boolean => {
  if (disputeEndedBy.verdict.includes(action)) {
    const passed = escalated || (deadline?.kind === 'verdict' && isDisputeOver(deadline, at));
    return passed && role !== 'supervisor';
  }
  return deadline !== null && disputeEndedBy[deadline.kind].includes(action) && isDisputeOver(deadline, at);
};

/**
 * The dispute and its ticket, if this person may do this now; otherwise why not, in this order: `not_found`, `forbidden`,
 * `version_conflict`, `deadline_passed`, `invalid_transition`.
 */
export const permittedInDispute = (
  { tickets, disputes }: Pick<CaseState, 'tickets' | 'disputes'>,
  { disputeId, action, by, at, ifMatch }: ToDispute & Readonly<{ action: DisputeAction }>,
): Readonly<{ dispute: Dispute; ticket: Ticket }> | Refusal<CaseRefusal> => {
  const dispute = disputes.find(({ id }) => id === disputeId);
  const ticket = tickets.find(({ id }) => id === dispute?.afterSaleId);
  if (dispute === undefined || ticket === undefined) return refuse('not_found', 'There is no such dispute.');
  if (!disputeRolesOf[action].some((role) => role === by.role))
    return refuse('forbidden', `The role ${by.role} may not do this.`);

  const instead = disputeActions(dispute, ticket, by.role, at);
  const members = { currentStatus: dispute.status, allowedActions: instead };
  if (ifMatch !== undefined && ifMatch !== dispute.version)
    return refuse('version_conflict', 'The dispute has changed meanwhile.', { version: dispute.version, ...members });
  if (instead.includes(action)) return { dispute, ticket };
  if (wasInTime(action, dispute, by.role, at)) return refuse('deadline_passed', 'The time for this is over.', members);
  return refuse('invalid_transition', `${action} is not possible while the dispute is ${dispute.status}.`, members);
};

/** Whether it is only the time that forbids it, until somebody has acted since (rulings.md 3.1). */
const wasInTime = (action: DisputeAction, dispute: Dispute, role: string, at: Instant): boolean => {
  if (dispute.expired !== null && disputeEndedBy[dispute.expired].includes(action)) return true;
  return disputeLife.permits(dispute.status, action) && isTooLate(action, dispute, role, at);
};
