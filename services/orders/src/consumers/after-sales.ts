import type {
  AfterSaleApproved,
  AfterSaleClosed,
  AfterSaleCompleted,
  AfterSalesEvent,
  AfterSaleTypeChanged,
  ReturnPartiallyReceived,
  ReturnReceived,
  TicketFacts,
} from '@amends/contracts';
import { orderAggregate, orderDecider, type HearTicket } from '@amends/domain/orders';
import { handle } from '@amends/platform/event-store';
import { reaction, type Reaction } from '@amends/platform/messaging';
import { orderStream } from '../application/streams';

type Heard = HearTicket['data'];

/** What the order learns of any event of a ticket: where the ticket stands after it. */
const standing = (data: TicketFacts): Heard => ({
  afterSaleId: data.afterSaleId,
  type: data.type,
  status: data.status,
  phase: data.phase,
  lines: data.lines,
  version: data.ticketVersion,
  at: data.occurredAt,
});

const hearing = <Event extends AfterSalesEvent>(
  type: Event['type'],
  heard: (data: Event['data']) => Heard = standing,
): Reaction =>
  reaction<Event>({
    type,
    streams: ({ orderId }) => [{ aggregate: orderAggregate, streamId: orderStream(orderId) }],
    handle: async ({ data }, unit) => {
      await handle(unit, orderDecider, orderStream(data.orderId), { type: 'HearTicket', data: heard(data) });
    },
  });

const accepted = ({ inspection, ...data }: ReturnReceived['data'] | ReturnPartiallyReceived['data']): Heard => ({
  ...standing(data),
  returned: inspection.map(({ lineNumber, accepted: quantity }) => ({ lineNumber, quantity })),
});

/** The words of after-sales in ours: every step of a ticket that may lock lines, hold them, or let them go. */
export const afterSalesReactions: readonly Reaction[] = [
  hearing('after_sale.submitted'),
  hearing('after_sale.modified'),
  hearing('after_sale.split'),
  hearing<AfterSaleApproved>('after_sale.approved', (data) => ({ ...standing(data), approved: true })),
  hearing('after_sale.rejected'),
  hearing<AfterSaleTypeChanged>('after_sale.type_changed', (data) => ({
    ...standing(data),
    ...(data.shipment === null ? {} : { shipment: data.shipment }),
  })),
  hearing('after_sale.cancelled'),
  hearing<AfterSaleClosed>('after_sale.closed', ({ refunded = [], ...data }) => ({ ...standing(data), refunded })),
  hearing('after_sale.reopened'),
  hearing('after_sale.refund_failed'),
  hearing<AfterSaleCompleted>('after_sale.completed', ({ refunded, ...data }) => ({ ...standing(data), refunded })),
  hearing<ReturnReceived>('return.received', accepted),
  hearing<ReturnPartiallyReceived>('return.partially_received', accepted),
  hearing('return.rejected'),
  hearing('dispute.mediated'),
];
