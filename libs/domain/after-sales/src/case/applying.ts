import { isRefusal, refuse, type Decision } from '@amends/kernel';
import { approvedAtOnceBy } from '../policy/auto-approval';
import type { Application, Judgement } from '../policy/application';
import { judge } from '../policy/judge';
import { approve, askToIntercept } from './approving';
import type { CaseEvent, OpenedCase } from './case';
import type { CaseRefusal, DataOf, Modification } from './commands';
import { rowOf } from './life-of';
import { freightOf, requestedOf } from './money';
import { permitted } from './permission';
import { giveDifferenceBack } from './price-difference';
import { payDifference } from './protecting';
import { factsOf, orderFacts, story, type Story } from './story';
import { opened } from './ticket-changes';
import type { Ticket } from './ticket';
import { startDeadline } from './waiting';

type Outcome = Decision<CaseEvent, CaseRefusal>;

/** K1: judged by policy, set aside at once, then reviewed, or approved where nobody needs to look (rulings.md 2.6, 3.9). */
export const submit = (data: DataOf<'Submit'>, state: OpenedCase): Outcome => {
  const { afterSaleId } = data;
  const application = { ...data.application, lines: merged(data.application.lines) };
  if (application.type === 'compensation' && application.initiator === 'buyer')
    return refuse('forbidden', 'Goodwill is given, not asked for.');
  const judgement = judge(application, state, data);
  if (isRefusal(judgement)) return judgement;

  const telling = story(state, data);
  openTicket(telling, { ...data, afterSaleId, application, judgement, interceptRequested: false });
  return telling.events();
};

/** What a ticket is opened with. */
export type Opening = Pick<
  DataOf<'Submit'>,
  'at' | 'afterSaleId' | 'merchant' | 'entryPoint' | 'description' | 'pickup' | 'goodwill'
> &
  Readonly<{ application: Application; judgement: Judgement; interceptRequested: boolean }>;

/** Opens a ticket for an application that policy allows; the first of what is told of it. */
export const openTicket = (telling: Story, opening: Opening): void => {
  const { afterSaleId, application, judgement, interceptRequested, description, pickup, entryPoint, goodwill } =
    opening;
  const { type, reason, initiator, evidenceIds } = application;
  const { phase, responsibility, returnFreightBearer, goodsReceived } = judgement;
  const submitted = {
    ...orderFacts(telling),
    ...{ afterSaleId, type, phase, reason, responsibility, returnFreightBearer, initiator, goodsReceived, evidenceIds },
    status: 'pending_merchant_review',
    lines: linesOf(application, judgement),
    interceptRequested,
    underIntervention: false,
    ticketVersion: 1,
    requested: requestedFor(telling, afterSaleId, application, judgement),
    entryPoint,
    parentId: null,
    ...serialOf(application),
  } as const;
  telling.tell({ type: 'after_sale.submitted', data: submitted });
  const ticket = opened(submitted);
  keep(telling, ticket, application, judgement, { description, pickupWish: pickup, goodwill: goodwill ?? null });
  if (interceptRequested) askToIntercept(telling, ticket);
  reviewOrApprove(telling, ticket, application, judgement, opening);
};

/** K2 and K12: judged anew as if the ticket held nothing; after a rejection it is an application of its own. */
export const modify = (data: DataOf<'Modify'>, state: OpenedCase): Outcome => {
  const ticket = permitted(state, { ...data, action: 'modify' });
  if (isRefusal(ticket)) return ticket;
  const row = rowOf(ticket, 'modify', 'buyer', 'after_sale.modified');
  const application = changedApplication(ticket, data.change);
  const judgement = judge(application, state, data, ticket);
  if (isRefusal(judgement)) return judgement;

  const telling = story(state, data);
  const { type, reason } = application;
  const { phase, responsibility, returnFreightBearer } = judgement;
  telling.tell({
    type: 'after_sale.modified',
    data: {
      ...factsOf(telling, ticket, {
        ...{ type, reason, phase, responsibility, returnFreightBearer },
        status: row?.to ?? ticket.status,
        lines: linesOf(application, judgement),
        interceptRequested: ticket.interceptRequested && type === 'refund_only' && phase === 'shipped',
      }),
      requested: requestedFor(telling, ticket.id, application, judgement),
      reapplied: ticket.status === 'merchant_rejected',
      ...serialOf(application),
    },
  });
  if (!isKept(ticket, application)) giveDifferenceBack(telling, ticket);
  keep(telling, ticket, application, judgement, ticket);
  reviewOrApprove(telling, ticket, application, judgement, data);
  return telling.events();
};

