import type { Instant } from '@amends/kernel';
import { NOTHING_KNOWN, type CaseEvent, type CaseState } from '../case/case';
import { evolve } from '../case/evolve';
import { isEnded, isPaid } from '../case/holding';
import type { Ticket } from '../case/ticket';
import { assigned, reconciled } from './assigning';
import { exchanged, moved } from './moving';
import { newUnit, type Custody, type GoodsUnit } from './unit';

/** An event of a case as it was stored: who has caused it, and when. */
export type RecordedEvent = Readonly<{ event: CaseEvent; at: Instant; by: string; eventId: string }>;

/** A case with every unit of its goods. */
export type UnitsOfCase = Readonly<{ state: CaseState; units: readonly GoodsUnit[] }>;

export const NO_UNITS: UnitsOfCase = { state: NOTHING_KNOWN, units: [] };

/**
 * Every unit of an order's goods, from its case's events alone: the same events name the same units. Which of several equal
 * units a ticket took is settled here, the lowest-numbered that fits.
 */
export const unitsOf = (recorded: readonly RecordedEvent[]): UnitsOfCase => recorded.reduce(followed, NO_UNITS);

/** The units after one more event. */
export const followed = ({ state, units }: UnitsOfCase, recorded: RecordedEvent): UnitsOfCase => {
  const { event } = recorded;
  const after = evolve(state, event);
  const there = event.type === 'case.opened' ? opened(event.data) : units;
  const settled = reconciled(decided(taken(moved(there, event, state, after), event, after), event, after), after);
  return { state: after, units: noted(settled, after, recorded) };
};

/** Where a unit is, or what its ticket has made of it. */
export const custodyOf = (unit: GoodsUnit, { tickets }: CaseState): Custody => {
  if (unit.place === 'replaced' || unit.place === 'kept') return unit.place;
  const ticket = tickets.find(({ id }) => id === unit.heldBy);
  if (ticket === undefined) return unit.place;
  if (isPaid(ticket)) return 'refunded';
  return unit.place === 'back' && ticket.type === 'repair' ? 'in_repair' : unit.place;
};

const opened = ({ orderId, lines }: Extract<CaseEvent, { type: 'case.opened' }>['data']): readonly GoodsUnit[] =>
  lines.flatMap(({ lineNumber, quantity, sku }) =>
    Array.from({ length: quantity }, (_, index) => newUnit(orderId, lineNumber, index + 1, sku)),
  );

/** An application takes its units, and takes them anew when it is changed. */
const taken = (units: readonly GoodsUnit[], event: CaseEvent, { tickets }: CaseState): readonly GoodsUnit[] => {
  if (event.type !== 'case.application_kept') return units;
  const ticket = tickets.find(({ id }) => id === event.data.afterSaleId);
  return ticket === undefined ? units : assigned(units, ticket);
};

/** What becomes of goods that were sent instead, where their ticket ends as something else than an exchange. */
const decided = (units: readonly GoodsUnit[], event: CaseEvent, { tickets }: CaseState): readonly GoodsUnit[] => {
  const undecided = tickets.filter((ticket) => isEnded(ticket) && hasPending(units, ticket));
  return undecided.reduce((sofar, ticket) => {
    const left = (place: 'missing' | 'kept'): readonly GoodsUnit[] =>
      sofar.map((unit) => (isPendingFor(unit, sofar, ticket) ? { ...unit, place, pendingFor: null } : unit));
    if (isPaid(ticket) && ticket.type !== 'compensation') return left('missing');
    const isKept = 'advance' in event.data && event.data.advance !== undefined;
    return isKept ? left('kept') : exchanged(sofar, ticket, null);
  }, units);
};

const hasPending = (units: readonly GoodsUnit[], ticket: Ticket): boolean =>
  units.some((unit) => isPendingFor(unit, units, ticket));

/** Sent for a unit that the ticket stands on, or did until now. */
const isPendingFor = ({ pendingFor, replaces }: GoodsUnit, units: readonly GoodsUnit[], { id }: Ticket): boolean =>
  pendingFor !== null && units.some(({ unitId, lastUnder }) => unitId === replaces && lastUnder === id);

/** Writes down what is new about each unit. */
const noted = (
  units: readonly GoodsUnit[],
  state: CaseState,
  { event, at, by, eventId }: RecordedEvent,
): readonly GoodsUnit[] =>
  units.map((unit) => {
    const custody = custodyOf(unit, state);
    if (unit.history.at(-1)?.custody === custody) return unit;
    const since = 'occurredAt' in event.data ? event.data.occurredAt : 'at' in event.data ? event.data.at : at;
    return { ...unit, history: [...unit.history, { at: since, custody, by, eventId }] };
  });
