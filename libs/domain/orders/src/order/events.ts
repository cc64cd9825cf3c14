import type {
  AddressChangeDeclined,
  AddressChangeRequested,
  AddressChangeReshipped,
  OrderAddressChanged,
  OrderAfterSaleWindowClosed,
  OrderCancelAcknowledged,
  OrderCancelLocked,
  OrderFacts,
  OrderLineClosed,
  OrderLineReceived,
  OrderLineRefunded,
  OrderLineShipped,
  OrderPaid,
  ParcelInterceptRequested,
  ParcelRedirected,
} from '@amends/contracts';
import type { Message, Minor } from '@amends/kernel';
import type { TicketOnOrder } from './order';

/** Private: a ticket on this order has moved, as far as an order cares. */
export type TicketHeard = Message<'order.ticket_heard', OrderFacts & { ticket: Omit<TicketOnOrder, 'locked'> }>;

/** Private: what refunds has given back of the freight, and what it holds. Minor units. */
export type ShippingFeeHeard = Message<'order.shipping_fee_heard', OrderFacts & { refunded: Minor; held: Minor }>;

/** Private: a carrier has stopped a parcel whose goods are sent again, or has not. */
export type InterceptionEnded = Message<
  'order.interception_ended',
  OrderFacts & { number: number; trackingNumber: string; intercepted: boolean }
>;

export type AddressChangeEvent =
  | OrderAddressChanged
  | AddressChangeRequested
  | AddressChangeDeclined
  | AddressChangeReshipped
  | ParcelRedirected
  | InterceptionEnded;

export type OrderEvent =
  | OrderPaid
  | OrderLineShipped
  | OrderLineReceived
  | OrderLineClosed
  | OrderLineRefunded
  | OrderCancelLocked
  | OrderCancelAcknowledged
  | OrderAfterSaleWindowClosed
  | AddressChangeEvent
  | ParcelInterceptRequested
  | TicketHeard
  | ShippingFeeHeard;
