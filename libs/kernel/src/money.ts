/** An amount in minor units of its currency: a whole number from 0 to 2^53 - 1. Points are counted the same way. */
export type Minor = number;

/** Whether a value is an amount: whole, not negative, exactly representable. */
export const isMinor = (value: unknown): value is Minor => Number.isSafeInteger(value) && Number(value) >= 0;

/** The sum of amounts. */
export const total = (amounts: readonly Minor[]): Minor => amounts.reduce((sum, amount) => sum + amount, 0);

/** floor(amount · part / whole), exact also where the product is past 2^53. */
export const proportion = (amount: Minor, part: number, whole: number): Minor => {
  if (whole === 0) return 0;
  const product = amount * part;
  return Number.isSafeInteger(product)
    ? Math.floor(product / whole)
    : Number((BigInt(amount) * BigInt(part)) / BigInt(whole));
};

const remainder = (amount: Minor, part: number, whole: number): bigint =>
  (BigInt(amount) * BigInt(part)) % BigInt(whole);

/**
 * Spreads an amount over weights: each gets the floor of its share, what is left goes one unit each to the largest
 * remainders; ties to the bigger weight, then to the earlier (money.md rule 1). No share is above its weight as long as
 * the amount is not above their sum; what is above is not spread.
 */
export const spread = (amount: Minor, weights: readonly Minor[]): readonly Minor[] => {
  const whole = total(weights);
  if (whole === 0) return weights.map(() => 0);
  const spreadable = Math.min(amount, whole);
  const shares = weights.map((weight) => proportion(spreadable, weight, whole));
  const order = weights
    .map((weight, index) => ({ weight, index, rest: remainder(spreadable, weight, whole) }))
    .sort((a, b) => (a.rest === b.rest ? b.weight - a.weight || a.index - b.index : a.rest > b.rest ? -1 : 1));
  const leftover = spreadable - total(shares);
  const favoured = new Set(order.slice(0, leftover).map(({ index }) => index));
  return shares.map((share, index) => (favoured.has(index) ? share + 1 : share));
};

/**
 * What `units` of the `unitsLeft` units take from what is left of a component: the last unit takes the rest
 * (money.md rule 2). 0 when no unit is left.
 */
export const shareOfRemaining = (remaining: Minor, units: number, unitsLeft: number): Minor =>
  units >= unitsLeft ? (unitsLeft > 0 ? remaining : 0) : proportion(remaining, units, unitsLeft);

/** Takes up to `amount` from accounts in their order, each down to 0; the parts, in the same order. */
export const drain = (amount: Minor, accounts: readonly Minor[]): readonly Minor[] => {
  let open = amount;
  return accounts.map((account) => {
    const part = Math.min(open, account);
    open -= part;
    return part;
  });
};
