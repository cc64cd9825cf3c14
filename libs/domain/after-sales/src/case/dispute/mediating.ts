import type { DisputeParty, LineAmount } from '@amends/contracts';
import { isRefusal, refuse, total, type Decision, type Minor, type Refusal } from '@amends/kernel';
import { standingOf } from '../../policy/standing-of-case';
import type { CaseEvent, OpenedCase } from '../case';
import type { CaseRefusal } from '../commands';
import { rowOf } from '../life-of';
import { fixMoney } from '../settling';
import { story, type Story } from '../story';
import type { Ticket } from '../ticket';
import type { DisputeDataOf } from './commands';
import type { Dispute, Proposal } from './dispute';
import { goOnAsApproved } from './hearing-parties';
import { cashAlone, cutToCash, fullAmount } from './judgment';
import { disputeActions, permittedInDispute } from './permission';
import { disputeFacts, latestOf, LEFT_ALONE } from './telling';
import { disputeRow } from './transitions';

type Outcome = Decision<CaseEvent, CaseRefusal>;

/** The platform proposes terms to both (D7). */
export const proposeTerms = (data: DisputeDataOf<'ProposeTerms'>, state: OpenedCase): Outcome => {
  const found = permittedInDispute(state, { ...data, action: 'proposals' });
  if (isRefusal(found)) return found;
  const { dispute, ticket } = found;
  const { amount, type, keepGoods, message, by } = data;
  const impossible = unpayable(data, ticket, state);
  if (impossible !== undefined) return impossible;
  const row = disputeRow(dispute.status, 'proposals', 'agent', 'dispute.proposal_made');
  if (row === undefined) return [];
  const telling = story(state, data);
  const number = dispute.proposals.length + 1;
  telling.tell({
    type: 'dispute.proposal_made',
    data: {
      ...disputeFacts(telling, ticket, dispute, row.to),
      number,
      terms: { amount, type, keepGoods },
      message,
      by,
    },
  });
  return telling.events();
};

/** A party agrees; when both have, the ticket goes on by these terms (D8). */
export const acceptProposal = (data: DisputeDataOf<'AcceptProposal'>, state: OpenedCase): Outcome => {
  const found = answered(data, 'accept_proposal', state);
  if (isRefusal(found)) return found;
  const { dispute, ticket, proposal } = found;
  const telling = story(state, data);
  const { number } = proposal;
  telling.tell({
    type: 'dispute.proposal_accepted',
    data: { ...disputeFacts(telling, ticket, dispute, dispute.status), number, by: partyOf(data) },
  });
  const now = latestOf(telling, dispute);
  const agreed = now.proposals.find((each) => each.number === number);
  if (agreed?.acceptedBy.length === 2) settleByTerms(telling, now, ticket, agreed);
  return telling.events();
};

/** One party says no: the platform goes on looking, with what was left of its time. */
export const declineProposal = (data: DisputeDataOf<'DeclineProposal'>, state: OpenedCase): Outcome => {
  const found = answered(data, 'decline_proposal', state);
  if (isRefusal(found)) return found;
  const { dispute, ticket, proposal } = found;
  const row = disputeRow(dispute.status, 'decline_proposal', 'buyer', 'dispute.proposal_declined');
  if (row === undefined) return [];
  const telling = story(state, data);
  telling.tell({
    type: 'dispute.proposal_declined',
    data: { ...disputeFacts(telling, ticket, dispute, row.to), number: proposal.number, by: partyOf(data) },
  });
  return telling.events();
};

type Answer = DisputeDataOf<'AcceptProposal'>;

