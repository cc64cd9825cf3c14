import { amountOf, type DisputeEvent } from '@amends/contracts';
import type { CaseEvent } from './case';
import { keptFor } from './goods-back';
import { repairMsOf } from './holding';
import { withOffer, withOfferEnded, withOfferMoved } from './offers';
import { acted, changed, restAt, withDeadline, withFacts, withParcel } from './ticket-changes';
import type { ReplicaEvent } from './private-events';
import type { PausedBy, PriceDifference, Ticket, TicketRefund } from './ticket';

/** Events that are about the order, or only ask something of others. */
type Elsewhere =
  | ReplicaEvent['type']
  | DisputeEvent['type']
  | 'after_sale.submitted'
  | 'pickup.book'
  | 'pickup.register_waybill'
  | 'pickup.change_waybill'
  | 'parcel.intercept_requested';

/** Events that change one ticket that is there already. */
export type TicketEvent = Exclude<CaseEvent, { type: Elsewhere }>;

/** Why a ticket was opened again where what was sent was not as agreed (X8, I6). */
export const OBJECTION = 'objection';

/** The ticket after an event of its own. */
export const evolveTicket = (ticket: Ticket, event: TicketEvent): Ticket => {
  switch (event.type) {
    case 'after_sale.modified': {
      const { reapplied, requested, lines } = event.data;
      const reapplications = ticket.reapplications + (reapplied ? 1 : 0);
      const same = event.data.type === ticket.type && JSON.stringify(lines) === JSON.stringify(ticket.lines);
      const course = same ? ticket.course : 'ordinary';
      return { ...acted(withFacts(ticket, event.data)), lines, requested, reapplications, course };
    }
    case 'after_sale.rejected':
      return shownAgainst(acted(withFacts(ticket, event.data)), event.data);
    case 'after_sale.cancelled':
      return acted(withOfferEnded(withFacts(ticket, event.data), 'declined'));
    case 'after_sale.approved': {
      const course = event.data.advance === undefined ? ticket.course : 'ahead';
      const { onSite: visit } = event.data;
      const onSite = visit ? { ...visit, moves: 0 } : null;
      const approved = { ...withFacts(ticket, event.data), course, onSite };
      return event.data.by === 'system' ? approved : acted(approved);
    }
    case 'after_sale.type_changed': {
      const money = { ...ticket.money, shippingFee: 0 };
      const back = { approved: null, awaitsCancelLock: false, money, course: 'ordinary' as const, onSite: null };
      const turned = { ...withFacts(ticket, event.data), ...back };
      return isBySilence(ticket, event.data.because) ? turned : acted(turned);
    }
    case 'after_sale.split': {
      const { lines, requested, childId } = event.data;
      const requestedAmount = ticket.requestedAmount === null ? null : requested.cash;
      const childIds = [...ticket.childIds, childId];
      return { ...withFacts(ticket, event.data), lines, requested, requestedAmount, childIds };
    }
    case 'return.received': {
      const received = { ...withFacts(ticket, event.data), inspection: event.data.inspection };
      return event.data.by === 'system' ? received : acted(received);
    }
    case 'return.rejected':
      return {
        ...shownAgainst(acted(withFacts(ticket, event.data)), event.data),
        inspection: event.data.inspection,
      };
    case 'return.partially_received': {
      const { inspection, childId } = event.data;
      const shown = shownAgainst(acted(withFacts(ticket, event.data)), event.data);
      return { ...shown, inspection, childIds: [...ticket.childIds, childId] };
    }
    case 'return.disposed': {
      const disposed = event.data.dispositions.map((part) => ({ ...part, at: event.data.occurredAt }));
      return { ...withFacts(ticket, event.data), dispositions: [...ticket.dispositions, ...disposed] };
    }
    case 'after_sale.closed':
      return { ...withFacts(ticket, event.data), closeReason: event.data.closeReason };
    case 'repair.resumed':
    case 'after_sale.completed':
    case 'after_sale.refund_failed':
    case 'repair.overdue':
      return withFacts(ticket, event.data);
    case 'after_sale.reopened': {
      const course = ticket.course === 'ordinary' ? 'again' : ticket.course;
      const again = event.data.because === OBJECTION;
      return again ? { ...acted(withFacts(ticket, event.data)), course } : withFacts(ticket, event.data);
    }
    case 'replacement.shipped':
    case 'reissue.shipped':
    case 'repair.sent_back': {
      const { carrier, trackingNumber, occurredAt: shippedAt } = event.data;
      return { ...acted(withFacts(ticket, event.data)), replacementShipment: { carrier, trackingNumber, shippedAt } };
    }
    case 'replacement.received': {
      const received = { ...withFacts(ticket, event.data), replacedAt: event.data.occurredAt };
      return event.data.by === 'system' ? received : acted(received);
    }
    case 'repair.started':
      return event.data.by === 'system' ? withFacts(ticket, event.data) : acted(withFacts(ticket, event.data));
    case 'repair.visit_rescheduled': {
      const moves = (ticket.onSite?.moves ?? 0) + 1;
      return { ...acted(withFacts(ticket, event.data)), onSite: { ...event.data.onSite, moves } };
    }
    case 'repair.visit_missed':
      return { ...withFacts(ticket, event.data), onSite: null };
    case 'repair.finished':
      return { ...acted(withFacts(ticket, event.data)), repaired: event.data.outcome === 'repaired' };
    case 'charge.captured': {
      const { priceDifference } = ticket;
      const paid = priceDifference && { ...priceDifference, paymentId: event.data.paymentId };
      return { ...acted(withFacts(ticket, event.data)), priceDifference: paid };
    }
    case 'exchange.difference_accepted':
    case 'repair.quote_accepted':
    case 'repair.quoted':
      return acted(withFacts(ticket, event.data));
    case 'repair.quote_declined':
      return event.data.by === 'system' ? withFacts(ticket, event.data) : acted(withFacts(ticket, event.data));
    case 'goodwill.coupon_granted': {
      const { couponId, value, giver, expiresAt, occurredAt: grantedAt } = event.data;
      const coupons = [...ticket.coupons, { couponId, value, giver, expiresAt, grantedAt }];
      return { ...withFacts(ticket, event.data), coupons };
    }
    case 'after_sale.message_added':
      return { ...withFacts(ticket, event.data), messages: ticket.messages + 1 };
    case 'evidence.added': {
      // What is shown in a dispute is the dispute's.
      if (event.data.disputeId !== undefined) return ticket;
      const evidenceIds = [...new Set([...ticket.evidenceIds, ...event.data.evidenceIds])];
      return { ...withFacts(ticket, event.data), evidenceIds };
    }
    case 'after_sale.deadline_changed': {
      if (ticket.deadline === null) return withFacts(ticket, event.data);
      const { kind } = ticket.deadline;
      const { old, new: dueAt, pausedBy, occurredAt } = event.data;
      const restMs = dueAt === null ? restAt(occurredAt, old) : null;
      const moved = kind === 'offer' && dueAt !== null ? withOfferMoved(ticket, dueAt) : ticket;
      return withDeadline(withFacts(moved, event.data), { kind, dueAt, restMs, pausedBy: pauseOf(pausedBy) });
    }

    case 'price_protection.approved':
      return { ...withFacts(ticket, event.data), protectedLines: event.data.protectedLines };
    case 'negotiation.offered': {
      const reviewRestMs = restAt(event.data.occurredAt, ticket.deadline?.dueAt ?? null);
      return { ...acted(withOffer(withFacts(ticket, event.data), event.data.offer)), reviewRestMs };
    }
    case 'negotiation.countered':
      return acted(withOffer(withFacts(ticket, event.data), event.data.offer));
    case 'negotiation.accepted': {
      const agreed = {
        ...withOfferEnded(withFacts(ticket, event.data), 'accepted'),
        money: event.data.money,
        withheld: [],
      };
      return event.data.by === 'system' ? agreed : acted(agreed);
    }
    case 'negotiation.declined':
      return acted(withOfferEnded(withFacts(ticket, event.data), 'declined'));
    case 'negotiation.expired':
      return withOfferEnded(withFacts(ticket, event.data), 'expired');

    case 'case.application_kept': {
      const { money, requestedAmount, component, goodsReceived, targetSku, policyVersion } = event.data;
      const { description, pickup: pickupWish, evidenceIds, inspection, receipts, withheld = [] } = event.data;
      const kept = { money, requestedAmount, component, goodsReceived, targetSku, policyVersion };
      const {
        fastExchange = false,
        course = ticket.course,
        goodwill = ticket.goodwill,
        serialNumber = null,
      } = event.data;
      const { priceDifference = ticket.priceDifference } = event.data;
      const how = { fastExchange, course, withheld, goodwill, priceDifference, serialNumber };
      return { ...ticket, ...kept, ...how, description, pickupWish, evidenceIds, inspection, receipts };
    }
    case 'case.difference_kept':
      return withDifference(ticket, { units: event.data.units });
    case 'case.difference_given_back':
      return withDifference(ticket, { refundId: event.data.refundId });
    case 'case.difference_heard':
      return changed(withDifference(ticket, { paidBack: event.data.paidBack }), event.data.at);
    case 'case.withheld':
      return { ...ticket, withheld: event.data.withheld };
    case 'case.money_fixed': {
      const { money, awaitsCancelLock } = event.data;
      return { ...ticket, money, awaitsCancelLock, approved: amountOf(money) };
    }
    case 'case.money_set_aside':
      return { ...ticket, money: event.data.money };
    case 'case.goods_home': {
      const home = { returnShipment: null, inspection: [], goodsLeftAt: null, onSite: null };
      return { ...ticket, ...home, backBefore: keptFor(ticket), repairMs: repairMsOf(ticket, event.data.at) };
    }
    case 'refund.request':
      // What was paid beside the order, or a difference in price, goes back by itself: the ticket stands on what is due for its goods.
      if (event.data.charge !== undefined || event.data.refundId === ticket.priceDifference?.refundId) return ticket;
      return { ...ticket, refundId: event.data.refundId, awaitsCancelLock: false };

    case 'case.deadline_started': {
      const { kind, dueAt } = event.data;
      return withDeadline(ticket, { kind, dueAt, restMs: null, pausedBy: null });
    }
    case 'case.deadline_ended':
      return { ...ticket, deadline: null, expired: event.data.expired ? event.data.kind : ticket.expired };

    case 'case.refund_heard': {
      const { refundId, status, trying, advance, at } = event.data;
      const heard: TicketRefund = { refundId, status, trying, advance };
      const others = ticket.refunds.filter((refund) => refund.refundId !== refundId);
      return changed({ ...ticket, refunds: [...others, heard] }, at);
    }
    case 'case.refund_retried':
      return changed({ ...ticket, status: event.data.status }, event.data.at);
    case 'case.fast_refund_heard':
      return changed({ ...ticket, fastRefund: event.data.fastRefund }, event.data.at);
    case 'case.fees_known':
      return changed({ ...ticket, fees: event.data.fees }, event.data.at);

    case 'case.pickup_asked':
    case 'case.drop_off_asked':
    case 'case.waybill_changed':
      return acted(changed(withParcel(ticket, event.data.parcel), event.data.at));
    case 'case.parcel_heard':
      return changed({ ...withParcel(ticket, event.data.parcel), scanRevoked: false }, event.data.at);
    case 'case.scan_revoked':
      return { ...ticket, scanRevoked: true };
    case 'case.goods_sent': {
      const { status, parcel, at } = event.data;
      return acted(changed({ ...withParcel(ticket, parcel), status, goodsLeftAt: at }, at));
    }
    case 'case.goods_lost': {
      const { status, responsibility, at } = event.data;
      return changed({ ...ticket, status, responsibility }, at);
    }
    case 'case.intercept_failed':
      return changed({ ...ticket, interceptRequested: false }, event.data.at);
  }
};

const withDifference = (ticket: Ticket, change: Partial<PriceDifference>): Ticket => ({
  ...ticket,
  priceDifference: ticket.priceDifference && { ...ticket.priceDifference, ...change },
});

/** Nobody has acted: the time that was over has had its effect (rulings.md 3.1). */
const isBySilence = ({ expired }: Ticket, because: string): boolean =>
  expired !== null && because === `${expired}_expired`;

/** The merchant's pictures are kept apart from those that the buyer applied with. */
const shownAgainst = (ticket: Ticket, { evidenceIds }: Readonly<{ evidenceIds: readonly string[] }>): Ticket => ({
  ...ticket,
  rejectionEvidenceIds: [...new Set([...ticket.rejectionEvidenceIds, ...evidenceIds])],
});

const PAUSES: readonly PausedBy[] = ['dispute', 'pickup', 'logistics', 'platform'];
const pauseOf = (pausedBy: string | null): PausedBy | null => PAUSES.find((pause) => pause === pausedBy) ?? null;
