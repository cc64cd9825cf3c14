import type { CaseEvent, CaseState } from './case';
import { evolveDisputes, isOfDispute, withShowing } from './dispute/evolve-dispute';
import { evolveOrder, withoutLock, withRepaired, withReplaced, withUnitsSent } from './evolve-order';
import { evolveTicket, type TicketEvent } from './evolve-ticket';
import { opened } from './ticket-changes';

/** The case after an event. Never fails and never decides: what an event says has happened. */
export const evolve = (state: CaseState, event: CaseEvent): CaseState => {
  if (isOfDispute(event)) return evolveDisputes(state, event);
  switch (event.type) {
    case 'case.opened':
    case 'case.line_shipped':
    case 'case.line_received':
    case 'case.line_closed':
    case 'case.address_changed':
    case 'case.cover_changed':
    case 'case.cancel_locked':
      return evolveOrder(state, event);

    case 'after_sale.submitted':
      return { ...state, tickets: [...state.tickets, opened(event.data)] };
    case 'after_sale.type_changed': {
      const { shipment, lines, occurredAt: sentAt } = event.data;
      return onTicket(shipment === null ? state : withUnitsSent(state, lines, { ...shipment, sentAt }), event);
    }
    case 'after_sale.completed':
      return onTicket(withRepaired(withReplaced(state, event.data), event.data), event);
    case 'after_sale.rejected':
      return onTicket(withoutLock(state, event.data.afterSaleId), event);

    case 'evidence.added':
      return onTicket(withShowing(state, event), event);

    case 'after_sale.modified':
    case 'after_sale.split':
    case 'after_sale.approved':
    case 'after_sale.cancelled':
    case 'after_sale.closed':
    case 'after_sale.reopened':
    case 'after_sale.refund_failed':
    case 'after_sale.deadline_changed':
    case 'after_sale.message_added':
    case 'return.received':
    case 'return.partially_received':
    case 'return.rejected':
    case 'return.disposed':
    case 'price_protection.approved':
    case 'negotiation.offered':
    case 'negotiation.countered':
    case 'negotiation.accepted':
    case 'negotiation.declined':
    case 'negotiation.expired':
    case 'repair.resumed':
    case 'case.application_kept':
    case 'case.withheld':
    case 'replacement.shipped':
    case 'replacement.received':
    case 'reissue.shipped':
    case 'repair.visit_rescheduled':
    case 'repair.visit_missed':
    case 'repair.started':
    case 'repair.quoted':
    case 'repair.quote_accepted':
    case 'repair.quote_declined':
    case 'repair.finished':
    case 'repair.overdue':
    case 'repair.sent_back':
    case 'charge.captured':
    case 'goodwill.coupon_granted':
    case 'exchange.difference_accepted':
    case 'case.difference_kept':
    case 'case.difference_given_back':
    case 'case.difference_heard':
    case 'case.money_fixed':
    case 'case.money_set_aside':
    case 'case.goods_home':
    case 'case.deadline_started':
    case 'case.deadline_ended':
    case 'case.refund_heard':
    case 'case.refund_retried':
    case 'case.fast_refund_heard':
    case 'case.pickup_asked':
    case 'case.drop_off_asked':
    case 'case.waybill_changed':
    case 'case.parcel_heard':
    case 'case.goods_sent':
    case 'case.goods_lost':
    case 'case.scan_revoked':
    case 'case.intercept_failed':
    case 'case.fees_known':
    case 'refund.request':
      return onTicket(state, event);

    case 'pickup.book':
    case 'pickup.register_waybill':
    case 'pickup.change_waybill':
    case 'parcel.intercept_requested':
      return state;
  }
};

const onTicket = (state: CaseState, event: TicketEvent): CaseState => ({
  ...state,
  tickets: state.tickets.map((ticket) => (ticket.id === event.data.afterSaleId ? evolveTicket(ticket, event) : ticket)),
});
