import type { OnSite, Slot } from '@amends/contracts';
import { DAY_MS, isRefusal, later, millis, refuse, type Decision, type Instant, type Refusal } from '@amends/kernel';
import type { CaseEvent, OpenedCase } from '../case';
import type { CaseRefusal, DataOf } from '../commands';
import { rowOf } from '../life-of';
import { permitted } from '../permission';
import { factsOf, story, type Story } from '../story';
import type { Ticket } from '../ticket';
import { startDeadline } from '../waiting';
import { bookWished } from '../wished-pickup';

/** Somebody can be asked to come within so many days, and a visit can be moved so often. */
const VISIT_WITHIN_DAYS = 30;
const MOST_MOVES = 3;

/** Whether this approval may name a visit, and this time (P2); undefined where it may. Only the merchant comes, and only to repair. */
export const judgeVisit = (
  { type }: Ticket,
  by: 'merchant' | 'agent',
  { appointment }: OnSite,
  at: Instant,
): Refusal<CaseRefusal> | undefined =>
  type === 'repair' && by === 'merchant'
    ? judgeAppointment(appointment, at, '/onSite/appointment/to')
    : malformed('/onSite', 'A merchant may come to repair something, and for nothing else.');

/** Another time for the visit, by either side. More often than that: `appointments_exhausted`. */
export const moveVisit = (data: DataOf<'MoveVisit'>, state: OpenedCase): Decision<CaseEvent, CaseRefusal> => {
  const { appointment, at, by } = data;
  const ticket = permitted(state, { ...data, action: 'appointment' });
  if (isRefusal(ticket)) return ticket;
  const impossible = judgeAppointment(appointment, at, '/appointment/to');
  if (impossible !== undefined) return impossible;
  if ((ticket.onSite?.moves ?? 0) >= MOST_MOVES)
    return refuse('appointments_exhausted', `A visit can be moved ${MOST_MOVES} times.`);
  const side = by.role === 'merchant' ? 'merchant' : 'buyer';
  const row = rowOf(ticket, 'appointment', side, 'repair.visit_rescheduled');
  if (row === undefined) return [];
  const telling = story(state, data);
  telling.tell({
    type: 'repair.visit_rescheduled',
    data: { ...factsOf(telling, ticket, { status: row.to }), onSite: { appointment }, by: side },
  });
  startDeadline(telling, ticket);
  return telling.events();
};

/** Nobody came in time: the goods are sent in after all, and the merchant, who was expected, bears the way. */
export const missVisit = (telling: Story, ticket: Ticket): void => {
  const now = telling.latest(ticket);
  const row = rowOf(now, 'visit_expires', 'system', 'repair.visit_missed');
  if (row === undefined || now.onSite === null) return;
  const { appointment } = now.onSite;
  const changes = { status: row.to, returnFreightBearer: 'merchant' as const };
  telling.tell({ type: 'repair.visit_missed', data: { ...factsOf(telling, now, changes), onSite: { appointment } } });
  startDeadline(telling, ticket);
  bookWished(telling, ticket);
};

const judgeAppointment = ({ from, to }: Slot, at: Instant, pointer: string): Refusal<CaseRefusal> | undefined => {
  if (millis(from) >= millis(to)) return malformed(pointer, 'Must be later than from.');
  if (millis(from) <= millis(at)) return refuse('slot_too_soon', 'The visit would have begun already.');
  if (millis(to) > millis(later(at, VISIT_WITHIN_DAYS * DAY_MS)))
    return refuse('slot_too_late', `A visit is within ${VISIT_WITHIN_DAYS} days.`);
  return undefined;
};

const malformed = (pointer: string, detail: string): Refusal<CaseRefusal> =>
  refuse('malformed', detail, { errors: [{ pointer, code: 'malformed', detail }] });
