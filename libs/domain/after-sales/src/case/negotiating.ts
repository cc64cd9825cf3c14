import type { AfterSaleType, OfferMade } from '@amends/contracts';
import { isRefusal, later, refuse, total, type Decision, type Refusal } from '@amends/kernel';
import { MAX_OFFERS } from '../policy/caps';
import { deny, grounded } from '../policy/denial';
import { freightBearerOf } from '../policy/freight-bearer';
import type { Merchant } from '../policy/merchant';
import { policyInForce } from '../policy/policy-in-force';
import { reasonOf } from '../policy/reasons';
import { OFFER_MS, REVIEW_REST_MIN_MS } from '../policy/timers';
import { agreedMoney, mostToOffer } from './agreed-money';
import { approve } from './approving';
import type { CaseEvent, OpenedCase } from './case';
import type { CaseRefusal, DataOf } from './commands';
import { giveFeeBack } from './fees';
import { holds } from './holding';
import { rowOf } from './life-of';
import { liveOffer } from './offers';
import { allowedActions, permitted } from './permission';
import { goOn } from './settling';
import { factsOf, story, type Story } from './story';
import type { Offer, Ticket } from './ticket';
import { startDeadline } from './waiting';
import { bookWished } from './wished-pickup';

type Outcome = Decision<CaseEvent, CaseRefusal>;

/**
 * Something else instead (K4, S4), or another figure than the other side's (K6). Refused in this order: a fourth offer, a
 * return of goods that have not left, more than all the cash of the lines that nobody else asks for (rulings.md 3.3).
 */
export const makeOffer = (data: DataOf<'MakeOffer'>, state: OpenedCase): Outcome => {
  const ticket = permitted(state, { ...data, action: 'offers' });
  if (isRefusal(ticket)) return ticket;
  const { type, amount, keepGoods, text, by } = data;
  if (ticket.offers.length >= MAX_OFFERS)
    return refuse('offer_rounds_exhausted', `No more than ${MAX_OFFERS} offers are made on a ticket.`);
  if (type === 'return_refund' && !haveLeft(state, ticket))
    return grounded(deny('type_not_allowed_in_order_state', { allowedTypes: ['refund_only', 'compensation'] }), {
      policyVersion: ticket.policyVersion,
      rule: '/types/return_refund/phases',
    });
  const most = mostToOffer(state, ticket);
  if (amount > most) {
    const ground = { policyVersion: ticket.policyVersion, rule: '/caps/amount' };
    return grounded(deny('amount_exceeds_refundable', { maxRefundable: most }), ground);
  }

  const telling = story(state, data);
  const side = by.role === 'merchant' ? 'merchant' : 'buyer';
  const first = rowOf(ticket, 'offers', side, 'negotiation.offered');
  const row = first ?? rowOf(ticket, 'offers', side, 'negotiation.countered');
  if (row === undefined) return [];
  telling.tell({
    type: first === undefined ? 'negotiation.countered' : 'negotiation.offered',
    data: {
      ...factsOf(telling, ticket, { status: row.to }),
      offer: offerOf(telling, ticket, { by: side, type, amount, keepGoods, final: false }),
      text,
    },
  });
  startDeadline(telling, ticket);
  return telling.events();
};

/**
 * Puts an offer of all the cash of the ticket's units in the merchant's name, for a ticket that has just come to
 * negotiating by itself (P10, rulings.md 4.8). It cannot be countered; accepted or left alone it pays, by the row that
 * emits `after_sale.type_changed`; declined it leads on by the row that emits `repair.resumed`.
 */
export const offerInMerchantsName = (telling: Story, ticket: Ticket, type: AfterSaleType): void => {
  const now = telling.latest(ticket);
  const amount = total(now.money.lines.map(({ cash }) => cash));
  telling.tell({
    type: 'negotiation.offered',
    data: {
      ...factsOf(telling, now),
      offer: offerOf(telling, now, { by: 'merchant', type, amount, keepGoods: false, final: true }),
      text: null,
    },
  });
  startDeadline(telling, ticket);
};

