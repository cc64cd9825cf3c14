import type { Aggregate, Decider, Listing } from '@amends/kernel';
import { NOTHING_KNOWN, type CaseEvent, type CaseState } from './case';
import type { CaseCommand, CaseRefusal } from './commands';
import { liveDeadlines } from './deadlines';
import { decide } from './decide';
import { liveDisputeDeadlines } from './dispute/deadlines';
import { evolve } from './evolve';

/**
 * One row per ticket in the lists of api.md 4, one per dispute, flagged while it waits for a supervisor, and one for the
 * order itself, by which a buyer's orders are found; that never changes.
 */
const listings = (state: CaseState): readonly Listing[] => [
  ...ordersOf(state),
  ...ticketsOf(state),
  ...disputesOf(state),
];

const ordersOf = ({ order }: CaseState): readonly Listing[] =>
  order === null
    ? []
    : [
        {
          kind: 'case',
          id: order.orderId,
          buyerId: order.buyerId,
          merchantId: order.merchantId,
          createdAt: order.paidAt,
          updatedAt: order.paidAt,
        },
      ];

const ticketsOf = ({ order, tickets }: CaseState): readonly Listing[] =>
  order === null
    ? []
    : tickets.map(({ id, status, type, underIntervention, createdAt, updatedAt }) => ({
        kind: 'after_sale',
        id,
        orderId: order.orderId,
        afterSaleId: id,
        buyerId: order.buyerId,
        merchantId: order.merchantId,
        status,
        type,
        flagged: underIntervention,
        createdAt,
        updatedAt,
      }));

const disputesOf = ({ order, disputes }: CaseState): readonly Listing[] =>
  order === null
    ? []
    : disputes.map(({ id, status, afterSaleId, escalated, createdAt, updatedAt }) => ({
        kind: 'dispute',
        id,
        orderId: order.orderId,
        afterSaleId,
        buyerId: order.buyerId,
        merchantId: order.merchantId,
        status,
        flagged: escalated && (status === 'under_review' || status === 'appeal_review'),
        createdAt,
        updatedAt,
      }));

/** One stream per order; its id is the UUID of the order. */
export const caseAggregate: Aggregate<CaseState, CaseEvent> = {
  category: 'case',
  revision: 6,
  initialState: NOTHING_KNOWN,
  evolve,
  listings,
  deadlines: (state) => [...liveDeadlines(state), ...liveDisputeDeadlines(state.disputes)],
};

/** Everything after-sales does to an order. */
export const caseDecider: Decider<CaseState, CaseCommand, CaseEvent, CaseRefusal> &
  Readonly<{ aggregate: Aggregate<CaseState, CaseEvent> }> = {
  initialState: NOTHING_KNOWN,
  decide,
  evolve,
  aggregate: caseAggregate,
};
