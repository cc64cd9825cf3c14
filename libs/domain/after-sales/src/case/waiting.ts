import { between, later, millis, type Instant } from '@amends/kernel';
import type { DeadlineKind } from '../policy/timers';
import { deadlineOf, restOf } from './deadlines';
import { factsOf, type Story } from './story';
import type { PausedBy, Ticket } from './ticket';

/** Starts what the ticket's status waits for, or ends the old deadline where nothing is awaited any more. */
export const startDeadline = (telling: Story, ticket: Ticket, from: Instant = telling.asked.at): void => {
  const { id, status, phase, deadline, onSite } = telling.latest(ticket);
  const next = deadlineOf(status, phase, status === 'on_site_scheduled' && onSite ? onSite.appointment.to : from);
  const of = { afterSaleId: id, at: telling.asked.at };
  if (next !== null) telling.tell({ type: 'case.deadline_started', data: { ...of, ...next } });
  else if (deadline !== null)
    telling.tell({ type: 'case.deadline_ended', data: { ...of, kind: deadline.kind, expired: false } });
};

/** The time is over and has had its effect: whoever comes now is told so. */
export const expireDeadline = (telling: Story, ticket: Ticket, kind: DeadlineKind): void =>
  telling.tell({
    type: 'case.deadline_ended',
    data: { afterSaleId: ticket.id, at: telling.asked.at, kind, expired: true },
  });

/**
 * Stops the clock of a ticket; its rest is kept. What stands still already is left alone, and so is what is over: but not
 * by a dispute, which the platform may open late (rulings.md 6.2), and which closes no ticket before it is judged.
 */
export const pause = (telling: Story, ticket: Ticket, pausedBy: PausedBy): void => {
  const now = telling.latest(ticket);
  const { deadline } = now;
  if (deadline === null || deadline.dueAt === null) return;
  if (pausedBy !== 'dispute' && restOf(deadline, telling.asked.at) === 0) return;
  const { kind, dueAt: old } = deadline;
  telling.tell({
    type: 'after_sale.deadline_changed',
    data: { ...factsOf(telling, now), kind, old, new: null, pausedBy, because: pausedBy },
  });
};

/** Lets the clock go on with its rest, if it was this that had stopped it. */
export const resume = (telling: Story, ticket: Ticket, pausedBy: PausedBy): void => {
  const { deadline } = telling.latest(ticket);
  if (deadline?.pausedBy !== pausedBy) return;
  const dueAt = later(telling.asked.at, restOf(deadline, telling.asked.at));
  changeDeadline(telling, ticket, dueAt, `${pausedBy}_ended`);
};

/** Moves a deadline to another instant, and tells it. */
export const changeDeadline = (telling: Story, ticket: Ticket, dueAt: Instant, because: string): void => {
  const now = telling.latest(ticket);
  if (now.deadline === null) return;
  const { kind, dueAt: old } = now.deadline;
  telling.tell({
    type: 'after_sale.deadline_changed',
    data: { ...factsOf(telling, now), kind, old, new: dueAt, pausedBy: null, because },
  });
};

/** Brings a running deadline forward; one that ends earlier anyway, or stands still, is left alone. */
export const bringForward = (telling: Story, ticket: Ticket, dueAt: Instant, because: string): void => {
  const { deadline } = telling.latest(ticket);
  if (deadline === null || deadline.dueAt === null) return;
  if (millis(dueAt) < millis(deadline.dueAt)) changeDeadline(telling, ticket, dueAt, because);
};

/** When something happened, as far as we can believe a carrier's clock: never later than now. */
export const notAfter = (at: Instant, now: Instant): Instant => (between(now, at) > 0 ? now : at);
