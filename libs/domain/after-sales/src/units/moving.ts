import type { Inspection } from '@amends/contracts';
import type { Instant } from '@amends/kernel';
import type { CaseEvent, CaseLine, CaseState, DataOfEvent } from '../case/case';
import { isPaid } from '../case/holding';
import type { Ticket } from '../case/ticket';
import { under } from './assigning';
import { newUnit, type GoodsUnit, type Parcel, type Place } from './unit';

type Units = readonly GoodsUnit[];

/** Where the goods are after an event that moves them, by what it says has left and has come; other events move nothing. */
export const moved = (units: Units, event: CaseEvent, before: CaseState, after: CaseState): Units => {
  const travelled = received(sent(units, event, before, after), event, before, after);
  const ticketId = 'afterSaleId' in event.data ? event.data.afterSaleId : null;
  const ticket = after.tickets.find(({ id }) => id === ticketId);
  return ticket === undefined ? travelled : ofTicket(travelled, event, ticket, after);
};

type Move<Data> = (units: Units, ticket: Ticket, data: Data, state: CaseState) => Units;
type Moves = { readonly [Type in CaseEvent['type']]?: Move<DataOfEvent<Type>> };

const ofTicket = (units: Units, { type, data }: CaseEvent, ticket: Ticket, state: CaseState): Units => {
  const move = (MOVES as Readonly<Record<string, Move<CaseEvent['data']> | undefined>>)[type];
  return move === undefined ? units : move(units, ticket, data, state);
};

/** A unit that has never left can neither come back nor be lost. */
const put = (units: Units, ticket: Ticket, place: Place, parcel?: Parcel): Units =>
  onHeld(units, ticket, (unit) => (unit.place === 'with_merchant' ? unit : at(unit, place, parcel)));

/** On its way back by the carrier's own doing; what the merchant has looked at is back already, whatever is heard late. */
const turnedRound = (unit: GoodsUnit): GoodsUnit =>
  ['with_merchant', 'back', 'missing'].includes(unit.place) ? unit : at(unit, 'way_back');

const MOVES: Moves = {
  'case.goods_sent': (units, ticket, { parcel: { carrier, trackingNumber } }) =>
    put(units, ticket, 'way_back', carrier && trackingNumber ? { carrier, trackingNumber } : undefined),
  'case.parcel_heard': (units, ticket, { parcel }) =>
    parcel.status === 'returned_to_sender' ? onHeld(units, ticket, turnedRound) : units,
  'return.received': (units, ticket) => put(units, ticket, 'back'),
  'return.rejected': (units, ticket, { inspection }) => inspected(units, ticket, inspection, ticket.id),
  'return.partially_received': (units, ticket, { inspection, childId }) =>
    inspected(units, ticket, inspection, childId),
  'case.goods_lost': (units, ticket) => put(units, ticket, 'lost'),
  'after_sale.type_changed': (units, ticket, { because }) => (because === 'lost' ? put(units, ticket, 'lost') : units),
  // What has left is what the other ticket stands on.
  'after_sale.split': (units, ticket, { left, childId }) =>
    left.reduce((sofar, { lineNumber, quantity }) => {
      const own = sofar.filter((unit) => unit.lineNumber === lineNumber && unit.heldBy === ticket.id);
      const gone = own.filter(({ place }) => place !== 'with_merchant');
      return only(sofar, [...new Set([...gone, ...own])].slice(0, quantity), (unit) => under(unit, childId));
    }, units),
  'case.goods_home': (units, ticket) => {
    if (ticket.type !== 'exchange') return onHeld(units, ticket, home);
    return ticket.course === 'ahead' ? units : objectedTo(units, ticket);
  },
  'reissue.shipped': (units, ticket, parcel) => put(units, ticket, 'shipped', parcel),
  'repair.sent_back': (units, ticket, parcel) => put(units, ticket, 'shipped', parcel),
  'replacement.shipped': (units, ticket, parcel) => sentInstead(units, ticket, parcel),
  'replacement.received': (units, ticket) => onReplacements(units, ticket, (unit) => at(unit, 'with_buyer')),
  'after_sale.completed': (units, ticket, { type, occurredAt }, { tickets }) => {
    if (type === 'exchange') return exchanged(units, ticket, cameAt(ticket, tickets, occurredAt));
    return isWithGoods(ticket) ? onHeld(units, ticket, home) : units;
  },
  'return.disposed': (units, ticket, { dispositions }) =>
    dispositions
      .filter(({ disposition }) => disposition === 'return_to_buyer')
      .reduce((sofar, { lineNumber, quantity }) => {
        const refused = sofar.filter(
          (unit) => unit.lineNumber === lineNumber && unit.lastUnder === ticket.id && unit.place === 'back',
        );
        return only(sofar, refused.slice(0, quantity), home);
      }, units),
};