/** Of a cancel of several lines one may have left and another not: all have to be with the buyer, or on their way to him. */
const haveLeft = ({ order, tickets }: OpenedCase, { id, phase, lines }: Ticket): boolean =>
  phase !== 'unshipped' &&
  lines.every(({ lineNumber, quantity }) => {
    const others = tickets.filter((each) => each.id !== id && each.phase !== 'unshipped' && holds(each));
    const gone = others.flatMap(({ money }) => money.lines).filter((each) => each.lineNumber === lineNumber);
    const sent = order.lines.find((each) => each.lineNumber === lineNumber)?.shipped ?? 0;
    return quantity + total(gone.map(({ units }) => units)) <= sent;
  });

/** Both agree: the ticket is what was offered, and needs no second review (K5). */
export const acceptOffer = (data: DataOf<'AcceptOffer'>, state: OpenedCase): Outcome => {
  const found = answered(state, data, 'accept_offer');
  if (isRefusal(found)) return found;
  const telling = story(state, data);
  agree(telling, found.ticket, found.offer, found.side, data.merchant);
  return telling.events();
};

/** Not like this (K7): the merchant decides after all, in what was left of his time. */
export const declineOffer = (data: DataOf<'DeclineOffer'>, state: OpenedCase): Outcome => {
  const found = answered(state, data, 'decline_offer');
  if (isRefusal(found)) return found;
  const { ticket, offer, side } = found;
  const telling = story(state, data);
  const declined = { number: offer.number, by: side };
  if (offer.final) {
    telling.tell({ type: 'negotiation.declined', data: { ...factsOf(telling, ticket), ...declined } });
    resumeRepair(telling, ticket);
    return telling.events();
  }
  const row = rowOf(ticket, 'decline_offer', side, 'negotiation.declined');
  if (row === undefined) return [];
  telling.tell({
    type: 'negotiation.declined',
    data: { ...factsOf(telling, ticket, { status: row.to }), ...declined },
  });
  resumeReview(telling, ticket);
  return telling.events();
};

/** Nobody has answered (K7); what time has offered for the merchant is then taken (rulings.md 4.8). */
export const expireOffer = (telling: Story, ticket: Ticket): void => {
  const offer = liveOffer(ticket);
  if (offer === undefined) return;
  if (offer.final) {
    settleFinal(telling, ticket, offer, 'system');
    return;
  }
  const row = rowOf(ticket, 'offer_expires', 'system', 'negotiation.expired');
  if (row === undefined) return;
  telling.tell({
    type: 'negotiation.expired',
    data: { ...factsOf(telling, ticket, { status: row.to }), number: offer.number },
  });
  resumeReview(telling, ticket);
};

type Answered = Readonly<{ ticket: Ticket; offer: Offer; side: 'merchant' | 'buyer' }>;

/** The offer that is answered: a number that was never given is `not_found`, one that is over `invalid_transition`. */
const answered = (
  state: OpenedCase,
  data: DataOf<'DeclineOffer'>,
  action: 'accept_offer' | 'decline_offer',
): Answered | Refusal<CaseRefusal> => {
  const ticket = permitted(state, { ...data, action });
  if (isRefusal(ticket)) return ticket;
  const offer = ticket.offers.find(({ number }) => number === data.number);
  if (offer === undefined) return refuse('not_found', 'There is no such offer.');
  if (offer.status !== 'live')
    return refuse('invalid_transition', `Offer ${offer.number} is ${offer.status}.`, {
      currentStatus: ticket.status,
      allowedActions: allowedActions(ticket, data.by.role, data.at),
    });
  return { ticket, offer, side: data.by.role === 'merchant' ? 'merchant' : 'buyer' };
};

const offerOf = ({ asked }: Story, { offers }: Ticket, said: Omit<OfferMade, 'number' | 'expiresAt'>): OfferMade => ({
  number: offers.length + 1,
  ...said,
  expiresAt: later(asked.at, OFFER_MS),
});

