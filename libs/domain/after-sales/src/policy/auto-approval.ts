import { between, total } from '@amends/kernel';
import type { KnownCase } from './judge';
import type { Application, JudgeContext, Judgement } from './application';
import { policyInForce } from './policy-in-force';
import { LATE_SHIPMENT_MS } from './timers';

/**
 * Who approves an accepted application at once, if anybody: the merchant by a rule or promise of his (rulings.md 3.9, policy
 * `autoApprovePreShip`), or the system, because nothing was shipped in time (2.6). Null: it waits for the merchant's review.
 */
export const approvedAtOnceBy = (
  application: Application,
  judgement: Judgement,
  { order }: Pick<KnownCase, 'order'>,
  { at, merchant }: Pick<JudgeContext, 'at' | 'merchant'>,
): 'rule' | 'system' | null => {
  const overdue = between(order.paidAt, at) >= LATE_SHIPMENT_MS;
  const nothingShipped = linesOf(application, order).every(({ shipped }) => shipped === 0);
  if (application.reason === 'late_shipment' && nothingShipped && overdue) return 'system';
  const matchesRule = merchant.rules.some(
    ({ types, reasons, maxAmount }) =>
      isAny(types, application.type) &&
      isAny(reasons, application.reason) &&
      (maxAmount === null || total(judgement.amounts.map(({ cash }) => cash)) <= maxAmount),
  );
  return matchesRule || isPromised(application, judgement, order, { at, merchant }) ? 'rule' : null;
};

const isAny = (list: readonly string[], value: string): boolean => list.length === 0 || list.includes(value);

/** What has not left the shop is given back unseen, where the merchant promises so for every line asked for. */
const isPromised = (
  application: Application,
  { phase }: Judgement,
  order: KnownCase['order'],
  { at, merchant }: Pick<JudgeContext, 'at' | 'merchant'>,
): boolean =>
  application.type === 'refund_only' &&
  phase === 'unshipped' &&
  linesOf(application, order).every(
    ({ category }) => policyInForce(category, merchant, { paidAt: order.paidAt, at }).autoApprovePreShip,
  );

const linesOf = ({ lines }: Application, order: KnownCase['order']): KnownCase['order']['lines'] =>
  order.lines.filter(({ lineNumber }) => lines.some((asked) => asked.lineNumber === lineNumber));