/** What has left the merchant since: first what the event's own ticket stands on, then what nobody asks for, last what is paid for. */
const sent = (units: Units, event: CaseEvent, before: CaseState, after: CaseState): Units =>
  linesOf(after).reduce((sofar, line) => {
    const many = line.shipped - (lineOf(before, line)?.shipped ?? 0);
    if (many <= 0) return sofar;
    const ticketId = 'afterSaleId' in event.data ? event.data.afterSaleId : null;
    const here = sofar.filter((unit) => unit.lineNumber === line.lineNumber && unit.place === 'with_merchant');
    const own = here.filter(({ heldBy }) => heldBy !== null && heldBy === ticketId);
    const free = here.filter(({ heldBy }) => heldBy === null);
    const unpaid = here.filter(({ heldBy }) => !after.tickets.some((ticket) => ticket.id === heldBy && isPaid(ticket)));
    const parcel = line.parcels.at(-1);
    const leaving = [...new Set([...own, ...free, ...unpaid, ...here])].slice(0, many);
    return only(sofar, leaving, (unit) => at(unit, 'shipped', parcel));
  }, units);

/** What has come to the buyer since: the lowest-numbered that are on their way for the first time. */
const received = (units: Units, event: CaseEvent, before: CaseState, after: CaseState): Units => {
  if (event.type !== 'case.line_received') return units;
  const { at: receivedAt } = event.data;
  return linesOf(after).reduce((sofar, line) => {
    const many = Math.max(0, line.received - (lineOf(before, line)?.received ?? 0));
    const coming = sofar.filter((unit) => unit.lineNumber === line.lineNumber && isOnFirstWay(unit));
    const free = coming.filter(({ heldBy }) => heldBy === null);
    const arrived = [...new Set([...free, ...coming])].slice(0, many);
    return only(sofar, arrived, (unit) => ({ ...at(unit, 'with_buyer'), receivedAt }));
  }, units);
};

const isOnFirstWay = ({ place, receivedAt, replaces }: GoodsUnit): boolean =>
  place === 'shipped' && receivedAt === null && replaces === null;

/** Accepted units are those that came first; the refused ones are another ticket's where there is one. */
const inspected = (units: Units, ticket: Ticket, inspection: readonly Inspection[], refusedBy: string): Units =>
  inspection.reduce((sofar, { lineNumber, accepted, damaged }) => {
    const held = sofar.filter((unit) => unit.lineNumber === lineNumber && unit.heldBy === ticket.id);
    const [good, bad] = [held.slice(0, accepted), held.slice(accepted)];
    const taken = only(sofar, good, (unit) => at(unit, 'back'));
    const seen = only(taken, bad.slice(0, damaged), (unit) => under(at(unit, 'back'), refusedBy));
    return only(seen, bad.slice(damaged), (unit) => under(at(unit, 'missing'), refusedBy));
  }, units);

