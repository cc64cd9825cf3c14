import type { OrderFacts } from '@amends/contracts';
import { claimLife } from '../claim/transitions';
import { openQuestion } from './asking';
import { claimable, endOfWindows, isTicketOpen } from './cover';
import type { PolicyEvent } from './events';
import { evolve } from './evolve';
import type { InsuredOrder } from './policy';
import { askInsurer, tellClaim, tellPolicy } from './telling';
import { policyLife } from './transitions';

type Rule = (state: InsuredOrder, facts: OrderFacts) => readonly PolicyEvent[];

/**
 * What was told, and what follows from all that is known then. Facts come from several services in any order: whichever
 * comes last brings the consequence about.
 */
export const withWhatFollows = (
  told: readonly PolicyEvent[],
  state: InsuredOrder,
  facts: OrderFacts,
): readonly PolicyEvent[] =>
  told.length === 0
    ? []
    : RULES.reduce((events, rule) => [...events, ...rule(events.reduce(evolve, state), facts)], told);

/** The first shipment buys the policy (N1). */
const buyAtShipment: Rule = (state, facts) => {
  const { policy, shipped } = state;
  if (policy === null || !shipped || !policyLife.permits(policy.status, 'purchase')) return [];
  return openQuestion(state, 'purchase', policy.policyId) === undefined
    ? [askInsurer(state, 'purchase', policy.policyId, facts)]
    : [];
};

/** Everything has closed and nothing was ever shipped: there is no way back to insure (N2). */
const cancelUnshipped: Rule = ({ policy, shipped, lines }, facts) =>
  policy !== null &&
  !shipped &&
  policyLife.permits(policy.status, 'close_unshipped') &&
  lines.length > 0 &&
  lines.every(({ closedAt }) => closedAt !== null)
    ? [tellPolicy(policy, 'policy.cancelled', facts)]
    : [];

/** Each return that has ended is claimed by itself, once per parcel (N4). */
const claimReturns: Rule = (state, facts) =>
  state.tickets.reduce<readonly PolicyEvent[]>(
    (events, { afterSaleId }) => [...events, ...claim(events.reduce(evolve, state), afterSaleId, facts)],
    [],
  );

/** The claim for a ticket's parcel; nothing where none is due. */
export const claim = (state: InsuredOrder, wanted: string, facts: OrderFacts): readonly PolicyEvent[] => {
  const ticket = state.tickets.find(({ afterSaleId }) => afterSaleId === wanted);
  const worth = ticket && claimable(state, ticket);
  if (ticket === undefined || worth === undefined || state.policy === null) return [];
  const { claimId, afterSaleId } = ticket;
  return [
    tellClaim({ ...worth, claimId, afterSaleId, status: claimLife.initial }, 'claim.submitted', state.policy, facts),
    askInsurer(state, 'judge', claimId, facts),
  ];
};

/** The windows of all lines are over and no return is under way (N3). */
const expire: Rule = (state, facts) => {
  const { policy } = state;
  const end = endOfWindows(state);
  return policy !== null &&
    policyLife.permits(policy.status, 'end_of_windows') &&
    end !== null &&
    facts.occurredAt >= end &&
    !isTicketOpen(state)
    ? [tellPolicy(policy, 'policy.expired', facts)]
    : [];
};

const RULES: readonly Rule[] = [buyAtShipment, cancelUnshipped, claimReturns, expire];
