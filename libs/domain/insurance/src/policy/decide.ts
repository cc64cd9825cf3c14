import type { ClaimChanged, OrderFacts } from '@amends/contracts';
import { isRefusal, later, millis, refuse, type Decision } from '@amends/kernel';
import { claimLife } from '../claim/transitions';
import type { AppealClaim, DeadlineReached, HearInsurer, PolicyCommand, PolicyRefusal, SubmitClaim } from './commands';
import { waitsOf } from './deadlines';
import type { PolicyEvent } from './events';
import { claim, withWhatFollows } from './following';
import { hearLine, hearOrder, hearParcel, hearTicket } from './hearing';
import { claimAt, claimOf, ticketAt, type InsuredOrder, type Parties, type Policy } from './policy';
import { after, askInsurer, tellClaim, tellPolicy } from './telling';
import { APPEAL_WITHIN_MS } from './terms';
import { policyLife } from './transitions';

type Decided = Decision<PolicyEvent, PolicyRefusal>;

/** Says what a command leads to, and what follows from it by itself. */
export const decide = (command: PolicyCommand, state: InsuredOrder): Decided => {
  const parties = 'orderId' in command.data ? command.data : state.order;
  if (parties === null) return [];
  const facts = factsOf(parties, command.data.at);
  const told = answer(command, state, facts);
  return isRefusal(told) ? told : withWhatFollows(told, state, facts);
};

// prettier-ignore
const answer = (command: PolicyCommand, state: InsuredOrder, facts: OrderFacts): Decided => {
  switch (command.type) {
    case 'HearOrder':       return hearOrder(command, state, facts);
    case 'HearLine':        return hearLine(command, state, facts);
    case 'HearTicket':      return hearTicket(command, state, facts);
    case 'HearParcel':      return hearParcel(command, state, facts);
    case 'HearInsurer':     return hearInsurer(command, state, facts);
    case 'SubmitClaim':     return submitClaim(command, state, facts);
    case 'AppealClaim':     return appealClaim(command, state, facts);
    case 'DeadlineReached': return deadlineReached(command, state, facts);
  }
};

const factsOf = ({ orderId, merchantId, buyerId }: Parties, at: string): OrderFacts => ({
  orderId,
  merchantId,
  buyerId,
  occurredAt: at,
});

/** Asked for by hand. Returns are claimed by themselves, so mostly there is a claim already. */
const submitClaim = ({ data: { afterSaleId } }: SubmitClaim, state: InsuredOrder, facts: OrderFacts): Decided => {
  const ticket = ticketAt(state, afterSaleId);
  const existing = ticket && claimOf(state, ticket);
  if (existing !== undefined)
    return refuse('duplicate_claim', 'This parcel has a claim already.', { id: existing.claimId });
  const events = claim(state, afterSaleId, facts);
  return events.length > 0
    ? events
    : refuse('not_covered', 'Covered is a completed return with a refund of an insured order, with its parcel.');
};

/** Asks the insurer anew after a rejection (N6). */
const appealClaim = (
  { data: { claimId, by, ifMatch, at } }: AppealClaim,
  state: InsuredOrder,
  facts: OrderFacts,
): Decided => {
  const { policy } = state;
  const rejected = claimAt(state, claimId);
  if (rejected === undefined || policy === null) return refuse('not_covered', 'There is no such claim.');
  const { status, version, rejectedAt } = rejected;
  const allowedActions = claimLife.commandsOf(status, by);
  if (ifMatch !== undefined && ifMatch !== version)
    return refuse('version_conflict', 'The claim has changed since.', { version, allowedActions });
  if (!claimLife.permits(status, 'appeal', by))
    return refuse('invalid_transition', 'Only a rejected claim can be appealed.', {
      currentStatus: status,
      allowedActions,
    });
  if (rejectedAt !== null && millis(at) >= millis(later(rejectedAt, APPEAL_WITHIN_MS)))
    return refuse('deadline_passed', 'A rejection can be appealed for seven days.');
  return [tellClaim(rejected, 'claim.submitted', policy, facts), askInsurer(state, 'judge', claimId, facts)];
};

/** The insurer has answered. What was answered already, or is about an earlier round, changes nothing. */
const hearInsurer = ({ data }: HearInsurer, state: InsuredOrder, facts: OrderFacts): readonly PolicyEvent[] => {
  const { policy } = state;
  if (policy === null) return [];
  switch (data.ask) {
    case 'purchase':
      return policy.policyId === data.about && policyLife.permits(policy.status, 'purchase', 'insurer')
        ? [tellPolicy(policy, data.answer.outcome === 'yes' ? 'policy.purchased' : 'policy.failed', facts)]
        : [];
    case 'judge':
      return judged(data, state, policy, facts);
    case 'pay_out':
      return paidOut(data, state, policy, facts);
  }
};

/** Approved is not paid: the payout is asked for at once (N5). */
const judged = (
  { about, round, answer: { outcome }, answer: said }: HearInsurer['data'],
  state: InsuredOrder,
  policy: Policy,
  facts: OrderFacts,
): readonly PolicyEvent[] => {
  const found = claimAt(state, about);
  if (found?.round !== round || !claimLife.permits(found.status, 'judge', 'insurer')) return [];
  if (outcome === 'no') return [tellClaim(found, 'claim.rejected', policy, facts, 'code' in said ? said.code : null)];
  return [tellClaim(found, 'claim.approved', policy, facts), askInsurer(state, 'pay_out', about, facts)];
};

/** Paid means settled: the insurer has paid the carrier, or the buyer's wallet (N8). An approved claim cannot be refused. */
const paidOut = (
  { about, answer: { outcome } }: HearInsurer['data'],
  state: InsuredOrder,
  policy: Policy,
  facts: OrderFacts,
): readonly PolicyEvent[] => {
  const found = claimAt(state, about);
  if (found === undefined || outcome === 'no' || !claimLife.permits(found.status, 'pay_out', 'insurer')) return [];
  const paid: ClaimChanged = tellClaim(found, 'claim.paid', policy, facts);
  return [paid, tellClaim(after(found, paid), 'claim.settled', policy, facts)];
};

/** The insurer is asked again (N7), a late payout is put before an operator, a policy ends (N3). Late wake-ups do nothing. */
const deadlineReached = (
  { data: { name, token, at } }: DeadlineReached,
  state: InsuredOrder,
  facts: OrderFacts,
): readonly PolicyEvent[] => {
  const wait = waitsOf(state).find(({ deadline }) => deadline.name === name && deadline.token === token);
  if (wait === undefined || millis(at) < millis(wait.deadline.dueAt)) return [];
  switch (wait.for) {
    case 'answer':
      return [askInsurer(state, wait.question.ask, wait.question.about, facts)];
    case 'payout': {
      const { claimId, afterSaleId } = wait.claim;
      return [{ type: 'policy.claim_overdue', data: { ...facts, claimId, afterSaleId } }];
    }
    case 'end':
      return state.policy === null ? [] : [tellPolicy(state.policy, 'policy.expired', facts)];
  }
};
