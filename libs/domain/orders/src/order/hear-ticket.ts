import { stageOf, type AfterSaleStatus, type LineQuantity, type OrderFacts } from '@amends/contracts';
import type { HearTicket } from './commands';
import type { OrderEvent, TicketHeard } from './events';
import { evolve } from './evolve';
import { partOf, refundedUnits, unitsToShip, wantsLock } from './line';
import type { OrderState, StageOnOrder, TicketOnOrder } from './order';
import { parcel } from './ship';
import { lineLife } from './transitions';

type Heard = HearTicket['data'];
type Ticket = TicketHeard['data']['ticket'];

/**
 * A ticket has moved: what the order keeps of it, and what follows for its lines. What is older than what is known, or
 * tells nothing that an order cares about, changes nothing.
 */
export const hearTicket = ({ data }: HearTicket, state: OrderState, facts: OrderFacts): readonly OrderEvent[] => {
  const before = ticketOf(state, data.afterSaleId);
  if (before !== undefined && data.version < before.version) return [];

  const ticket = movedBy(data, before);
  const heard: readonly OrderEvent[] = tellsNothing(before, ticket)
    ? []
    : [{ type: 'order.ticket_heard', data: { ...facts, ticket } }];
  const moved = heard.reduce(evolve, state);
  return [...heard, ...leftBefore(data, moved, facts), ...locked(data, moved, facts), ...paidBack(state, moved, facts)];
};

const ticketOf = ({ tickets }: OrderState, wanted: string): TicketOnOrder | undefined =>
  tickets.find(({ afterSaleId }) => afterSaleId === wanted);

const movedBy = (heard: Heard, before: TicketOnOrder | undefined): Ticket => ({
  afterSaleId: heard.afterSaleId,
  type: heard.type,
  phase: heard.phase,
  stage: stageOnOrder(heard),
  lines: heard.lines.map(({ lineNumber, quantity }) => {
    const known = before === undefined ? undefined : partOf(before, lineNumber);
    return {
      lineNumber,
      quantity,
      returned: unitsOf(heard.returned, lineNumber) ?? known?.returned ?? 0,
      refunded: unitsOf(heard.refunded, lineNumber) ?? known?.refunded ?? 0,
    };
  }),
  version: heard.version,
});

/** Told for some lines of a ticket, nothing of the others means none of them. */
const unitsOf = (told: readonly LineQuantity[] | undefined, wanted: number): number | undefined =>
  told === undefined ? undefined : (told.find(({ lineNumber }) => lineNumber === wanted)?.quantity ?? 0);

const tellsNothing = (before: TicketOnOrder | undefined, { type, phase, stage, lines }: Ticket): boolean =>
  before !== undefined &&
  before.type === type &&
  before.phase === phase &&
  before.stage === stage &&
  before.lines.length === lines.length &&
  lines.every((line) => {
    const known = partOf(before, line.lineNumber);
    return (
      known !== undefined &&
      known.quantity === line.quantity &&
      known.returned === line.returned &&
      known.refunded === line.refunded
    );
  });

/** The merchant says that the units had already left: the parcel is booked as if he had shipped them (U4). */
const leftBefore = (heard: Heard, state: OrderState, facts: OrderFacts): readonly OrderEvent[] => {
  if (heard.shipment === undefined) return [];
  const units = heard.lines.flatMap(({ lineNumber, quantity }) => {
    const line = state.lines.find((each) => each.lineNumber === lineNumber);
    const left = line === undefined ? 0 : Math.min(quantity, unitsToShip(state, line));
    return left > 0 && line !== undefined && lineLife.permits(line.status, 'shipments')
      ? [{ lineNumber, quantity: left }]
      : [];
  });
  return parcel(units, state, facts, heard.shipment);
};

/**
 * Grants the lock that a ticket wants, while its units are still here; once they have left nothing is said, for the
 * ticket has heard of the parcel. An approved ticket's lock is acknowledged.
 */
const locked = ({ afterSaleId, approved }: Heard, state: OrderState, facts: OrderFacts): readonly OrderEvent[] => {
  const ticket = ticketOf(state, afterSaleId);
  if (ticket === undefined || !wantsLock(ticket)) return [];
  if (!ticket.locked && !isHere(ticket, state)) return [];
  const data = { ...facts, afterSaleId, lineNumbers: ticket.lines.map(({ lineNumber }) => lineNumber) };
  return [
    ...(ticket.locked ? [] : [{ type: 'order.cancel_locked' as const, data }]),
    ...(approved === true ? [{ type: 'order.cancel_acknowledged' as const, data }] : []),
  ];
};

/** Whether all units of the ticket are unshipped, and none of them is under another lock. */
const isHere = (ticket: TicketOnOrder, state: OrderState): boolean =>
  ticket.lines.every(({ lineNumber, quantity }) => {
    const line = state.lines.find((each) => each.lineNumber === lineNumber);
    const underOthers = state.tickets
      .filter((other) => other.locked && other.afterSaleId !== ticket.afterSaleId)
      .reduce((units, other) => units + (partOf(other, lineNumber)?.quantity ?? 0), 0);
    return line !== undefined && unitsToShip(state, line) - underOthers >= quantity;
  });

/** Units whose money went back; where that is all of a line that is not completed, it closes (U5, O8, O9). */
const paidBack = (before: OrderState, after: OrderState, facts: OrderFacts): readonly OrderEvent[] =>
  after.lines.flatMap(({ lineNumber, quantity, status }) => {
    const refunded = refundedUnits(after.tickets, lineNumber);
    if (refunded <= refundedUnits(before.tickets, lineNumber)) return [];
    const closes = refunded >= quantity && status !== 'completed' && lineLife.permits(status, 'refund');
    return [
      { type: 'order.line_refunded' as const, data: { ...facts, lineNumber, refunded } },
      ...(closes
        ? [{ type: 'order.line_closed' as const, data: { ...facts, lineNumber, reason: 'refunded' as const } }]
        : []),
    ];
  });

/** Only unshipped units can be held back; for others the difference would be written for nothing. */
const stageOnOrder = ({ type, phase, status }: Heard): StageOnOrder =>
  HOLDING.has(status) && type === 'refund_only' && phase === 'unshipped' ? 'holding' : stageOf(status);

/** While one of these lasts, units that have not left must not leave (rulings.md 3.6). */
const HOLDING: ReadonlySet<AfterSaleStatus> = new Set([
  'pending_merchant_review',
  'negotiating',
  'refunding',
  'refund_failed',
]);
