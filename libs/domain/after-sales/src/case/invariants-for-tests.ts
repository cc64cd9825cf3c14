import { isRefusal, later, millis, type LiveDeadline } from '@amends/kernel';
import { caseAggregate } from './aggregate';
import type { CaseEvent, CaseState } from './case';
import { decide } from './decide';
import { disputeActions } from './dispute/permission';
import { evolve } from './evolve';
import { differencePaidBack, holds, isEnded } from './holding';
import { lifeOf } from './life-of';
import { allowedActions } from './permission';
import type { Play } from './play-for-tests';
import type { Ticket } from './ticket';

/** What must hold in every state and of every step of a case; each function names what does not, so that nothing is right. */
const COMPONENTS = ['units', 'cash', 'points', 'merchantDiscount', 'platformDiscount'] as const;
const PEOPLE = ['buyer', 'merchant', 'agent', 'supervisor', 'operator'] as const;
const CUSTOMER_SERVICE = ['agent', 'supervisor'] as const;

/** I1: nothing is promised or given back that was not paid, unit by unit and component by component. */
export const overspent = ({ order, tickets }: CaseState): readonly string[] => {
  const holding = tickets.filter(holds);
  const freight = holding.reduce((total, { money }) => total + money.shippingFee, 0);
  const ofLines = (order?.lines ?? []).flatMap(({ lineNumber, quantity, paid }) => {
    const amounts = holding.flatMap(({ money }) => money.lines).filter((each) => each.lineNumber === lineNumber);
    const limits = { units: quantity, ...paid };
    return COMPONENTS.filter((name) => {
      const back =
        name === 'cash' ? tickets.reduce((sofar, each) => sofar + differencePaidBack(each, lineNumber), 0) : 0;
      const sum = amounts.reduce((total, amount) => total + amount[name], back);
      return sum > limits[name] || amounts.some((amount) => amount[name] < 0);
    }).map((name) => `${name} of line ${lineNumber}`);
  });
  return freight > (order?.shippingFee ?? 0) ? [...ofLines, 'freight'] : ofLines;
};

/** I1, I2 from what was told alone: no ticket asks for two refunds, and all of them together ask for no more than was paid. */
export const overasked = (told: readonly CaseEvent[], { order }: CaseState): readonly string[] => {
  const asked = told.flatMap((event) => (event.type === 'refund.request' ? [event.data] : []));
  const twice = asked.filter(
    ({ afterSaleId, charge }, index) =>
      asked.findIndex((each) => each.afterSaleId === afterSaleId && each.charge?.paymentId === charge?.paymentId) <
      index,
  );
  const amounts = asked.flatMap(({ money }) => money.lines);
  const beyond = (order?.lines ?? []).filter(({ lineNumber, paid, quantity }) => {
    const ofLine = amounts.filter((each) => each.lineNumber === lineNumber);
    return (
      ofLine.reduce((sum, { cash }) => sum + cash, 0) > paid.cash ||
      ofLine.reduce((sum, { points }) => sum + points, 0) > paid.points ||
      ofLine.reduce((sum, { units }) => sum + units, 0) > quantity
    );
  });
  const charges = asked.flatMap(({ charge }) => (charge === undefined ? [] : [charge]));
  const paidBeside = told.flatMap((event) => (event.type === 'charge.captured' ? [event.data] : []));
  const beyondCharges = [...new Set(charges.map(({ paymentId }) => paymentId))].filter((paymentId) => {
    const sumOf = (all: readonly Readonly<{ paymentId: string; amount: number }>[]): number =>
      all.filter((each) => each.paymentId === paymentId).reduce((sum, { amount }) => sum + amount, 0);
    return sumOf(charges) > sumOf(paidBeside);
  });
  return [
    ...beyondCharges.map((paymentId) => `more than was paid by ${paymentId} is asked for`),
    ...twice.map(({ afterSaleId }) => `${afterSaleId} asks twice`),
    ...beyond.map(({ lineNumber }) => `more than was paid of line ${lineNumber} is asked for`),
  ];
};

/** I2: money that is fixed is asked for, or waits for the order to hold the goods back; what is not fixed is not. */
export const unasked = ({ tickets }: CaseState): readonly string[] =>
  tickets
    .filter(
      ({ status, refundId, awaitsCancelLock }) => status === 'refunding' && (refundId === null) !== awaitsCancelLock,
    )
    .map(({ id }) => `${id} is refunding and neither asks nor waits`);

