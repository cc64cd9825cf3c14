import { isRefusal, refuse, type Decision, type Refusal } from '@amends/kernel';
import { isTalkedOf } from '../policy/negotiate-first';
import { rejectionOf } from '../policy/rejection-codes';
import { approve, askToIntercept } from './approving';
import type { CaseEvent, OpenedCase } from './case';
import type { CaseActor, CaseRefusal, DataOf } from './commands';
import { isOver } from './deadlines';
import { endByApproval, endByCancellation, needsSupervisor } from './dispute/ending';
import { extendDispute } from './dispute/extending';
import { keptBoth } from './goods-ahead';
import { rowOf } from './life-of';
import { permitted } from './permission';
import { judgeVisit } from './repair/visiting';
import { giveDifferenceBack } from './price-difference';
import { factsOf, story, type Story } from './story';
import type { Ticket } from './ticket';
import { changeDeadline, startDeadline } from './waiting';

type Outcome = Decision<CaseEvent, CaseRefusal>;

/** The merchant says yes, also after he has said no (U3, S2, S3, R2, K15); or the platform that has been asked (K14). */
export const approveTicket = (data: DataOf<'Approve'>, state: OpenedCase): Outcome => {
  const ticket = permitted(state, { ...data, action: 'approve' });
  if (isRefusal(ticket)) return ticket;
  const forSupervisor = needsSupervisor(ticket, data.by.role);
  if (forSupervisor !== undefined) return forSupervisor;
  const telling = story(state, data);
  const { returnFreightBearer, onSite } = data;
  const by = data.by.role === 'merchant' ? 'merchant' : 'agent';
  if (onSite !== undefined) {
    const impossible = judgeVisit(ticket, by, onSite, data.at);
    if (impossible !== undefined) return impossible;
  }
  endByApproval(telling, ticket, by);
  approve(telling, ticket, {
    on: 'approve',
    by,
    ...(returnFreightBearer && { returnFreightBearer }),
    ...(onSite && { onSite }),
  });
  comment(telling, ticket, data);
  return telling.events();
};

/** The merchant says no and why (K8); of a parcel that has already left, with its number: it shall be stopped (U4). */
export const rejectTicket = (data: DataOf<'Reject'>, state: OpenedCase): Outcome => {
  const ticket = permitted(state, { ...data, action: 'reject' });
  if (isRefusal(ticket)) return ticket;
  const { reasonCode, explanation, evidenceIds, shipment } = data;
  const poor = unexplained('reject', data) ?? tooSoon(ticket, state);
  if (poor !== undefined) return poor;

  const telling = story(state, data);
  if (reasonCode === 'already_shipped' && ticket.phase === 'unshipped') {
    if (shipment === null) return malformed('carrier', 'trackingNumber');
    turnToShipped(telling, ticket, { because: reasonCode, by: 'merchant', shipment });
    return telling.events();
  }
  const row = rowOf(ticket, 'reject', 'merchant', 'after_sale.rejected');
  if (row === undefined) return [];
  telling.tell({
    type: 'after_sale.rejected',
    data: { ...factsOf(telling, ticket, { status: row.to }), reasonCode, explanation, evidenceIds },
  });
  startDeadline(telling, ticket);
  return telling.events();
};

/** Where the terms of payment say so, there is talk before there is a no (K8): an offer, or a message. */
const tooSoon = ({ lines, offers, messages }: Ticket, { order }: OpenedCase): Refusal<CaseRefusal> | undefined => {
  const own = order.lines.filter(({ lineNumber }) => lines.some((line) => line.lineNumber === lineNumber));
  const categories = own.map(({ category }) => category);
  return offers.length + messages > 0 || !isTalkedOf(categories, order.promised)
    ? undefined
    : refuse('negotiation_required', 'Make an offer or write a message first.');
};

/** The buyer withdraws what he still has in hand (K3). */
export const cancelTicket = (data: DataOf<'Cancel'>, state: OpenedCase): Outcome => {
  const ticket = permitted(state, { ...data, action: 'cancel' });
  if (isRefusal(ticket)) return ticket;
  const row = rowOf(ticket, 'cancel', 'buyer', 'after_sale.cancelled');
  if (row === undefined) return [];
  const telling = story(state, data);
  telling.tell({
    type: 'after_sale.cancelled',
    data: { ...factsOf(telling, ticket, { status: row.to }), ...keptBoth(ticket) },
  });
  endByCancellation(telling, ticket);
  giveDifferenceBack(telling, ticket);
  startDeadline(telling, ticket);
  comment(telling, ticket, data);
  return telling.events();
};

