import type { Instant, Minor } from '@amends/kernel';
import type { Surcharge } from './price-difference';

/**
 * Units of a line that came to the buyer together, with what has happened to them since: `sku` what they are, where an
 * exchange has made them another item; `repairMs` how long they were away for repairs, `repairedAt` since when the last
 * one is done.
 */
export type UnitsSince = Readonly<{
  units: number;
  at: Instant;
  sku?: string;
  /** What they sold for, where that is not what the line's do, and what was paid for them beside the order. */
  unitPrice?: Minor;
  surcharges?: readonly Surcharge[];
  repairMs?: number;
  repairedAt?: Instant;
}>;

/** What is left of receipts after units of just these have gone. */
export const receiptsWithout = (
  receipts: readonly UnitsSince[],
  gone: readonly UnitsSince[],
): readonly UnitsSince[] => {
  const left = receipts.map((receipt) => ({ ...receipt }));
  for (const { units, ...history } of gone) {
    let open = units;
    // Units with the same past first: those of one receipt may have been repaired since, and others not.
    const together = left.filter(({ at }) => at === history.at);
    const alike = together.filter((each) => hasPast(each, history));
    for (const receipt of [...alike, ...together.filter((each) => !alike.includes(each))]) {
      const taken = Math.min(open, receipt.units);
      receipt.units -= taken;
      open -= taken;
    }
  }
  return left.filter(({ units }) => units > 0);
};

type Past = Omit<UnitsSince, 'units'>;

const hasPast = (units: Past, { sku, repairedAt, surcharges }: Past): boolean =>
  units.sku === sku &&
  units.repairedAt === repairedAt &&
  JSON.stringify(units.surcharges ?? []) === JSON.stringify(surcharges ?? []);

/** So many units, those that came first. */
export const earliest = (receipts: readonly UnitsSince[], wanted: number): readonly UnitsSince[] => {
  let open = wanted;
  return receipts
    .map((receipt) => {
      const taken = Math.min(receipt.units, open);
      open -= taken;
      return { ...receipt, units: taken };
    })
    .filter(({ units }) => units > 0);
};

export const unitsOf = (receipts: readonly UnitsSince[]): number => receipts.reduce((sum, { units }) => sum + units, 0);