/** The proposal that a party may answer now; one of another number is not there, or no longer to be answered. */
const answered = (
  data: Answer,
  action: 'accept_proposal' | 'decline_proposal',
  state: OpenedCase,
): Readonly<{ dispute: Dispute; ticket: Ticket; proposal: Proposal }> | Refusal<CaseRefusal> => {
  const found = permittedInDispute(state, { ...data, action });
  if (isRefusal(found)) return found;
  const proposal = found.dispute.proposals.find(({ number }) => number === data.number);
  if (proposal === undefined) return refuse('not_found', 'There is no such proposal.');
  if (proposal.status === 'live') return { ...found, proposal };
  return refuse('invalid_transition', 'This proposal is no longer to be answered.', {
    currentStatus: found.dispute.status,
    allowedActions: disputeActions(found.dispute, found.ticket, data.by.role, data.at),
  });
};

/** Terms of goodwill leave the goods where they are, and the ticket becomes a compensation (rulings.md 3.3). */
const isGoodwill = ({ type, keepGoods }: Pick<Proposal, 'type' | 'keepGoods'>, ticket: Ticket): boolean =>
  type === 'compensation' || (keepGoods && ticket.type !== 'refund_only');

const settleByTerms = (telling: Story, dispute: Dispute, ticket: Ticket, proposal: Proposal): void => {
  const row = disputeRow(dispute.status, 'accept_proposal', 'buyer', 'dispute.mediated');
  if (row === undefined) return;
  const now = telling.latest(ticket);
  const paid = isGoodwill(proposal, now) ? rowOf(now, 'mediated', 'system', 'dispute.mediated') : undefined;
  const lines = linesFor(telling.now(), now, proposal);
  const { number, amount, type, keepGoods } = proposal;
  telling.tell({
    type: 'dispute.mediated',
    data: {
      ...disputeFacts(telling, ticket, dispute, row.to, {
        ...LEFT_ALONE,
        ...(paid && { type: 'compensation', status: paid.to }),
      }),
      ...{ number, terms: { amount, type, keepGoods } },
      money: { lines, shippingFee: 0 },
    },
  });
  if (paid === undefined) goOnAsApproved(telling, ticket, 'merchant');
  else fixMoney(telling, ticket);
};

const linesFor = (state: OpenedCase, ticket: Ticket, proposal: Proposal): readonly LineAmount[] => {
  if (isGoodwill(proposal, ticket)) return cashAlone(cashLeft(state, ticket), proposal.amount);
  return fullAmount(ticket) === 0 ? ticket.money.lines : cutToCash(ticket.money.lines, proposal.amount);
};

/** Cash of the ticket's lines that no other ticket asks for. */
const cashLeft = (
  { order, tickets }: OpenedCase,
  ticket: Ticket,
): readonly Readonly<{ lineNumber: number; cash: Minor }>[] =>
  standingOf(order, tickets, ticket)
    .lines.filter(({ lineNumber }) => ticket.lines.some((line) => line.lineNumber === lineNumber))
    .map(({ lineNumber, left }) => ({ lineNumber, cash: left.cash }));

/** Terms are the ticket's own with this much money, or goodwill. */
const unpayable = (
  { amount, type, keepGoods }: DisputeDataOf<'ProposeTerms'>,
  ticket: Ticket,
  state: OpenedCase,
): Refusal<CaseRefusal> | undefined => {
  if (type !== null && type !== ticket.type && type !== 'compensation')
    return flawed('type', 'Must be the type of the ticket, or compensation.');
  const goodwill = isGoodwill({ type, keepGoods }, ticket);
  const maxRefundable = goodwill ? total(cashLeft(state, ticket).map(({ cash }) => cash)) : fullAmount(ticket);
  if (amount > maxRefundable)
    return refuse('amount_exceeds_refundable', 'More than there is to give.', { maxRefundable });
  return amount === 0 && maxRefundable > 0 ? flawed('amount', 'Must be more than nothing.') : undefined;
};

const flawed = (field: string, detail: string): Refusal<CaseRefusal> =>
  refuse('malformed', detail, { errors: [{ pointer: `/${field}`, code: 'malformed', detail }] });

const partyOf = ({ by }: Answer): DisputeParty => (by.role === 'merchant' ? 'merchant' : 'buyer');
