import type {
  OrderAddressChanged,
  OrderCancelLocked,
  OrderLineClosed,
  OrderLineReceived,
  OrderLineShipped,
  OrderPaid,
} from '@amends/contracts';
import type { Merchant } from '../../policy/merchant';
import { promisedAt } from '../../policy/policy-in-force';
import { isKnown, type CaseEvent, type CaseState, type OpenedCase } from '../case';
import type { Asked } from '../commands';
import { isEnded } from '../holding';
import { rowOf } from '../life-of';
import { turnToShipped } from '../reviewing';
import { askForRefund } from '../settling';
import { splitOffSent } from '../splitting';
import { story, type Story } from '../story';
import type { Ticket } from '../ticket';

/** The order is known from here on, with what the merchant had promised when it was paid. */
export const hearPaid = (
  { data }: OrderPaid,
  state: CaseState,
  merchant: Merchant | undefined,
): readonly CaseEvent[] => {
  if (isKnown(state)) return [];
  const promised = merchant && { promised: promisedAt(data.lines, merchant, data.paidAt) };
  return [{ type: 'case.opened', data: { ...data, ...promised } }];
};

/** Units have left. Cancels that orders had not locked in time stand on the parcel now (U4, scenario C30). */
export const hearShipped = ({ data }: OrderLineShipped, asked: Asked, state: OpenedCase): readonly CaseEvent[] => {
  const { lineNumber, quantity, shipped, carrier, trackingNumber, occurredAt } = data;
  const line = state.order.lines.find((each) => each.lineNumber === lineNumber);
  if (line === undefined || shipped <= line.shipped) return [];
  const telling = story(state, asked);
  telling.tell({
    type: 'case.line_shipped',
    data: { lineNumber, quantity, shipped, carrier, trackingNumber, at: occurredAt },
  });
  for (const { ticket, units } of tooLateCancels(telling.now(), lineNumber))
    goWithParcel(telling, ticket, lineNumber, units);
  return telling.events();
};

/**
 * The cancel stands on the parcel, if some units of it stay only with those that have left. What both sides talk or quarrel
 * about stays one; so does a second cancel that the same parcel takes units from.
 */
const goWithParcel = (telling: Story, ticket: Ticket, lineNumber: number, units: number): void => {
  const { childId } = telling.asked.fresh;
  const isWhole = ticket.money.lines.every((amount) => amount.lineNumber === lineNumber && amount.units <= units);
  const isTaken = telling.now().tickets.some(({ id }) => id === childId);
  const splits = rowOf(ticket, 'part_left', 'orders', 'after_sale.split') !== undefined;
  if (splits && !isWhole && !isTaken) splitOffSent(telling, ticket, [{ lineNumber, quantity: units }], childId);
  else turnToShipped(telling, ticket, { because: 'parcel_left', by: 'orders', shipment: null });
};

type TooLate = Readonly<{ ticket: Ticket; units: number }>;

/** Cancels of this line whose units are no longer there, and how many of them: the locked and the older ones come first. */
const tooLateCancels = ({ order, tickets, locks }: OpenedCase, lineNumber: number): readonly TooLate[] => {
  const line = order.lines.find((each) => each.lineNumber === lineNumber);
  const unshipped = tickets.filter(
    ({ phase, lines }) => phase === 'unshipped' && lines.some((each) => each.lineNumber === lineNumber),
  );
  const unitsOf = ({ money }: Ticket): number =>
    money.lines.reduce((sum, amount) => sum + (amount.lineNumber === lineNumber ? amount.units : 0), 0);
  const isLocked = ({ id }: Ticket): boolean =>
    locks.some((lock) => lock.afterSaleId === id && lock.lineNumbers.includes(lineNumber));

  const gone = unshipped.filter(({ status }) => status === 'completed');
  const open = unshipped.filter((ticket) => !isEnded(ticket));
  let left = (line?.quantity ?? 0) - (line?.shipped ?? 0) - gone.reduce((sum, ticket) => sum + unitsOf(ticket), 0);
  return [...open.filter(isLocked), ...open.filter((ticket) => !isLocked(ticket))].flatMap((ticket) => {
    left -= unitsOf(ticket);
    return left < 0 && !isLocked(ticket) ? [{ ticket, units: Math.min(-left, unitsOf(ticket)) }] : [];
  });
};

/** All that is shipped of the line is with the buyer: his windows run from here. */
export const hearReceived = ({ data }: OrderLineReceived, state: OpenedCase): readonly CaseEvent[] => {
  const { lineNumber, received, occurredAt } = data;
  const line = state.order.lines.find((each) => each.lineNumber === lineNumber);
  if (line === undefined || received <= line.received) return [];
  return [{ type: 'case.line_received', data: { lineNumber, received, at: occurredAt } }];
};

export const hearLineClosed = ({ data }: OrderLineClosed, state: OpenedCase): readonly CaseEvent[] => {
  const { lineNumber, occurredAt } = data;
  const line = state.order.lines.find((each) => each.lineNumber === lineNumber);
  return line === undefined || line.closed ? [] : [{ type: 'case.line_closed', data: { lineNumber, at: occurredAt } }];
};

/** Couriers that come by themselves come there from now on. */
export const hearAddressChanged = (
  { data: { address, occurredAt: at } }: OrderAddressChanged,
  { order }: OpenedCase,
): readonly CaseEvent[] =>
  order.shippingAddress.sealed === address.sealed
    ? []
    : [{ type: 'case.address_changed', data: { shippingAddress: address, at } }];

/** Nothing of these lines will be shipped: an approved cancel that waited for it is paid (scenario C30). */
export const hearCancelLocked = (
  { data }: OrderCancelLocked,
  asked: Asked,
  state: OpenedCase,
): readonly CaseEvent[] => {
  const { afterSaleId, lineNumbers } = data;
  const ticket = state.tickets.find(({ id }) => id === afterSaleId);
  if (ticket === undefined || ticket.phase !== 'unshipped' || !isLockHeld(ticket)) return [];
  const telling = story(state, asked);
  telling.tell({ type: 'case.cancel_locked', data: { afterSaleId, at: asked.at, lineNumbers } });
  const held = telling.now().locks.find((lock) => lock.afterSaleId === afterSaleId)?.lineNumbers ?? [];
  if (ticket.awaitsCancelLock && ticket.lines.every(({ lineNumber }) => held.includes(lineNumber)))
    askForRefund(telling, ticket);
  return telling.events();
};

/** The states in which orders holds the lock (rulings.md 3.6); a word that comes later is about an older state. */
const isLockHeld = ({ status }: Ticket): boolean =>
  status === 'pending_merchant_review' ||
  status === 'negotiating' ||
  status === 'refunding' ||
  status === 'refund_failed';