/** A new unit for each that it replaces; one that was sent before and objected to has not become the buyer's. */
const sentInstead = (units: Units, ticket: Ticket, parcel: Parcel): Units =>
  units
    .filter(({ heldBy }) => heldBy === ticket.id)
    .reduce((sofar, old) => {
      const [orderId = ''] = old.unitId.split('/');
      const number = 1 + sofar.filter(({ lineNumber }) => lineNumber === old.lineNumber).length;
      const fresh = {
        ...newUnit(orderId, old.lineNumber, number, ticket.targetSku ?? old.sku),
        ...{ place: 'shipped' as const, parcel: parcelOf(parcel), replaces: old.unitId, pendingFor: ticket.id },
      };
      const before = sofar.map((unit) =>
        unit.unitId === old.replacedBy ? { ...at(unit, 'missing'), pendingFor: null } : unit,
      );
      return [...only(before, [old], (unit) => ({ ...unit, replacedBy: fresh.unitId })), fresh];
    }, units);

/** What was sent instead is what the ticket is about now: it may come back, or be replaced once more (X8). */
const objectedTo = (units: Units, ticket: Ticket): Units => {
  const fresh = new Set(units.flatMap(({ heldBy, replacedBy }) => (heldBy === ticket.id ? (replacedBy ?? []) : [])));
  return exchanged(units, ticket, null).map((unit) => (fresh.has(unit.unitId) ? under(unit, ticket.id) : unit));
};

/** What was sent instead is the buyer's from now on, and its window begins then, or with null as that of what it replaces, which is gone. */
export const exchanged = (units: Units, ticket: Ticket, receivedAt: Instant | null): Units => {
  const old = units.filter(({ heldBy, lastUnder, replacedBy }) => {
    return replacedBy !== null && (heldBy === ticket.id || (heldBy === null && lastUnder === ticket.id));
  });
  return units.map((unit) => {
    if (old.includes(unit)) return { ...unit, place: 'replaced', heldBy: null };
    const replaced = old.find(({ replacedBy }) => replacedBy === unit.unitId);
    if (replaced === undefined) return unit;
    const since = receivedAt ?? replaced.receivedAt;
    return { ...at(unit, 'with_buyer'), pendingFor: null, receivedAt: since };
  });
};

/** What was sent first may have come long before the goods were back; with it came what replaces refused units. */
const cameAt = (ticket: Ticket, tickets: readonly Ticket[], at: Instant): Instant => {
  const cameWith = tickets.find(({ id }) => id === ticket.parentId) ?? ticket;
  return ticket.course === 'ahead' ? (cameWith.replacedAt ?? at) : at;
};

const isWithGoods = ({ type }: Ticket): boolean => type === 'reissue' || type === 'repair';

/** With the buyer again; what never came to him the first time is on its way to him. */
const home = (unit: GoodsUnit): GoodsUnit => at(unit, unit.receivedAt === null ? 'shipped' : 'with_buyer');

const at = (unit: GoodsUnit, place: Place, parcel?: Parcel): GoodsUnit => ({
  ...unit,
  place,
  ...(parcel && { parcel: parcelOf(parcel) }),
});

const parcelOf = ({ carrier, trackingNumber }: Parcel): Parcel => ({ carrier, trackingNumber });

const onHeld = (units: Units, { id }: Ticket, change: (unit: GoodsUnit) => GoodsUnit): Units =>
  units.map((unit) => (unit.heldBy === id ? change(unit) : unit));

const onReplacements = (units: Units, { id }: Ticket, change: (unit: GoodsUnit) => GoodsUnit): Units =>
  units.map((unit) => (unit.pendingFor === id ? change(unit) : unit));

const only = (units: Units, chosen: Units, change: (unit: GoodsUnit) => GoodsUnit): Units => {
  const ids = new Set(chosen.map(({ unitId }) => unitId));
  return units.map((unit) => (ids.has(unit.unitId) ? change(unit) : unit));
};

const linesOf = ({ order }: CaseState): readonly CaseLine[] => order?.lines ?? [];
const lineOf = (state: CaseState, { lineNumber }: CaseLine): CaseLine | undefined =>
  linesOf(state).find((line) => line.lineNumber === lineNumber);
