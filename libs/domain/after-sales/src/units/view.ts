import { millis, type Instant } from '@amends/kernel';
import type { Merchant } from '../policy/merchant';
import { policyInForce } from '../policy/policy-in-force';
import { reasonsFor } from '../policy/reasons';
import { windowEnd } from '../policy/windows';
import type { Custody, GoodsUnit, Handling, Parcel } from './unit';
import { custodyOf, type UnitsOfCase } from './units';

/** One unit as callers see it; what does not apply is left out. */
export type UnitView = Readonly<{
  unitId: string;
  lineNumber: number;
  sku: string;
  custody: Custody;
  /** The ticket it is under, or that has paid for it or replaced it. */
  afterSaleId?: string;
  /** The parcel it travelled with last. */
  parcel?: Parcel;
  /** The last second in which the longest-lived of its returns may be asked for, once it has come. */
  windowEndsAt?: Instant;
  replaces?: string;
  replacedBy?: string;
  history: readonly Handling[];
}>;

/** Every unit of an order, by line and number, as it stands at `at`. */
export const unitViews = ({ state, units }: UnitsOfCase, merchant: Merchant, at: Instant): readonly UnitView[] => {
  const { order } = state;
  if (order === null) return [];
  const categories = new Map(order.lines.map(({ lineNumber, category }) => [lineNumber, category]));
  const endOf = ({ lineNumber, receivedAt }: GoodsUnit): Instant | null => {
    const { paidAt, promised } = order;
    const policy = policyInForce(categories.get(lineNumber) ?? 'default', merchant, { paidAt, promised, at });
    const start = { paidAt, receivedAt, warrantyMonths: 0 };
    return reasonsFor('return_refund').reduce<Instant | null>((last, reason) => {
      const end = windowEnd('return_refund', reason, policy, start);
      return last === null || (end !== null && millis(end) > millis(last)) ? end : last;
    }, null);
  };
  return [...units]
    .sort((a, b) => a.lineNumber - b.lineNumber || a.number - b.number)
    .map((unit) => {
      const { unitId, lineNumber, sku, parcel, history, replaces, replacedBy } = unit;
      const afterSaleId = unit.heldBy ?? unit.pendingFor ?? (unit.place === 'replaced' ? unit.lastUnder : null);
      const custody = custodyOf(unit, state);
      const windowEndsAt = custody === 'with_buyer' ? endOf(unit) : null;
      return {
        ...{ unitId, lineNumber, sku, custody },
        ...(afterSaleId !== null && { afterSaleId }),
        ...(parcel && { parcel }),
        ...(windowEndsAt !== null && { windowEndsAt }),
        ...(replaces !== null && { replaces }),
        ...(replacedBy !== null && { replacedBy }),
        history,
      };
    });
};
