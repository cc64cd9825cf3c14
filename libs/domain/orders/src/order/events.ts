import type {
  OrderAfterSaleWindowClosed,
  OrderCancelAcknowledged,
  OrderCancelLocked,
  OrderFacts,
  OrderLineClosed,
  OrderLineReceived,
  OrderLineRefunded,
  OrderLineShipped,
  OrderPaid,
} from '@amends/contracts';
import type { Message, Minor } from '@amends/kernel';
import type { TicketOnOrder } from './order';

/** Private: a ticket on this order has moved, as far as an order cares. */
export type TicketHeard = Message<'order.ticket_heard', OrderFacts & { ticket: Omit<TicketOnOrder, 'locked'> }>;

/** Private: what refunds has given back of the freight, and what it holds. Minor units. */
export type ShippingFeeHeard = Message<'order.shipping_fee_heard', OrderFacts & { refunded: Minor; held: Minor }>;

export type OrderEvent =
  | OrderPaid
  | OrderLineShipped
  | OrderLineReceived
  | OrderLineClosed
  | OrderLineRefunded
  | OrderCancelLocked
  | OrderCancelAcknowledged
  | OrderAfterSaleWindowClosed
  | TicketHeard
  | ShippingFeeHeard;
