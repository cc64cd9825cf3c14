import type { CaseState } from '../case/case';
import { holds, isPaid } from '../case/holding';
import type { Ticket } from '../case/ticket';
import { countsAsPaid, type GoodsUnit, type Place } from './unit';

const HERE: ReadonlySet<Place> = new Set(['with_merchant']);

/**
 * Which units a ticket stands on: as many of each line as it sets aside. Those it has it keeps as far as they fit; the
 * others are the lowest-numbered that came to the buyer when its windows say, then those on their way, then any.
 */
export const assigned = (units: readonly GoodsUnit[], ticket: Ticket): readonly GoodsUnit[] =>
  linesOf(units).reduce((sofar, lineNumber) => {
    const wanted = unitsSetAside(ticket, lineNumber);
    const held = sofar.filter((unit) => unit.lineNumber === lineNumber && unit.heldBy === ticket.id);
    const kept = held.filter((unit) => isHere(unit) === isUnshipped(ticket)).slice(0, wanted);
    const free = sofar.filter((unit) => unit.lineNumber === lineNumber && (isFree(unit) || held.includes(unit)));
    const chosen = new Set(
      [...new Set([...kept, ...fitting(ticket, lineNumber, free)])].slice(0, wanted).map(({ unitId }) => unitId),
    );
    return sofar.map((unit) => {
      if (unit.lineNumber !== lineNumber) return unit;
      if (chosen.has(unit.unitId)) return under(unit, ticket.id);
      return unit.heldBy === ticket.id ? { ...unit, heldBy: null } : unit;
    });
  }, units);

/** Lets go what tickets have set aside no more, and exchanges what stands in another phase than its ticket for what fits. */
export const reconciled = (units: readonly GoodsUnit[], { tickets }: CaseState): readonly GoodsUnit[] =>
  tickets.reduce(
    (sofar, ticket) => {
      const held = sofar.filter(({ heldBy }) => heldBy === ticket.id);
      if (held.length === 0) return sofar;
      const isRight = linesOf(held).every((lineNumber) => {
        const ofLine = held.filter((unit) => unit.lineNumber === lineNumber);
        const misplaced = ofLine.some((unit) => isHere(unit) !== isUnshipped(ticket));
        return ofLine.length <= unitsSetAside(ticket, lineNumber) && !misplaced;
      });
      return isRight ? sofar : assigned(sofar, ticket);
    },
    traded(units, tickets),
  );

/** Of two open tickets of which each stands on a unit in the other's phase, each takes the other's. */
const traded = (units: readonly GoodsUnit[], tickets: readonly Ticket[]): readonly GoodsUnit[] => {
  const open = new Map(tickets.filter((ticket) => !isPaid(ticket)).map((ticket) => [ticket.id, ticket]));
  const misplaced = units.filter((unit) => {
    const ticket = open.get(unit.heldBy ?? '');
    return ticket !== undefined && isHere(unit) !== isUnshipped(ticket);
  });
  return linesOf(misplaced).reduce((sofar, lineNumber) => {
    const ofLine = misplaced.filter((unit) => unit.lineNumber === lineNumber);
    const [here, gone] = [ofLine.filter(isHere), ofLine.filter((unit) => !isHere(unit))];
    const takes = new Map(
      here.flatMap((unit, index) => {
        const other = gone[index];
        return other === undefined ? [] : [[unit.unitId, other.heldBy] as const, [other.unitId, unit.heldBy] as const];
      }),
    );
    return sofar.map((unit) => {
      const ticketId = takes.get(unit.unitId);
      return ticketId == null ? unit : under(unit, ticketId);
    });
  }, units);
};

/** Units of a line that the ticket sets aside, or has paid for. */
export const unitsSetAside = (ticket: Ticket, lineNumber: number): number =>
  holds(ticket)
    ? ticket.money.lines.reduce((sum, line) => sum + (line.lineNumber === lineNumber ? line.units : 0), 0)
    : 0;

/** The unit is the ticket's from now on. */
export const under = (unit: GoodsUnit, ticketId: string): GoodsUnit => ({
  ...unit,
  heldBy: ticketId,
  lastUnder: ticketId,
});

/** Those a ticket may take, best first. */
const fitting = (ticket: Ticket, lineNumber: number, free: readonly GoodsUnit[]): readonly GoodsUnit[] => {
  const inPhase = free.filter((unit) => isHere(unit) === isUnshipped(ticket));
  const known = ticket.receipts
    .filter((receipt) => receipt.lineNumber === lineNumber)
    .flatMap(({ at, sku, units }) =>
      inPhase
        .filter(({ receivedAt, sku: own }) => receivedAt === at && (sku === undefined || sku === own))
        .slice(0, units),
    );
  const onTheirWay = inPhase.filter(({ receivedAt }) => receivedAt === null);
  return [...new Set([...known, ...onTheirWay, ...inPhase, ...free])];
};

const isFree = (unit: GoodsUnit): boolean => unit.heldBy === null && countsAsPaid(unit);
const isHere = ({ place }: GoodsUnit): boolean => HERE.has(place);
const isUnshipped = ({ phase }: Ticket): boolean => phase === 'unshipped';
const linesOf = (units: readonly GoodsUnit[]): readonly number[] => [
  ...new Set(units.map(({ lineNumber }) => lineNumber)),
];