/** Anybody of the case may say something at any time (K20); the ticket itself stays as it was. */
export const addMessage = (data: DataOf<'AddMessage'>, state: OpenedCase): Outcome => {
  const ticket = permitted(state, { ...data, action: 'messages' });
  if (isRefusal(ticket)) return ticket;
  const telling = story(state, data);
  comment(telling, ticket, { ...data, comment: data.text });
  return telling.events();
};

/** Pictures that are shown later (K20). Whose they may be is the edge's to check. */
export const addEvidence = (data: DataOf<'AddEvidence'>, state: OpenedCase): Outcome => {
  const ticket = permitted(state, { ...data, action: 'messages' });
  if (isRefusal(ticket)) return ticket;
  const telling = story(state, data);
  const { evidenceIds, by } = data;
  telling.tell({ type: 'evidence.added', data: { ...factsOf(telling, ticket), evidenceIds, by: by.role } });
  return telling.events();
};

/** The platform gives more time, to a ticket or to its dispute (K19): `deadline_not_armed` unless just this one runs, `deadline_not_later` backwards. */
export const extendDeadline = (data: DataOf<'ExtendDeadline'>, state: OpenedCase): Outcome => {
  const ticket = permitted(state, { ...data, action: 'deadline_extensions' });
  if (isRefusal(ticket) && ticket.refused !== 'invalid_transition') return ticket;
  const asked = state.tickets.find(({ id }) => id === data.afterSaleId);
  const dispute = asked?.underIntervention ? state.disputes.find(({ id }) => id === asked.disputeId) : undefined;
  if (asked !== undefined && dispute !== undefined) return extendDispute(data, state, asked, dispute);
  const running = isRefusal(ticket) ? null : ticket.deadline;
  if (isRefusal(ticket) || running === null || running.dueAt === null || running.kind !== data.kind)
    return refuse('deadline_not_armed', `No deadline ${data.kind} is running.`);
  if (isOver({ ...running, dueAt: data.until }, running.dueAt))
    return refuse('deadline_not_later', 'A deadline can only be moved to a later time.');
  const telling = story(state, data);
  changeDeadline(telling, ticket, data.until, data.reason);
  return telling.events();
};

/** The units have left although a cancel was asked: the ticket stands on the parcel, which shall be stopped (U4, rulings.md 3.6). */
export const turnToShipped = (
  telling: Story,
  ticket: Ticket,
  how: Readonly<{
    because: string;
    by: 'merchant' | 'orders';
    shipment: Readonly<{ carrier: string; trackingNumber: string }> | null;
  }>,
): void => {
  const row = rowOf(ticket, how.by === 'merchant' ? 'reject' : 'parcel_left', how.by, 'after_sale.type_changed');
  if (row === undefined) return;
  const changes = { status: row.to, phase: 'shipped', interceptRequested: true } as const;
  telling.tell({
    type: 'after_sale.type_changed',
    data: {
      ...factsOf(telling, ticket, changes),
      from: { type: ticket.type, phase: ticket.phase },
      because: how.because,
      shipment: how.shipment,
    },
  });
  askToIntercept(telling, ticket, how.shipment ?? undefined);
  if (row.to === 'pending_merchant_review') startDeadline(telling, ticket);
};

/** A refusal by the merchant needs words, and pictures where its code demands them (rulings.md 3.5; api.md 4). */
export const unexplained = (
  action: 'reject' | 'reject_receipt',
  { reasonCode, explanation, evidenceIds }: Pick<DataOf<'Reject'>, 'reasonCode' | 'explanation' | 'evidenceIds'>,
): Refusal<CaseRefusal> | undefined => {
  const rejection = rejectionOf(action, reasonCode);
  if (rejection === undefined) return malformed('reasonCode');
  if (explanation === null) return refuse('explanation_required', 'A refusal has to be explained.');
  if (rejection.evidenceRequired && evidenceIds.length === 0)
    return refuse('evidence_required', `${reasonCode} has to be shown.`);
  return undefined;
};

const malformed = (...fields: readonly string[]): Refusal<CaseRefusal> =>
  refuse('malformed', `${fields.join(' and ')} must be named.`, {
    errors: fields.map((field) => ({ pointer: `/${field}`, code: 'malformed', detail: 'must be named' })),
  });

/** Keeps what somebody says beside an action as a message (K20); nothing said is no message. */
export const comment = (
  telling: Story,
  ticket: Ticket,
  {
    comment: text,
    by,
    fresh,
  }: Readonly<{ by: CaseActor; fresh: DataOf<'AddMessage'>['fresh'] }> & Pick<DataOf<'Cancel'>, 'comment'>,
): void => {
  if (text === null) return;
  const now = telling.latest(ticket);
  telling.tell({
    type: 'after_sale.message_added',
    data: { ...factsOf(telling, now, { ticketVersion: now.version }), messageId: fresh.messageId, by, text },
  });
};
