import { isRefusal, refuse, type Decision } from '@amends/kernel';
import { approve } from '../approving';
import type { CaseEvent, OpenedCase } from '../case';
import type { CaseRefusal } from '../commands';
import { rowOf } from '../life-of';
import { dropQuote } from '../repairing';
import { story, type Story } from '../story';
import type { Ticket } from '../ticket';
import { resume } from '../waiting';
import type { DisputeDataOf } from './commands';
import { openForPlatform } from './opening';
import { permittedInDispute } from './permission';
import { disputeFacts, latestOf, LEFT_ALONE } from './telling';
import { disputeRow } from './transitions';

type Outcome = Decision<CaseEvent, CaseRefusal>;

/** Customer service asks one party or both (D4); each has as long as for a first answer. */
export const requestEvidence = (data: DisputeDataOf<'RequestEvidence'>, state: OpenedCase): Outcome => {
  const found = permittedInDispute(state, { ...data, action: 'evidence_requests' });
  if (isRefusal(found)) return found;
  const { dispute, ticket } = found;
  const row = disputeRow(dispute.status, 'evidence_requests', 'agent', 'dispute.evidence_requested');
  if (row === undefined) return [];
  const telling = story(state, data);
  const { from, question } = data;
  telling.tell({
    type: 'dispute.evidence_requested',
    data: { ...disputeFacts(telling, ticket, dispute, row.to), from: [...new Set(from)], question },
  });
  return telling.events();
};

/** A party shows or says something (D5). When everybody who was asked has, the platform looks at it. */
export const submitEvidence = (data: DisputeDataOf<'SubmitEvidence'>, state: OpenedCase): Outcome => {
  const found = permittedInDispute(state, { ...data, action: 'evidence' });
  if (isRefusal(found)) return found;
  const { evidenceIds, note, by } = data;
  if (evidenceIds.length === 0 && note === null)
    return refuse('evidence_required', 'An answer shows or says something.');
  const { dispute, ticket } = found;
  const telling = story(state, data);
  telling.tell({
    type: 'evidence.added',
    data: { ...disputeFacts(telling, ticket, dispute, dispute.status), evidenceIds, note, by: by.role },
  });
  const now = latestOf(telling, dispute);
  const row = disputeRow(now.status, 'all_answered', 'system', 'dispute.review_started');
  if (row !== undefined && now.awaited.length === 0)
    telling.tell({ type: 'dispute.review_started', data: disputeFacts(telling, ticket, now, row.to) });
  return telling.events();
};

/** The merchant accepts the claim (D2): as if he had approved. */
export const concedeDispute = (data: DisputeDataOf<'ConcedeDispute'>, state: OpenedCase): Outcome => {
  const found = permittedInDispute(state, { ...data, action: 'concede' });
  if (isRefusal(found)) return found;
  const { dispute, ticket } = found;
  const row = disputeRow(dispute.status, 'concede', 'merchant', 'dispute.conceded');
  if (row === undefined) return [];
  const telling = story(state, data);
  telling.tell({ type: 'dispute.conceded', data: disputeFacts(telling, ticket, dispute, row.to, LEFT_ALONE) });
  goOnAsApproved(telling, ticket, 'merchant');
  return telling.events();
};

/** The opener asks nothing any more (D3): the ticket is as it was, with the rest of its time. Contested money stays the platform's to judge. */
export const withdrawDispute = (data: DisputeDataOf<'WithdrawDispute'>, state: OpenedCase): Outcome => {
  const found = permittedInDispute(state, { ...data, action: 'withdraw' });
  if (isRefusal(found)) return found;
  const { dispute, ticket } = found;
  const row = disputeRow(dispute.status, 'withdraw', 'buyer', 'dispute.withdrawn');
  if (row === undefined) return [];
  const telling = story(state, data);
  telling.tell({ type: 'dispute.withdrawn', data: disputeFacts(telling, ticket, dispute, row.to, LEFT_ALONE) });
  resume(telling, ticket, 'dispute');
  if (telling.latest(ticket).fastRefund === 'contested') openForPlatform(telling, ticket);
  return telling.events();
};

/** The ticket goes on as if it had not been rejected; one that has no such row waits on where it stood. */
export const goOnAsApproved = (telling: Story, ticket: Ticket, by: 'merchant' | 'agent'): void => {
  if (dropQuote(telling, ticket)) return;
  if (rowOf(telling.latest(ticket), 'approve', by, 'after_sale.approved') === undefined)
    resume(telling, ticket, 'dispute');
  else approve(telling, ticket, { on: 'approve', by });
};
