import type { OrderLine, OrderState, TicketLine, TicketOnOrder } from './order';
import { lineLife, type LineStatus } from './transitions';

export type AfterSaleStatus = 'none' | 'in_progress' | 'partially_refunded' | 'fully_refunded' | 'window_expired';

/** Units of a line, counted (rulings.md 8.3). */
export type LineCounters = Readonly<{
  quantity: number;
  shipped: number;
  received: number;
  /** Asked back and not yet accepted back. */
  returnRequested: number;
  /** Accepted back at the inspection. */
  returned: number;
  /** Given back with their money, shipped or not. */
  refunded: number;
  replaced: number;
  reissued: number;
  inRepair: number;
}>;

export const isOpen = ({ stage }: TicketOnOrder): boolean => stage === 'holding' || stage === 'open';

/** Whether a ticket wants what is not shipped yet to stay where it is (rulings.md 3.6). */
export const wantsLock = ({ stage }: Pick<TicketOnOrder, 'stage'>): boolean => stage === 'holding';

/** Whether a ticket is open on the line. */
export const isHeld = (tickets: readonly TicketOnOrder[], lineNumber: number): boolean =>
  tickets.some((ticket) => isOpen(ticket) && partOf(ticket, lineNumber) !== undefined);

/** Whether nothing of the line may be shipped now. */
export const isLocked = ({ tickets }: OrderState, lineNumber: number): boolean =>
  tickets.some((ticket) => ticket.locked && partOf(ticket, lineNumber) !== undefined);

/** Units that are still to be shipped: neither shipped nor cancelled. */
export const unitsToShip = ({ tickets }: OrderState, { lineNumber, quantity, shipped }: OrderLine): number =>
  Math.max(0, quantity - shipped - cancelledUnits(tickets, lineNumber));

/** Units given back before they were shipped. */
export const cancelledUnits = (tickets: readonly TicketOnOrder[], lineNumber: number): number =>
  sum(tickets, lineNumber, ({ stage, phase }, part) =>
    stage === 'completed' && phase === 'unshipped' ? part.refunded : 0,
  );

/** Units given back with their money, also where their ticket has closed after an advance. A refund that was reversed no longer counts: its ticket is open again. */
export const refundedUnits = (tickets: readonly TicketOnOrder[], lineNumber: number): number =>
  sum(tickets, lineNumber, (ticket, part) => (isOpen(ticket) ? 0 : part.refunded));

export const countersOf = ({ tickets }: OrderState, line: OrderLine): LineCounters => {
  const count = (units: (ticket: TicketOnOrder, part: TicketLine) => number) => sum(tickets, line.lineNumber, units);
  return {
    quantity: line.quantity,
    shipped: line.shipped,
    received: line.received,
    returnRequested: count((ticket, part) => (isOpen(ticket) && comesBack(ticket) ? part.quantity - part.returned : 0)),
    returned: count(({ type }, part) => (type === 'repair' ? 0 : part.returned)),
    refunded: refundedUnits(tickets, line.lineNumber),
    replaced: count((ticket, part) => (isReplaced(ticket) ? replacedUnits(part) : 0)),
    reissued: count(({ type, stage }, part) => (type === 'reissue' && stage === 'completed' ? part.quantity : 0)),
    inRepair: count((ticket, part) => (ticket.type === 'repair' && isOpen(ticket) ? part.quantity : 0)),
  };
};

/** How after-sales stands on a line; beside its status, which tells of the delivery (states.md 1). */
export const afterSaleStatusOf = ({ tickets }: OrderState, line: OrderLine): AfterSaleStatus => {
  if (isHeld(tickets, line.lineNumber)) return 'in_progress';
  const refunded = refundedUnits(tickets, line.lineNumber);
  if (refunded >= line.quantity) return 'fully_refunded';
  if (line.settled) return 'window_expired';
  return refunded > 0 ? 'partially_refunded' : 'none';
};

/** The order's status: that of the line that is furthest behind, or partially shipped when they differ. */
export const statusOf = ({ lines }: OrderState): LineStatus => {
  const alive = new Set(lines.map(({ status }) => status).filter((status) => status !== 'closed'));
  if (alive.size === 0) return 'closed';
  const [first] = alive;
  if (alive.size === 1 && first !== undefined) return first;
  return alive.has('awaiting_shipment') || alive.has('partially_shipped') ? 'partially_shipped' : 'awaiting_receipt';
};

/** What a caller of this role may do on the order now, sorted by name. */
export const allowedActionsOf = (state: OrderState, by: string): readonly string[] => {
  const person = by === 'buyer' || by === 'merchant' || by === 'storefront' ? by : undefined;
  if (person === undefined) return [];
  const actions = state.lines.flatMap((line) =>
    lineLife.commandsOf(line.status, person).filter((on) => on !== 'shipments' || !isLocked(state, line.lineNumber)),
  );
  return [...new Set<string>(actions)].sort();
};

/** A ticket's share in a line. */
export const partOf = ({ lines }: TicketOnOrder, lineNumber: number): TicketLine | undefined =>
  lines.find((part) => part.lineNumber === lineNumber);

/** The buyer has another item instead. */
export const isReplaced = ({ type, stage }: Pick<TicketOnOrder, 'type' | 'stage'>): boolean =>
  type === 'exchange' && stage === 'completed';

/** Those that were accepted; where none was looked at, the parcel was lost, or given up, and all of them are. */
const replacedUnits = ({ returned, quantity }: TicketLine): number => (returned > 0 ? returned : quantity);

const comesBack = ({ type }: TicketOnOrder): boolean => type === 'return_refund' || type === 'exchange';

const sum = (
  tickets: readonly TicketOnOrder[],
  lineNumber: number,
  units: (ticket: TicketOnOrder, part: TicketLine) => number,
): number =>
  tickets.reduce((counted, ticket) => {
    const part = partOf(ticket, lineNumber);
    return part === undefined ? counted : counted + units(ticket, part);
  }, 0);
