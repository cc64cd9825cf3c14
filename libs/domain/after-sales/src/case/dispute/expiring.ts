import type { Decision } from '@amends/kernel';
import type { CaseEvent, OpenedCase } from '../case';
import type { CaseRefusal, DataOf } from '../commands';
import { story } from '../story';
import { dueDispute } from './deadlines';
import { enforce } from './enforcing';
import { disputeFacts, latestOf } from './telling';
import { disputeLife } from './transitions';

/** Nobody moved in time: judged in default, no agreement, a supervisor's case, or the last word (D6, D8, D9, D12). */
export const reachDisputeDeadline = (
  data: DataOf<'DeadlineReached'>,
  state: OpenedCase,
): Decision<CaseEvent, CaseRefusal> => {
  const dispute = dueDispute(state.disputes, data);
  const ticket = state.tickets.find(({ id }) => id === dispute?.afterSaleId);
  if (dispute === undefined || ticket === undefined) return [];
  const on = `${dispute.deadline.kind}_expires` as const;
  const row = disputeLife.rows.find((each) => each.from === dispute.status && each.on === on);
  if (row === undefined) return [];

  const telling = story(state, data);
  const facts = disputeFacts(telling, ticket, dispute, row.to);
  if (row.emits === 'dispute.evidence_overdue')
    telling.tell({ type: row.emits, data: { ...facts, from: dispute.awaited } });
  if (row.emits === 'dispute.proposal_expired')
    telling.tell({ type: row.emits, data: { ...facts, number: dispute.proposals.length } });
  if (row.emits === 'dispute.escalated') telling.tell({ type: row.emits, data: { ...facts, disputeDeadline: null } });
  if (row.emits === 'dispute.final' && dispute.verdict !== null) {
    const { responsibility, amount, returnFreightBearer } = dispute.verdict;
    const judgment = { responsibility, amount, returnFreightBearer };
    telling.tell({ type: row.emits, data: { ...facts, judgment, outcome: null, reasoning: null } });
    enforce(telling, latestOf(telling, dispute), ticket);
  }
  return telling.events();
};
