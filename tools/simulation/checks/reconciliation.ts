import { businessDayOf, reconciliationAggregate, type Reconciliation } from '@amends/domain/reconciliation';
import { isExternal } from '@amends/domain/refunds';
import { must, refundsOf, statesOf, type World } from './world';

/** The days on which something came to an end, by our books or the provider's. */
export const daysOf = (world: World): readonly string[] => {
  const ours = refundsOf(world).flatMap(({ legs }) => legs.filter(isExternal).map(({ concludedAt }) => concludedAt));
  const instants = [...ours, ...world.provider.changedAt.values()].filter((at) => at !== null);
  return [...new Set(instants.map(businessDayOf))].sort();
};

/** Compared with the provider's own list nothing differs but what is known to contradict the books. */
export const checkReconciliation = (world: World): void => {
  const known = new Set(refundsOf(world).flatMap((each) => (each.contradicted ? each.refundId : [])));
  const compared = statesOf<Reconciliation | null>(world.refunds, reconciliationAggregate.category);
  must('the books of no day were compared', compared.length > 0 || world.provider.books.refunds.size === 0);
  for (const each of compared)
    for (const { kind, number, refundId } of each?.differences ?? [])
      must(`the books differ: ${number} is ${kind}`, known.has(refundId ?? ''));
};
