import type { Aggregate, Decider, Listing } from '@amends/kernel';
import { NOTHING_KNOWN, type CaseEvent, type CaseState } from './case';
import type { CaseCommand, CaseRefusal } from './commands';
import { liveDeadlines } from './deadlines';
import { decide } from './decide';
import { evolve } from './evolve';

/** One row per ticket in the lists of api.md 4. */
const listings = ({ order, tickets }: CaseState): readonly Listing[] =>
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

/** One stream per order; its id is the UUID of the order. */
export const caseAggregate: Aggregate<CaseState, CaseEvent> = {
  category: 'case',
  revision: 1,
  initialState: NOTHING_KNOWN,
  evolve,
  listings,
  deadlines: liveDeadlines,
};

/** Everything after-sales does to an order. */
export const caseDecider: Decider<CaseState, CaseCommand, CaseEvent, CaseRefusal> &
  Readonly<{ aggregate: Aggregate<CaseState, CaseEvent> }> = {
  initialState: NOTHING_KNOWN,
  decide,
  evolve,
  aggregate: caseAggregate,
};
