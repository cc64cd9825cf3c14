import type { OrderFacts } from '@amends/contracts';
import { millis, type Aggregate, type Decider, type Decision } from '@amends/kernel';
import { addressWaits } from './address-change/deadlines';
import { addressWaitOver, decideAddressChange, hearInterception } from './address-change/deciding';
import type { DeadlineReached, HearShippingFee, OrderCommand, OrderRefusal } from './commands';
import { waitsOf } from './deadlines';
import type { OrderEvent } from './events';
import { evolve } from './evolve';
import { hearTicket } from './hear-ticket';
import { statusOf } from './line';
import { NO_ORDER, type OrderState } from './order';
import { place } from './place';
import { confirmReceipt, received } from './receive';
import { ship } from './ship';
import { lineLife } from './transitions';

/** Says what a command leads to. Of an order that was never placed there is nothing to say. */
export const decide = (command: OrderCommand, state: OrderState): Decision<OrderEvent, OrderRefusal> => {
  if (command.type === 'PlaceOrder') return state.order === null ? place(command) : [];
  if (state.order === null) return [];
  const { orderId, merchantId, buyerId } = state.order;
  const facts: OrderFacts = { orderId, merchantId, buyerId, occurredAt: command.data.at };

  // prettier-ignore
  switch (command.type) {
    case 'ShipLines':       return ship(command, state, facts);
    case 'ConfirmReceipt':  return confirmReceipt(command, state, facts);
    case 'RequestAddressChange': case 'RedirectParcels': case 'ReshipGoods': case 'DeclineAddressChange':
                            return decideAddressChange(command, state, facts);
    case 'HearTicket':      return hearTicket(command, state, facts);
    case 'HearInterception': return hearInterception(command, state, facts);
    case 'HearShippingFee': return hearShippingFee(command, state, facts);
    case 'DeadlineReached': return deadlineReached(command, state, facts);
  }
};

const hearShippingFee = (
  { data: { refunded, held } }: HearShippingFee,
  { shippingFee }: OrderState,
  facts: OrderFacts,
): readonly OrderEvent[] =>
  shippingFee.refunded === refunded && shippingFee.held === held
    ? []
    : [{ type: 'order.shipping_fee_heard', data: { ...facts, refunded, held } }];

/** The buyer's silence means received (O7); after the windows the line is settled (O10); the merchant's means no (E7). A late wake-up does nothing. */
const deadlineReached = (
  { data: { name, token, at } }: DeadlineReached,
  state: OrderState,
  facts: OrderFacts,
): readonly OrderEvent[] => {
  const due = waitsOf(state).find(({ deadline }) => deadline.name === name && deadline.token === token);
  const address = addressWaits(state).find(({ deadline }) => deadline.name === name && deadline.token === token);
  if (address !== undefined && millis(at) >= millis(address.deadline.dueAt)) return addressWaitOver(address, facts);
  if (due === undefined || millis(at) < millis(due.deadline.dueAt)) return [];
  const { line, kind, deadline } = due;
  switch (kind) {
    case 'auto_receipt':
      // Received when the wait was over, however late the wake-up is: the windows of the goods start there.
      return lineLife.permits(line.status, 'auto_receipt', 'system')
        ? [received(line, { ...facts, occurredAt: deadline.dueAt }, true)]
        : [];
    case 'settlement':
      return lineLife.permits(line.status, 'settle', 'system')
        ? [{ type: 'order.after_sale_window_closed', data: { ...facts, lineNumber: line.lineNumber } }]
        : [];
  }
};

/** One stream per order: its purchase, its parcels, and what after-sales and refunds have told. */
export const orderAggregate: Aggregate<OrderState, OrderEvent> = {
  category: 'order',
  revision: 2,
  initialState: NO_ORDER,
  evolve,
  listings: (state) => {
    const { order } = state;
    if (order === null) return [];
    const { orderId, merchantId, buyerId, orderNumber, createdAt, updatedAt } = order;
    const status = statusOf(state);
    return [
      {
        kind: 'order',
        id: orderId,
        orderId,
        merchantId,
        buyerId,
        status,
        reference: orderNumber,
        createdAt,
        updatedAt,
      },
    ];
  },
  deadlines: (state) => [...waitsOf(state), ...addressWaits(state)].map(({ deadline }) => deadline),
};

export const orderDecider: Decider<OrderState, OrderCommand, OrderEvent, OrderRefusal> &
  Readonly<{ aggregate: Aggregate<OrderState, OrderEvent> }> = {
  initialState: NO_ORDER,
  decide,
  evolve,
  aggregate: orderAggregate,
};