/** I4 and the tables: one version for each public step, and no step from one status to another that no row lists. */
export const unlistedSteps = (before: CaseState, event: CaseEvent): readonly string[] => {
  const after = evolve(before, event);
  return after.tickets.flatMap((ticket): readonly string[] => {
    const was = before.tickets.find(({ id }) => id === ticket.id);
    if (was === undefined) return ticket.version === 1 ? [] : [`${ticket.id} begins with version ${ticket.version}`];
    const jumps = ticket.version - was.version > 1 || ticket.version < was.version;
    const isStep =
      was.status === ticket.status || isRow(was, ticket, event) || isRow(ticket, ticket, event, was.status);
    return [
      ...(jumps ? [`${ticket.id} goes from version ${was.version} to ${ticket.version}`] : []),
      ...(isStep ? [] : [`${ticket.id} (${was.type}): ${event.type} leads from ${was.status} to ${ticket.status}`]),
    ];
  });
};

/** What both sides agreed on, and a parcel that leaves, change the table together with the status. */
const isRow = (of: Ticket, { status }: Ticket, { type }: CaseEvent, from = of.status): boolean =>
  lifeOf(of).rows.some((row) => row.from === from && row.to === status && row.emits === type);

/** I6: no deadline has an effect before its instant, none is without one at it, and none has two. */
export const untimely = (game: Play, { name, token, dueAt }: LiveDeadline): readonly string[] => {
  const reach = (state: CaseState, at: string) =>
    decide(
      {
        type: 'DeadlineReached',
        data: { ...game.asked('system'), at, name, token },
      },
      state,
    );
  const at = millis(dueAt) > millis(game.now()) ? dueAt : game.now();
  const early = reach(game.state(), later(dueAt, -1));
  const due = reach(game.state(), at);
  if (isRefusal(early) || early.length > 0) return [`${name} acts before it is due`];
  if (isRefusal(due) || due.length === 0) return [`${name} is due and does nothing`];
  const again = reach(due.reduce(evolve, game.state()), at);
  return isRefusal(again) || again.length > 0 ? [`${name} acts twice`] : [];
};

/**
 * Nobody is left without a way out: an open ticket has a live deadline, or an actor with an allowed action, or somebody
 * owes it an answer: the carrier, the provider, the order about its goods.
 */
export const stuck = (game: Play): readonly string[] =>
  game
    .state()
    .tickets.filter((ticket) => !isEnded(ticket) && !hasWayOut(game, ticket))
    .map(({ id, status }) => `${id} is ${status}, and nothing leads on`);

const hasWayOut = (game: Play, ticket: Ticket): boolean => {
  const { deadline, status, awaitsCancelLock, refunds, refundId } = ticket;
  if (deadline !== null && deadline.dueAt !== null) return true;
  if (status === 'refunding') return awaitsCancelLock || refundId !== null;
  if (status === 'refund_failed') return refunds.length > 0; // customer service retries it with refunds (K18)
  if (deadline?.pausedBy === 'pickup' || deadline?.pausedBy === 'logistics') return true;
  if (deadline?.pausedBy === 'dispute') return disputeHasWayOut(game, ticket);
  return PEOPLE.some((role) => allowedActions(ticket, role, game.now()).length > 0);
};

const disputeHasWayOut = (game: Play, ticket: Ticket): boolean => {
  const dispute = game.state().disputes.findLast(({ afterSaleId }) => afterSaleId === ticket.id);
  if (dispute === undefined) return false;
  return (
    dispute.deadline !== null ||
    CUSTOMER_SERVICE.some((role) => disputeActions(dispute, ticket, role, game.now()).length > 0)
  );
};

/** K19: wherever a ticket's time runs, the platform can give more of it. */
export const unextendable = (game: Play): readonly string[] =>
  game
    .state()
    .tickets.filter(({ deadline }) => deadline?.dueAt != null && deadline.dueAt > game.now())
    .filter((ticket) => !allowedActions(ticket, 'operator', game.now()).includes('deadline_extensions'))
    .map(({ id, status }) => `${id} is ${status}, and its time cannot be extended`);

/** Whether a dispute about the ticket is still going on. */
const isWithPlatform = ({ disputes }: CaseState, ticketId: string): boolean =>
  disputes.some(
    ({ afterSaleId, status }) =>
      afterSaleId === ticketId && !['closed', 'resolved_by_parties', 'withdrawn'].includes(status),
  );

/** A ticket is open and under intervention exactly as long as a dispute about it goes on, and stands in a status of its table. */
export const astray = (state: CaseState): readonly string[] =>
  state.tickets
    .filter(
      (ticket) =>
        ticket.underIntervention !== isWithPlatform(state, ticket.id) ||
        (ticket.underIntervention && isEnded(ticket)) ||
        !lifeOf(ticket).rows.some(({ from, to }) => from === ticket.status || to === ticket.status),
    )
    .map(({ id, status }) => `${id} is astray in ${status}`);

/** What a case waits for. */
export const waitsOf = (state: CaseState): readonly LiveDeadline[] => caseAggregate.deadlines?.(state) ?? [];