const changedApplication = (ticket: Ticket, change: Modification): Application => {
  const asksAnew = change.lines !== undefined || (change.type !== undefined && change.type !== ticket.type);
  return {
    type: change.type ?? ticket.type,
    reason: change.reason ?? ticket.reason,
    lines: merged(change.lines ?? ticket.lines),
    requestedAmount: change.requestedAmount ?? (asksAnew ? null : ticket.requestedAmount),
    component: ticket.component,
    goodsReceived: ticket.goodsReceived,
    targetSku: change.targetSku === undefined ? ticket.targetSku : change.targetSku,
    evidenceIds: change.evidenceIds ?? ticket.evidenceIds,
    serialNumber: change.serialNumber ?? ticket.serialNumber,
    initiator: ticket.initiator,
  };
};

/** What only a repair is told by. */
const serialOf = ({ type, serialNumber }: Application): Readonly<{ serialNumber?: string }> =>
  type === 'repair' && serialNumber ? { serialNumber } : {};

/** A line that is named twice is asked for once, with all its units. */
const merged = (lines: Ticket['lines']): Ticket['lines'] =>
  [...new Set(lines.map(({ lineNumber }) => lineNumber))].map((lineNumber) => ({
    lineNumber,
    quantity: lines.reduce((sum, line) => sum + (line.lineNumber === lineNumber ? line.quantity : 0), 0),
  }));

/**
 * Goodwill without lines is borne by those that the money was spread over; it takes none of their units. A fallen price is
 * paid back for all units of its lines, whatever was asked.
 */
const linesOf = ({ lines }: Application, { amounts, protectedLines }: Judgement): Ticket['lines'] => {
  if (protectedLines.length > 0)
    return protectedLines.map(({ lineNumber, units }) => ({ lineNumber, quantity: units }));
  return lines.length > 0 ? lines : amounts.map(({ lineNumber }) => ({ lineNumber, quantity: 0 }));
};

const requestedFor = (
  telling: Story,
  id: string,
  { type }: Application,
  { phase, responsibility, amounts, shippingFee }: Judgement,
): Ticket['requested'] => {
  const { order, tickets } = telling.now();
  const withIt = freightOf(order, tickets, { id, type, phase, responsibility, lines: amounts });
  return requestedOf(amounts, shippingFee + withIt);
};

/** What was paid for another item is kept as long as just that is asked for. */
const isKept = (ticket: Ticket, { type, targetSku, lines }: Application): boolean =>
  ticket.priceDifference?.paymentId != null &&
  type === ticket.type &&
  targetSku === ticket.targetSku &&
  JSON.stringify(lines) === JSON.stringify(ticket.lines);

const keep = (
  telling: Story,
  ticket: Ticket,
  application: Application,
  judgement: Judgement,
  { description, pickupWish, goodwill }: Pick<Ticket, 'description' | 'pickupWish' | 'goodwill'>,
): void => {
  const { type, requestedAmount, component, evidenceIds } = application;
  const targetSku = type === 'exchange' ? application.targetSku : null;
  const { goodsReceived, policyVersion, setAside, shippingFee, receipts, fastExchange, withheld } = judgement;
  telling.tell({
    type: 'case.application_kept',
    data: {
      ...{ afterSaleId: ticket.id, at: telling.asked.at },
      ...{ requestedAmount, component, targetSku, evidenceIds, goodsReceived, policyVersion, description },
      money: { lines: setAside, shippingFee },
      pickup: pickupWish,
      inspection: [],
      receipts,
      ...(withheld.length > 0 && { withheld }),
      ...(fastExchange && { fastExchange }),
      ...serialOf(application),
      ...(goodwill && { goodwill }),
      ...differenceFor(ticket, application, judgement),
    },
  });
};

const differenceFor = (
  ticket: Ticket,
  application: Application,
  { pricedUnits: units }: Judgement,
): Readonly<{ priceDifference?: Ticket['priceDifference'] }> => {
  if (isKept(ticket, application) || (units.length === 0 && ticket.priceDifference === null)) return {};
  const unpaid = { units, paymentId: null, refundId: null, paidBack: false };
  return { priceDifference: units.length === 0 ? null : unpaid };
};

const reviewOrApprove = (
  telling: Story,
  ticket: Ticket,
  application: Application,
  judgement: Judgement,
  { at, merchant }: Pick<DataOf<'Submit'>, 'at' | 'merchant'>,
): void => {
  if (judgement.protectedLines.length > 0) {
    payDifference(telling, ticket, judgement.protectedLines);
    return;
  }
  const by = goodwillGiver(application) ?? approvedAtOnceBy(application, judgement, telling.now(), { at, merchant });
  if (by === null) startDeadline(telling, ticket);
  else approve(telling, ticket, { on: 'approve', by });
};

const goodwillGiver = ({ type, initiator }: Application): 'merchant' | 'agent' | null =>
  type === 'compensation' && initiator !== 'buyer' ? initiator : null;
