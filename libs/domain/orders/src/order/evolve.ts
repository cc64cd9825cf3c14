import type { OrderPaid } from '@amends/contracts';
import { between, later, type Instant } from '@amends/kernel';
import { evolveAddress } from './address-change/evolve';
import { AUTO_RECEIPT_MS, settlementOf } from './deadlines';
import type { OrderEvent, TicketHeard } from './events';
import { isHeld, isReplaced, partOf, unitsToShip, wantsLock } from './line';
import type { OrderLine, OrderState, ReceiptWait, TicketOnOrder } from './order';
import { lineLife, type LineStep } from './transitions';

/** Folds one event into the order. */
export const evolve = (state: OrderState, event: OrderEvent): OrderState => {
  if (event.type === 'order.paid') return placed(event.data);
  return touched(changed(state, event), event.data.occurredAt);
};

const changed = (state: OrderState, event: Exclude<OrderEvent, OrderPaid>): OrderState => {
  const at = event.data.occurredAt;
  switch (event.type) {
    case 'order.line_shipped':
      return onLine(state, event.data.lineNumber, (line) => {
        const { shipped, carrier, trackingNumber } = event.data;
        const sent = { ...line, shipped, parcels: [...line.parcels, { carrier, trackingNumber }] };
        return stepped(state, sent, unitsToShip(state, sent) === 0 ? 'rest_shipped' : 'part_shipped', at);
      });
    case 'order.line_received':
      return onLine(state, event.data.lineNumber, (line) => ({
        ...stepped(state, line, 'received', at),
        received: event.data.received,
        receivedBySilence: event.data.automatic,
        settlesAt: settlementOf(at),
      }));
    case 'order.line_refunded':
      return onLine(state, event.data.lineNumber, (line) => {
        const restCancelled = line.status === 'partially_shipped' && unitsToShip(state, line) === 0;
        return stepped(state, line, restCancelled ? 'rest_cancelled' : 'units_refunded', at);
      });
    case 'order.line_closed':
      return onLine(state, event.data.lineNumber, (line) => stepped(state, line, 'all_refunded', at));
    case 'order.after_sale_window_closed':
      return onLine(state, event.data.lineNumber, (line) => ({
        ...stepped(state, line, 'window_closed', at),
        settled: true,
      }));
    case 'order.ticket_heard':
      return heard(state, event.data);
    case 'order.cancel_locked':
      return {
        ...state,
        tickets: state.tickets.map((ticket) =>
          ticket.afterSaleId === event.data.afterSaleId ? { ...ticket, locked: true } : ticket,
        ),
      };
    case 'order.cancel_acknowledged':
    case 'parcel.intercept_requested':
      return state;
    case 'order.address_changed':
    case 'address_change.requested':
    case 'address_change.declined':
    case 'address_change.reshipped':
    case 'parcel.redirected':
    case 'order.interception_ended':
      return evolveAddress(state, event);
    case 'order.shipping_fee_heard':
      return {
        ...state,
        shippingFee: { ...state.shippingFee, refunded: event.data.refunded, held: event.data.held },
      };
  }
};

const placed = ({ lines, shippingFee, occurredAt, ...data }: OrderPaid['data']): OrderState => ({
  order: {
    orderId: data.orderId,
    merchantId: data.merchantId,
    buyerId: data.buyerId,
    orderNumber: data.orderNumber,
    currency: data.currency,
    policyVersion: data.policyVersion,
    paidAt: data.paidAt,
    createdAt: occurredAt,
    updatedAt: occurredAt,
  },
  lines: lines.map(({ lineNumber, sku, title, kind, quantity, paid }) => ({
    lineNumber,
    sku,
    title,
    kind,
    quantity,
    paid,
    status: lineLife.initial,
    shipped: 0,
    parcels: [],
    received: 0,
    receivedBySilence: false,
    autoReceipt: null,
    settlesAt: null,
    settled: false,
    releases: 0,
  })),
  tickets: [],
  shippingFee: { paid: shippingFee.paid, refunded: 0, held: 0 },
  addressChanges: [],
});

/** Takes a line one step on; the wait for the buyer's word begins and ends with the status it belongs to. */
const stepped = ({ tickets }: OrderState, line: OrderLine, step: LineStep, at: Instant): OrderLine => {
  const status = lineLife.after(line.status, step);
  if (status !== 'awaiting_receipt') return { ...line, status, autoReceipt: null };
  return { ...line, status, autoReceipt: line.autoReceipt ?? beginning(isHeld(tickets, line.lineNumber), at) };
};

const beginning = (held: boolean, at: Instant): ReceiptWait =>
  held ? { is: 'paused', restMs: AUTO_RECEIPT_MS } : { is: 'running', dueAt: later(at, AUTO_RECEIPT_MS) };

/** A lock lasts as long as the ticket wants it for the same units. */
const heard = (state: OrderState, { ticket, occurredAt }: TicketHeard['data']): OrderState => {
  const before = state.tickets.find(({ afterSaleId }) => afterSaleId === ticket.afterSaleId);
  const locked = before !== undefined && before.locked && wantsLock(ticket) && sameUnits(before, ticket);
  const after: TicketOnOrder = { ...ticket, locked };
  const tickets =
    before === undefined ? [...state.tickets, after] : state.tickets.map((each) => (each === before ? after : each));
  return {
    ...state,
    tickets,
    lines: state.lines.map((line) => {
      const isNews = isReplaced(after) && before?.stage !== 'completed' && partOf(after, line.lineNumber) !== undefined;
      return heldOrReleased(
        isNews ? settlingLater(line, occurredAt) : line,
        isHeld(state.tickets, line.lineNumber),
        isHeld(tickets, line.lineNumber),
        occurredAt,
      );
    }),
  };
};

/** The other item has windows of its own, which the settlement waits for as well (rulings.md 2.4, 4.5). */
const settlingLater = (line: OrderLine, at: Instant): OrderLine =>
  line.settlesAt === null ? line : { ...line, settlesAt: settlementOf(at) };

const sameUnits = (before: TicketOnOrder, { lines }: TicketHeard['data']['ticket']): boolean =>
  before.lines.length === lines.length &&
  lines.every(({ lineNumber, quantity }) =>
    before.lines.some((known) => known.lineNumber === lineNumber && known.quantity === quantity),
  );

const heldOrReleased = (line: OrderLine, before: boolean, after: boolean, at: Instant): OrderLine => {
  if (before === after) return line;
  const { autoReceipt } = line;
  if (after)
    return autoReceipt?.is === 'running'
      ? { ...line, autoReceipt: { is: 'paused', restMs: Math.max(0, between(at, autoReceipt.dueAt)) } }
      : line;
  return {
    ...line,
    releases: line.releases + 1,
    autoReceipt: autoReceipt?.is === 'paused' ? { is: 'running', dueAt: later(at, autoReceipt.restMs) } : autoReceipt,
  };
};

const onLine = (state: OrderState, wanted: number, change: (line: OrderLine) => OrderLine): OrderState => ({
  ...state,
  lines: state.lines.map((line) => (line.lineNumber === wanted ? change(line) : line)),
});

/** Facts of others come with the time they happened at, which may lie before what is known here. */
const touched = (state: OrderState, at: Instant): OrderState =>
  state.order === null || at <= state.order.updatedAt ? state : { ...state, order: { ...state.order, updatedAt: at } };
