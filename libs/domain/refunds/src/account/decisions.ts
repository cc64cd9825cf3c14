import type { Listing, Minor } from '@amends/kernel';
import type { FastRefund, FastRefundDecision } from '../fast-refund/fast-refund';
import type { Account } from './account';

/** `shadow`: it would have been promised, had it not been on trial. */
export const DECISION_OUTCOMES = ['eligible', 'denied', 'shadow'] as const;
export type DecisionOutcome = (typeof DECISION_OUTCOMES)[number];

type Decided = FastRefund & Readonly<{ decision: FastRefundDecision }>;

const isDecided = (fast: FastRefund): fast is Decided => fast.decision !== null;

const outcomeOf = ({ because, shadow }: FastRefundDecision): DecisionOutcome => {
  if (because.length > 0) return 'denied';
  return shadow ? 'shadow' : 'eligible';
};

/** What was decided about the fast refund of a ticket, for the platform's people. `amount` in minor units. */
export const decisionView = (account: Account, afterSaleId: string) => {
  const fast = account.fastRefunds.filter(isDecided).find((each) => each.afterSaleId === afterSaleId);
  if (fast === undefined) return undefined;
  const { decision, refundId, stage } = fast;
  const { orderId, buyerId, merchantId, occurredAt, because, shadow, inputs, released } = decision;
  return {
    ...{ afterSaleId, orderId, buyerId, merchantId },
    decidedAt: occurredAt,
    outcome: outcomeOf(decision),
    because,
    shadow,
    amount: amountIn(inputs),
    inputs,
    released,
    stage,
    refundId,
  };
};

const amountIn = ({ amount }: FastRefundDecision['inputs']): Minor => (typeof amount === 'number' ? amount : 0);

/** One row per decision, so that it is found by its ticket. */
export const decisionListings = ({ fastRefunds }: Account): readonly Listing[] =>
  fastRefunds.filter(isDecided).map(({ afterSaleId, stage, decision }) => ({
    kind: 'fast_refund_decision',
    id: afterSaleId,
    afterSaleId,
    orderId: decision.orderId,
    buyerId: decision.buyerId,
    merchantId: decision.merchantId,
    status: stage,
    type: outcomeOf(decision),
    createdAt: decision.occurredAt,
    updatedAt: decision.occurredAt,
  }));
