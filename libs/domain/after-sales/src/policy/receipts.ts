import type { Instant } from '@amends/kernel';

/** Units of a line that came to the buyer together. `sku`: what they are, where an exchange has made them another item. */
export type UnitsSince = Readonly<{ units: number; at: Instant; sku?: string }>;

/** What is left of receipts after units of just these have gone. */
export const receiptsWithout = (
  receipts: readonly UnitsSince[],
  gone: readonly UnitsSince[],
): readonly UnitsSince[] => {
  const left = receipts.map((receipt) => ({ ...receipt }));
  for (const { units, at } of gone) {
    let open = units;
    for (const receipt of left.filter((each) => each.at === at)) {
      const taken = Math.min(open, receipt.units);
      receipt.units -= taken;
      open -= taken;
    }
  }
  return left.filter(({ units }) => units > 0);
};

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
