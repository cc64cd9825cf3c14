import type { Judgment } from '@amends/contracts';
import { isRefusal, refuse, type Decision, type Refusal } from '@amends/kernel';
import type { CaseEvent, OpenedCase } from '../case';
import type { CaseActor, CaseRefusal } from '../commands';
import { story } from '../story';
import type { Ticket } from '../ticket';
import type { DisputeDataOf } from './commands';
import type { Dispute } from './dispute';
import { enforce } from './enforcing';
import { FOUR_EYES_ABOVE, fullAmount } from './judgment';
import { permittedInDispute } from './permission';
import { disputeFacts, latestOf } from './telling';
import { disputeRow } from './transitions';

type Outcome = Decision<CaseEvent, CaseRefusal>;

/** The platform decides (D9); the loser still has his time to appeal. */
export const issueVerdict = (data: DisputeDataOf<'IssueVerdict'>, state: OpenedCase): Outcome => {
  const found = permittedInDispute(state, { ...data, action: 'verdict' });
  if (isRefusal(found)) return found;
  const { dispute, ticket } = found;
  const { responsibility, amount, reasoning, by } = data;
  const returnFreightBearer = data.returnFreightBearer ?? ticket.returnFreightBearer;
  const judgment: Judgment = { responsibility, amount, returnFreightBearer };
  const impossible = unjudgeable(judgment, dispute, ticket, by);
  if (impossible !== undefined) return impossible;
  const row = disputeRow(dispute.status, 'verdict', 'agent', 'dispute.verdict_issued');
  if (row === undefined) return [];
  const telling = story(state, data);
  telling.tell({
    type: 'dispute.verdict_issued',
    data: { ...disputeFacts(telling, ticket, dispute, row.to), judgment, reasoning, by },
  });
  return telling.events();
};

/** Who has not won all asks once more, with something that nobody has seen yet (D10). */
export const appealVerdict = (data: DisputeDataOf<'AppealVerdict'>, state: OpenedCase): Outcome => {
  const found = permittedInDispute(state, { ...data, action: 'appeal' });
  if (isRefusal(found)) return found;
  const { dispute, ticket } = found;
  const { claim, evidenceIds, by } = data;
  const seen = new Set([
    ...ticket.evidenceIds,
    ...ticket.rejectionEvidenceIds,
    ...dispute.evidence.flatMap((showing) => showing.evidenceIds),
  ]);
  if (evidenceIds.every((id) => seen.has(id))) return refuse('evidence_required', 'An appeal shows something new.');
  const row = disputeRow(dispute.status, 'appeal', 'buyer', 'dispute.appealed');
  if (row === undefined) return [];
  const telling = story(state, data);
  const party = by.role === 'merchant' ? 'merchant' : 'buyer';
  telling.tell({
    type: 'dispute.appealed',
    data: { ...disputeFacts(telling, ticket, dispute, row.to), by: party, claim, evidenceIds },
  });
  return telling.events();
};

/** Another person hears it again, and that is the last word (D11): it takes effect at once. */
export const concludeAppeal = (data: DisputeDataOf<'ConcludeAppeal'>, state: OpenedCase): Outcome => {
  const found = permittedInDispute(state, { ...data, action: 'final' });
  if (isRefusal(found)) return found;
  const { dispute, ticket } = found;
  const { verdict } = dispute;
  const row = disputeRow(dispute.status, 'final', 'supervisor', 'dispute.final');
  if (row === undefined || verdict === null) return [];
  if (verdict.by.id === data.by.id) return refuse('same_reviewer', 'Who has judged it first does not hear the appeal.');
  const judgment = judgmentOf(data, verdict);
  const impossible = unjudgeable(judgment, dispute, ticket, data.by);
  if (data.outcome === 'overturn' && impossible !== undefined) return impossible;
  const telling = story(state, data);
  const { outcome, reasoning } = data;
  telling.tell({
    type: 'dispute.final',
    data: { ...disputeFacts(telling, ticket, dispute, row.to), judgment, outcome, reasoning },
  });
  enforce(telling, latestOf(telling, dispute), ticket);
  return telling.events();
};

/** What an overturned verdict does not say anew stays; one that is upheld stays altogether. */
const judgmentOf = (anew: DisputeDataOf<'ConcludeAppeal'>, before: Judgment): Judgment => {
  const { responsibility, amount, returnFreightBearer } = before;
  if (anew.outcome === 'uphold') return { responsibility, amount, returnFreightBearer };
  return {
    responsibility: anew.responsibility ?? responsibility,
    amount: anew.amount ?? amount,
    returnFreightBearer: anew.returnFreightBearer ?? returnFreightBearer,
  };
};

/** No more than is asked for, and what is much by a supervisor who did not propose it (rulings.md 7.4). */
const unjudgeable = (
  { amount }: Judgment,
  { proposals }: Dispute,
  ticket: Ticket,
  by: CaseActor,
): Refusal<CaseRefusal> | undefined => {
  const maxRefundable = fullAmount(ticket);
  if (amount > maxRefundable)
    return refuse('amount_exceeds_refundable', 'More than the ticket asks for.', { maxRefundable });
  const isOne = by.role !== 'supervisor' || proposals.some((proposal) => proposal.by.id === by.id);
  return amount > FOUR_EYES_ABOVE && isOne
    ? refuse('four_eyes_required', 'So much is for a supervisor who did not propose it to decide.')
    : undefined;
};
