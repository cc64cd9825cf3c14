import { between, total } from '@amends/kernel';
import type { KnownCase } from './judge';
import type { Application, JudgeContext, Judgement } from './application';
import type { Policy } from './policy';
import { policyFor } from './policy-in-force';
import { reasonOf } from './reasons';
import { LATE_SHIPMENT_MS } from './timers';

/**
 * Who approves an accepted application at once, if anybody: the merchant by a rule or promise of his (rulings.md 3.9, policy
 * `autoApprovePreShip`), or the system, because nothing was shipped in time (2.6). Null: it waits for the merchant's review.
 */
export const approvedAtOnceBy = (
  application: Application,
  judgement: Judgement,
  { order }: Pick<KnownCase, 'order'>,
  context: Pick<JudgeContext, 'at' | 'merchant' | 'draft'>,
): 'rule' | 'system' | null => {
  const overdue = between(order.paidAt, context.at) >= LATE_SHIPMENT_MS;
  const nothingShipped = linesOf(application, order).every(({ shipped }) => shipped === 0);
  if (application.reason === 'late_shipment' && nothingShipped && overdue) return 'system';
  const matchesRule = context.merchant.rules.some(
    ({ types, reasons, maxAmount }) =>
      isAny(types, application.type) &&
      isAny(reasons, application.reason) &&
      (maxAmount === null || total(judgement.amounts.map(({ cash }) => cash)) <= maxAmount),
  );
  return matchesRule || isPromised(application, judgement, order, context) ? 'rule' : null;
};

const isAny = (list: readonly string[], value: string): boolean => list.length === 0 || list.includes(value);

/**
 * What the merchant promises for every line asked for: what has not left the shop is given back unseen, and what the buyer
 * does not want is taken back without a question (R1).
 */
const isPromised = (
  { type, reason, lines }: Application,
  { phase }: Judgement,
  order: KnownCase['order'],
  context: Pick<JudgeContext, 'at' | 'merchant' | 'draft'>,
): boolean => {
  const promise = (holds: (policy: Policy) => boolean): boolean =>
    linesOf({ lines }, order).every(({ category }) => holds(policyFor(category, context, order)));
  if (type === 'refund_only') return phase === 'unshipped' && promise(({ autoApprovePreShip }) => autoApprovePreShip);
  return (
    type === 'return_refund' &&
    reasonOf(reason)?.window === 'no_reason' &&
    promise(({ unconditionalReturn }) => unconditionalReturn)
  );
};

const linesOf = (
  { lines }: Pick<Application, 'lines'>,
  order: Pick<KnownCase['order'], 'lines'>,
): KnownCase['order']['lines'] =>
  order.lines.filter(({ lineNumber }) => lines.some((asked) => asked.lineNumber === lineNumber));
