import type { AfterSaleSubmitted, TicketFacts } from '@amends/contracts';
import { between, type Instant } from '@amends/kernel';
import type { ParcelNews } from './private-events';
import type { ReturnShipment, Ticket, TicketDeadline } from './ticket';

/** A ticket as its application opens it; what is set aside is told right after. */
export const opened = (data: AfterSaleSubmitted['data']): Ticket => ({
  id: data.afterSaleId,
  version: data.ticketVersion,
  type: data.type,
  status: data.status,
  closeReason: null,
  phase: data.phase,
  interceptRequested: data.interceptRequested,
  initiator: data.initiator,
  entryPoint: data.entryPoint,
  reason: data.reason,
  firstReason: data.reason,
  responsibility: data.responsibility,
  returnFreightBearer: data.returnFreightBearer,
  goodsReceived: data.goodsReceived,
  targetSku: null,
  description: null,
  serialNumber: null,
  lines: data.lines,
  inspection: [],
  component: 'cash',
  requestedAmount: null,
  requested: data.requested,
  money: { lines: [], shippingFee: 0 },
  approved: null,
  refundId: null,
  awaitsCancelLock: false,
  refunds: [],
  deadline: null,
  deadlinesStarted: 0,
  expired: null,
  protectedLines: [],
  offers: [],
  reviewRestMs: 0,
  underIntervention: data.underIntervention,
  disputeId: null,
  judged: false,
  parentId: data.parentId,
  childIds: [],
  returnShipment: null,
  pickupWish: null,
  course: 'ordinary',
  fastExchange: false,
  repairMs: 0,
  goodsLeftAt: null,
  repaired: false,
  onSite: null,
  replacedAt: null,
  scanRevoked: false,
  replacementShipment: null,
  backBefore: [],
  dispositions: [],
  receipts: [],
  fastRefund: 'none',
  fees: [],
  withheld: [],
  goodwill: null,
  priceDifference: null,
  coupons: [],
  evidenceIds: data.evidenceIds,
  rejectionEvidenceIds: [],
  messages: 0,
  reapplications: 0,
  policyVersion: '',
  createdAt: data.occurredAt,
  updatedAt: data.occurredAt,
});

/** What every public event of a ticket says of it. */
export const withFacts = (ticket: Ticket, facts: TicketFacts): Ticket => ({
  ...ticket,
  version: facts.ticketVersion,
  type: facts.type,
  status: facts.status,
  phase: facts.phase,
  reason: facts.reason,
  responsibility: facts.responsibility,
  returnFreightBearer: facts.returnFreightBearer,
  interceptRequested: facts.interceptRequested,
  underIntervention: facts.underIntervention,
  updatedAt: facts.occurredAt,
});

/** Somebody has acted: a deadline that was over before no longer explains anything (rulings.md 3.1). */
export const acted = (ticket: Ticket): Ticket => ({ ...ticket, expired: null });

/** Something of the ticket can be seen that could not be seen before. */
export const changed = (ticket: Ticket, at: Instant): Ticket => ({
  ...ticket,
  version: ticket.version + 1,
  updatedAt: at,
});

/** A deadline starts, moves, stands still or goes on: each time with a number of its own. */
export const withDeadline = (ticket: Ticket, deadline: Omit<TicketDeadline, 'token'>): Ticket => ({
  ...ticket,
  deadline: { ...deadline, token: ticket.deadlinesStarted + 1 },
  deadlinesStarted: ticket.deadlinesStarted + 1,
});

/** What is left while it stands still: never less than nothing. */
export const restAt = (at: Instant, dueAt: Instant | null): number =>
  dueAt === null ? 0 : Math.max(0, between(at, dueAt));

const NO_PARCEL: ReturnShipment = {
  method: 'self_ship',
  status: 'not_filled',
  pickupId: null,
  carrier: null,
  trackingNumber: null,
  dropOffCode: null,
  pointId: null,
  slot: null,
  signedAt: null,
};

/** What is left out of the news stays as it was; another way of sending is another parcel. */
export const withParcel = (ticket: Ticket, news: ParcelNews): Ticket => {
  const before = ticket.returnShipment;
  const same = before !== null && before.method === news.method;
  return { ...ticket, returnShipment: { ...NO_PARCEL, ...(same ? before : {}), ...news } };
};
