import { drain, total, type Minor } from '@amends/kernel';
import { isExternal, type Cover, type PlannedLeg } from '../leg/leg';
import { planned, type LegPlan } from './tenders';

/**
 * A new plan with up to `most` of its money taken for what the buyer owes (rulings.md 6.3): a leg of its own in our books,
 * which gives the lines back in full and leaves the money where it is. The provider's legs are lessened first; points
 * never are.
 */
export const withSetOff = (legs: readonly PlannedLeg[], refundId: string, most: Minor): readonly PlannedLeg[] => {
  const money = [...legs.filter(isExternal), ...legs.filter((leg) => !isExternal(leg) && leg.tender !== 'points')];
  const taken = drain(
    most,
    money.map(({ amount }) => amount),
  );
  const parts = new Map(money.map((leg, index) => [leg, splitCovers(leg.covers, taken[index] ?? 0)]));
  const covers = money.flatMap((leg) => parts.get(leg)?.taken ?? []);
  if (covers.length === 0) return legs;

  const left = legs.map((leg): LegPlan => ({ ...planOf(leg), covers: parts.get(leg)?.left ?? leg.covers }));
  const setOff: LegPlan = { tender: 'set_off', paymentId: null, covers: merged(covers) };
  return [...left.filter((leg) => leg.covers.length > 0), setOff].map((leg, place) => planned(refundId, place, leg));
};

const planOf = ({ tender, paymentId, covers }: PlannedLeg): LegPlan => ({ tender, paymentId, covers });

const splitCovers = (
  covers: readonly Cover[],
  amount: Minor,
): Readonly<{ taken: readonly Cover[]; left: readonly Cover[] }> => {
  const parts = drain(
    amount,
    covers.map((cover) => cover.amount),
  );
  const some = (of: (cover: Cover, index: number) => Minor) =>
    covers.map((cover, index) => ({ ...cover, amount: of(cover, index) })).filter((cover) => cover.amount > 0);
  return {
    taken: some((_, index) => parts[index] ?? 0),
    left: some((cover, index) => cover.amount - (parts[index] ?? 0)),
  };
};

/** Each line once. */
const merged = (covers: readonly Cover[]): readonly Cover[] =>
  [...new Set(covers.map(({ lineNumber }) => lineNumber))].map((lineNumber) => ({
    lineNumber,
    amount: total(covers.filter((cover) => cover.lineNumber === lineNumber).map(({ amount }) => amount)),
  }));
