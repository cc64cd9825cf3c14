import type { Aggregate, Decider, Listing } from '@amends/kernel';
import { needsAttention } from '../claim/claim';
import type { PolicyCommand, PolicyRefusal } from './commands';
import { waitsOf } from './deadlines';
import { decide } from './decide';
import type { PolicyEvent } from './events';
import { evolve } from './evolve';
import { NOTHING_HEARD, type InsuredOrder } from './policy';

const listings = ({ order, policy, tickets, claims }: InsuredOrder): readonly Listing[] => {
  if (order === null) return [];
  const { createdAt, ...parties } = order;
  return [
    ...(policy === null
      ? []
      : [
          {
            ...parties,
            kind: 'policy',
            id: policy.policyId,
            status: policy.status,
            createdAt,
            updatedAt: policy.updatedAt,
          },
        ]),
    // Only to find the order of a ticket.
    ...tickets.map(({ afterSaleId }) => ({
      ...parties,
      kind: 'ticket',
      id: afterSaleId,
      createdAt,
      updatedAt: createdAt,
    })),
    ...claims.map(({ claimId, afterSaleId, status, overdue, ...claim }) => ({
      ...parties,
      kind: 'claim',
      id: claimId,
      afterSaleId,
      status,
      flagged: needsAttention({ overdue, status }),
      createdAt: claim.createdAt,
      updatedAt: claim.updatedAt,
    })),
  ];
};

/** One stream per order: its policy, what it must know of tickets and parcels, and the claims. */
export const policyAggregate: Aggregate<InsuredOrder, PolicyEvent> = {
  category: 'policy',
  revision: 1,
  initialState: NOTHING_HEARD,
  evolve,
  listings,
  deadlines: (state) => waitsOf(state).map(({ deadline }) => deadline),
};

export const policyDecider: Decider<InsuredOrder, PolicyCommand, PolicyEvent, PolicyRefusal> &
  Readonly<{ aggregate: Aggregate<InsuredOrder, PolicyEvent> }> = {
  initialState: NOTHING_HEARD,
  decide,
  evolve,
  aggregate: policyAggregate,
};
