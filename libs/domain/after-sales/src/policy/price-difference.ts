import type { Minor } from '@amends/kernel';
import { announcedAt } from '../prices/sku';
import type { AskedLine, Hearing, Judgement } from './application';
import type { UnitsSince } from './receipts';

/** What was paid for one unit beside its order, by which payment: it came instead of a cheaper one. Minor units. */
export type Surcharge = Readonly<{ paymentId: string; each: Minor }>;

/** Units of one line that would be exchanged at another price than theirs; all amounts in minor units and for one unit. */
export type PricedUnits = Readonly<{
  lineNumber: number;
  units: number;
  /** What the target sells for; from then on what these units are. */
  unitPrice: Minor;
  /** What the buyer pays for it; 0 where it is not dearer. */
  pays: Minor;
  /** What he gets back of the line's cash. */
  back: Minor;
  /** What he had paid beside the order and gets back, and what of it goes on with the unit. */
  surchargesBack: readonly Surcharge[];
  surcharges: readonly Surcharge[];
}>;

/** What is exchanged for another SKU than the line's own. */
type Priced = Readonly<{ sku?: string | undefined; unitPrice?: Minor | undefined; surcharges?: readonly Surcharge[] }>;

/**
 * What the units asked for cost more or less than their target (policy flag `exchangePriceDifference`); empty where no price
 * differs. Units are what was paid for them: by the order, by the exchange that brought them, or since a price protection.
 */
export const pricedUnitsOf = (hearing: Hearing, receipts: Judgement['receipts']): readonly PricedUnits[] => {
  if (hearing.application.type !== 'exchange') return [];
  const all = hearing.asked.flatMap((asked) => pricedOfLine(hearing, asked, receipts));
  const isAsOrdered = ({ lineNumber, unitPrice, pays, back, surchargesBack, surcharges }: PricedUnits): boolean =>
    pays + back + surchargesBack.length + surcharges.length === 0 &&
    hearing.asked.some(({ line }) => line.lineNumber === lineNumber && line.unitPrice === unitPrice);
  return all.every(isAsOrdered) ? [] : all;
};

/** All of them dearer, or none: what is paid for one thing and paid back for another is two exchanges. */
export const isOneWay = (units: readonly PricedUnits[]): boolean =>
  !units.some(({ pays }) => pays > 0) ||
  units.every(({ back, surchargesBack }) => back === 0 && surchargesBack.length === 0);

const pricedOfLine = (
  hearing: Hearing,
  { line, quantity }: AskedLine,
  receipts: Judgement['receipts'],
): readonly PricedUnits[] => {
  const { lineNumber } = line;
  const target = hearing.application.targetSku ?? line.sku;
  const price = target === line.sku ? line.unitPrice : announcedAt(hearing.shelf, target, hearing.at)?.unitPrice;
  if (price === undefined) return [];
  const known: readonly (Priced & Pick<UnitsSince, 'units'>)[] = receipts.filter(
    (receipt) => receipt.lineNumber === lineNumber,
  );
  const rest = quantity - known.reduce((sum, { units }) => sum + units, 0);
  return [...known, { units: rest }]
    .filter(({ units }) => units > 0)
    .map(({ units, ...of }) => ({ lineNumber, units, ...priced(line, of, target, price) }));
};

type PricedUnit = Omit<PricedUnits, 'lineNumber' | 'units'>;

const priced = (
  line: Pick<AskedLine['line'], 'sku' | 'unitPrice' | 'protectedPrice'>,
  { sku = line.sku, unitPrice: own = line.unitPrice, surcharges = [] }: Priced,
  target: string,
  price: Minor,
): PricedUnit => {
  const stays = { back: 0, surchargesBack: [], surcharges };
  if (sku === target) return { unitPrice: own, pays: 0, ...stays };
  if (price >= own) return { unitPrice: price, pays: price - own, ...stays };
  // What a price protection has paid back already is not paid back again.
  const worth = sku === line.sku ? Math.min(own, line.protectedPrice ?? own) : own;
  return { unitPrice: price, pays: 0, ...takenBack(surcharges, Math.max(0, worth - price)) };
};

/** First what was paid beside the order, the latest first; the rest is the line's. */
const takenBack = (
  surcharges: readonly Surcharge[],
  amount: Minor,
): Pick<PricedUnit, 'back' | 'surchargesBack' | 'surcharges'> => {
  let open = amount;
  const parts = [...surcharges].reverse().map(({ paymentId, each }) => {
    const taken = Math.min(open, each);
    open -= taken;
    return { paymentId, taken, left: each - taken };
  });
  return {
    back: open,
    surchargesBack: parts.flatMap(({ paymentId, taken }) => (taken > 0 ? [{ paymentId, each: taken }] : [])),
    surcharges: [...parts].reverse().flatMap(({ paymentId, left }) => (left > 0 ? [{ paymentId, each: left }] : [])),
  };
};