const agree = (telling: Story, ticket: Ticket, offer: Offer, by: 'merchant' | 'buyer', merchant: Merchant): void => {
  if (offer.final) {
    settleFinal(telling, ticket, offer, by);
    return;
  }
  const row = rowOf(ticket, 'accept_offer', by, 'negotiation.accepted');
  if (row === undefined) return;
  tellAccepted(telling, ticket, offer, by);
  const now = telling.latest(ticket);
  if (now.type !== offer.type)
    telling.tell({
      type: 'after_sale.type_changed',
      data: {
        ...factsOf(telling, now, {
          type: offer.type,
          status: row.to,
          returnFreightBearer: bearerOf(telling, now, offer.type, merchant),
          interceptRequested: now.interceptRequested && offer.type === 'refund_only',
        }),
        from: { type: now.type, phase: now.phase },
        because: 'offer_accepted',
        shipment: null,
      },
    });
  // The merchant has agreed either by his own offer or by taking the buyer's.
  approve(telling, ticket, { on: 'accept_offer', by: 'merchant' });
};

const tellAccepted = (telling: Story, ticket: Ticket, offer: Offer, by: 'merchant' | 'buyer' | 'system'): void =>
  telling.tell({
    type: 'negotiation.accepted',
    data: {
      ...factsOf(telling, ticket),
      number: offer.number,
      by,
      money: agreedMoney(telling.now(), ticket, offer),
    },
  });

/** What was agreed is paid at once where the goods are with the merchant already, and otherwise once they are. */
const settleFinal = (telling: Story, ticket: Ticket, offer: Offer, by: 'merchant' | 'buyer' | 'system'): void => {
  const row = rowOf(ticket, by === 'system' ? 'offer_expires' : 'accept_offer', by, 'after_sale.type_changed');
  if (row === undefined) return;
  tellAccepted(telling, ticket, offer, by);
  const now = telling.latest(ticket);
  telling.tell({
    type: 'after_sale.type_changed',
    data: {
      ...factsOf(telling, now, { type: offer.type, status: row.to }),
      from: { type: now.type, phase: now.phase },
      because: 'offer_accepted',
      shipment: null,
    },
  });
  giveFeeBack(telling, ticket);
  goOn(telling, ticket, row);
  if (row.to === 'awaiting_buyer_shipment') bookWished(telling, ticket);
};

const resumeReview = (telling: Story, ticket: Ticket): void => {
  const { id: afterSaleId, reviewRestMs } = telling.latest(ticket);
  const { at } = telling.asked;
  const dueAt = later(at, Math.max(reviewRestMs, REVIEW_REST_MIN_MS));
  telling.tell({ type: 'case.deadline_started', data: { afterSaleId, at, kind: 'merchant_review', dueAt } });
};

const resumeRepair = (telling: Story, ticket: Ticket): void => {
  const now = telling.latest(ticket);
  const row = rowOf(now, 'decline_offer', 'buyer', 'repair.resumed');
  if (row === undefined) return;
  telling.tell({ type: 'repair.resumed', data: factsOf(telling, now, { status: row.to }) });
  startDeadline(telling, ticket);
};

/** Who pays the way back, if the goods come back after all: as if that had been asked for. */
const bearerOf = (
  telling: Story,
  { lines, reason }: Ticket,
  type: AfterSaleType,
  merchant: Merchant,
): Ticket['returnFreightBearer'] => {
  const known = reasonOf(reason);
  if (known === undefined) return null;
  const { paidAt, promised, lines: ordered } = telling.now().order;
  const policies = ordered
    .filter(({ lineNumber }) => lines.some((line) => line.lineNumber === lineNumber))
    .map(({ category }) => policyInForce(category, merchant, { paidAt, promised, at: telling.asked.at }));
  return freightBearerOf(type, known, policies);
};
