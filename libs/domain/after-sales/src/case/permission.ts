import { refuse, type Instant, type Refusal } from '@amends/kernel';
import type { CaseState } from './case';
import type { CaseActor, CaseRefusal } from './commands';
import { endedBy, isOver } from './deadlines';
import { isAnyLeftToDispose } from './goods-back';
import { rolesOf, type Action, type Mover } from './life';
import { lifeOf } from './life-of';
import { offerAllows } from './offers';
import { parcelAllows } from './return-shipment';
import type { Ticket } from './ticket';

const ACTIONS: ReadonlySet<string> = new Set(Object.keys(rolesOf));
const isAction = (trigger: string): trigger is Action => ACTIONS.has(trigger);

/**
 * What no status bars: `messages`, and coupons out of goodwill, which are therefore never listed (rulings.md 3.8), and
 * decisions about goods that are back, which are listed while there are any.
 */
const ALWAYS_POSSIBLE: ReadonlySet<Action> = new Set(['messages', 'dispositions', 'goodwill_coupons']);

/** What a role may ask of a ticket now, sorted by name: from the table, the parcel and the clock (api.md 4). */
export const allowedActions = (ticket: Ticket, role: string, at: Instant): readonly Action[] =>
  [
    ...new Set(
      lifeOf(ticket)
        .rows.filter(({ from, by }) => from === ticket.status && by.some((mover) => mover === role))
        .flatMap(({ on }) => (isAction(on) ? [on] : [])),
    ),
    ...(role === 'merchant' && isAnyLeftToDispose(ticket) ? (['dispositions'] as const) : []),
  ]
    .filter((action) => parcelAllows(action, ticket))
    .filter((action) => interventionAllows(action, ticket, role))
    .filter((action) => offerAllows(action, ticket, role))
    .filter((action) => action !== 'deadline_extensions' || ticket.deadline?.dueAt != null)
    .filter((action) => !isTooLate(action, ticket, at))
    .sort();

/** What a party that has asked the platform has to withdraw first: asking again, applying for something else, giving in. */
const NOT_MEANWHILE: ReadonlySet<Action> = new Set([
  'dispute',
  'modify',
  'confirm_receipt',
  'accept_quote',
  'decline_quote',
]);

/** Until its verdict the platform may approve what it has been asked about. */
const interventionAllows = (action: Action, { underIntervention, judged }: Ticket, role: string): boolean => {
  if (NOT_MEANWHILE.has(action)) return !underIntervention;
  return action !== 'approve' || !isCustomerService(role) || (underIntervention && !judged);
};

const isCustomerService = (role: string): boolean => role === 'agent' || role === 'supervisor';

const isTooLate = (action: Action, { deadline }: Ticket, at: Instant): boolean =>
  deadline !== null &&
  isOver(deadline, at) &&
  (action === 'deadline_extensions' || endedBy[deadline.kind].includes(action));

export type Asking = Readonly<{ afterSaleId: string; action: Action; by: CaseActor; at: Instant; ifMatch?: number }>;

/**
 * The ticket, if this person may do this to it now; otherwise why not, in this order: `not_found`, `forbidden` (a role that
 * never may), `version_conflict`, `deadline_passed`, `invalid_transition` with the current status and what is allowed instead.
 */
export const permitted = (
  { tickets }: Pick<CaseState, 'tickets'>,
  { afterSaleId, action, by, at, ifMatch }: Asking,
): Ticket | Refusal<CaseRefusal> => {
  const ticket = tickets.find(({ id }) => id === afterSaleId);
  if (ticket === undefined) return refuse('not_found', 'There is no such ticket.');
  if (!rolesOf[action].some((role) => role === by.role))
    return refuse('forbidden', `The role ${by.role} may not do this.`);
  if (action === 'approve' && isCustomerService(by.role) && !ticket.underIntervention)
    return refuse('forbidden', 'The platform does not intervene.');

  const instead = allowedActions(ticket, by.role, at);
  const members = { currentStatus: ticket.status, allowedActions: instead };
  if (ifMatch !== undefined && ifMatch !== ticket.version)
    return refuse('version_conflict', 'The ticket has changed meanwhile.', { version: ticket.version, ...members });
  if (isTooLate(action, ticket, at)) return tooLate(members);
  if (ALWAYS_POSSIBLE.has(action) || instead.includes(action)) return ticket;
  // Said as long as nobody has acted since: the timer may have fired a moment before.
  if (ticket.expired !== null && endedBy[ticket.expired].includes(action)) return tooLate(members);
  return refuse('invalid_transition', `${action} is not possible while the ticket is ${ticket.status}.`, members);
};

const tooLate = (members: Readonly<Record<string, unknown>>): Refusal<CaseRefusal> =>
  refuse('deadline_passed', 'The time for this is over.', members);

/** A role of the contract as one who moves tickets; other roles move none. */
export const moverOf = ({ role }: CaseActor): Mover => {
  const movers: readonly Mover[] = ['buyer', 'merchant', 'agent', 'supervisor', 'operator'];
  return movers.find((mover) => mover === role) ?? 'system';
};
