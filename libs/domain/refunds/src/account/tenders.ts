import type { Money, Payment } from '@amends/contracts';
import { drain, proportion, shareOfRemaining, total, type Minor } from '@amends/kernel';
import { isExternal, legIdOf, type Cover, type LegTender, type PlannedLeg } from '../leg/leg';
import { isInternal, type Account } from './account';
import { lineBalances, merged, paymentBalance, shareLeft, shippingFeeBalance } from './ledger';

/** A sum of one line, or of the freight, that has to go back to tenders; `worth`: all that so many units are worth. */
type Part = Readonly<{ lineNumber: number | null; cash: Minor; units: number; worth: Minor; unitsLeft: number }>;
/** A plan under way: what is left of each payment, and what the plan has taken from it. */
type Plan = Readonly<{ left: ReadonlyMap<string, Minor>; taken: ReadonlyMap<string, readonly Cover[]> }>;

/**
 * Which tender the money goes back to (rulings.md 5.2): gift card and balance by the line's own share, the rest to card
 * and wallet, the last in the list first; where none of those is left, to the internal tender last in the list that
 * still has it. Points are a leg of their own. `place`: how many legs the refund has had before.
 */
export const planLegs = (account: Account, refundId: string, money: Money, place = 0): readonly PlannedLeg[] => {
  const payments = account.order?.payments ?? [];
  const plan = partsOf(account, money).reduce(
    (before, part) => takePart(account, payments, before, part),
    emptyPlan(account, payments),
  );
  const covers = merged(money.lines)
    .filter((line) => line.points > 0)
    .map((line) => ({ lineNumber: line.lineNumber, amount: line.points }));
  const points = covers.length > 0 ? [{ tender: 'points' as const, paymentId: null, covers }] : [];
  return [...takenFrom(payments, plan), ...points].map((leg, index) => planned(refundId, place + index, leg));
};

/**
 * The legs of a refund that is tried again after it held nothing: those whose payment still has the money stay as they
 * are, what another refund has used up meanwhile goes to the payments that are left, under new numbers.
 */
export const replanLegs = (
  account: Account,
  refundId: string,
  legs: readonly PlannedLeg[],
  place: number,
): readonly PlannedLeg[] => {
  const payments = account.order?.payments ?? [];
  const { plan, kept } = legs.reduce<Kept>(keepIfLeft, {
    plan: emptyPlan(account, payments),
    kept: [],
  });
  const moved = legs.filter((leg) => !kept.includes(leg)).flatMap(({ covers }) => covers);
  const fresh = moved.reduce(
    (before, { lineNumber, amount }) => takeInOrder(inOrderOfRest(payments), before, lineNumber, amount),
    { left: plan.left, taken: NOTHING_TAKEN },
  );
  return [...kept, ...takenFrom(payments, fresh).map((leg, index) => planned(refundId, place + index, leg))];
};

/** Whether the legs give back exactly the money they were planned for. */
export const coverAll = (legs: readonly PlannedLeg[], money: Money): boolean =>
  total(legs.filter(({ tender }) => tender !== 'points').map(({ amount }) => amount)) ===
  total(money.lines.map(({ cash }) => cash)) + money.shippingFee;

const NOTHING_TAKEN: Plan['taken'] = new Map();

export type LegPlan = Readonly<{ tender: LegTender; paymentId: string | null; covers: readonly Cover[] }>;

/** A leg of a plan with its number: its place among all that the refund has had. */
export const planned = (refundId: string, place: number, leg: LegPlan): PlannedLeg => {
  const legId = legIdOf(refundId, place);
  const amount = total(leg.covers.map((cover) => cover.amount));
  return { legId, ...leg, amount, refundNumber: isExternal(leg) ? legId : null };
};

const emptyPlan = (account: Account, payments: readonly Payment[]): Plan => ({
  left: new Map(payments.map(({ paymentId }) => [paymentId, paymentBalance(account, paymentId).remaining])),
  taken: NOTHING_TAKEN,
});

const takenFrom = (payments: readonly Payment[], { taken }: Plan): readonly LegPlan[] =>
  payments.flatMap(({ tender, paymentId }) => {
    const covers = taken.get(paymentId) ?? [];
    return covers.length === 0 ? [] : [{ tender, paymentId, covers }];
  });

const partsOf = (account: Account, money: Money): readonly Part[] => {
  const balances = new Map(lineBalances(account).map((line) => [line.lineNumber, line]));
  const lines = merged(money.lines).map(({ lineNumber, units, cash }): Part => {
    const line = balances.get(lineNumber);
    const [left, unitsLeft] = [line?.cash.remaining ?? 0, line?.units.remaining ?? 0];
    return units === 0
      ? { lineNumber, cash, units: 1, worth: left, unitsLeft: 1 }
      : { lineNumber, cash, units, worth: shareOfRemaining(left, units, unitsLeft), unitsLeft };
  });
  const { remaining } = shippingFeeBalance(account);
  const freight = { lineNumber: null, cash: money.shippingFee, units: 1, worth: remaining, unitsLeft: 1 };
  return [...lines, freight].filter(({ cash }) => cash > 0);
};

const takePart = (account: Account, payments: readonly Payment[], before: Plan, part: Part): Plan => {
  const internal = payments.filter(({ tender }) => isInternal(tender));
  const shares = internal.map(({ paymentId }) => {
    const share = shareOfRemaining(shareLeft(account, paymentId, part.lineNumber), part.units, part.unitsLeft);
    // Less than the units are worth takes as much less of every tender.
    return part.cash < part.worth ? proportion(share, part.cash, part.worth) : share;
  });
  const withShares = internal.reduce(
    ({ plan, open }, { paymentId }, index) => {
      const amount = Math.min(shares[index] ?? 0, open, plan.left.get(paymentId) ?? 0);
      return { plan: take(plan, paymentId, part.lineNumber, amount), open: open - amount };
    },
    { plan: before, open: part.cash },
  );
  return takeInOrder(inOrderOfRest(payments), withShares.plan, part.lineNumber, withShares.open);
};

/** Card and wallet first, then the internal tenders; within both the last in the list first. */
const inOrderOfRest = (payments: readonly Payment[]): readonly Payment[] => {
  const newest = [...payments].reverse();
  return [...newest.filter(({ tender }) => !isInternal(tender)), ...newest.filter(({ tender }) => isInternal(tender))];
};

const takeInOrder = (payments: readonly Payment[], before: Plan, lineNumber: number | null, amount: Minor): Plan => {
  const parts = drain(
    amount,
    payments.map(({ paymentId }) => before.left.get(paymentId) ?? 0),
  );
  return payments.reduce((plan, { paymentId }, index) => take(plan, paymentId, lineNumber, parts[index] ?? 0), before);
};

const take = ({ left, taken }: Plan, paymentId: string, lineNumber: number | null, amount: Minor): Plan => {
  if (amount === 0) return { left, taken };
  const covers = taken.get(paymentId) ?? [];
  const same = covers.find((cover) => cover.lineNumber === lineNumber);
  const cover = { lineNumber, amount: amount + (same?.amount ?? 0) };
  return {
    left: new Map(left).set(paymentId, (left.get(paymentId) ?? 0) - amount),
    taken: new Map(taken).set(paymentId, [...covers.filter((each) => each !== same), cover]),
  };
};

type Kept = Readonly<{ plan: Plan; kept: readonly PlannedLeg[] }>;

const keepIfLeft = ({ plan, kept }: Kept, leg: PlannedLeg): Kept => {
  if (leg.paymentId === null) return { plan, kept: [...kept, leg] };
  if ((plan.left.get(leg.paymentId) ?? 0) < leg.amount) return { plan, kept };
  return { plan: take(plan, leg.paymentId, null, leg.amount), kept: [...kept, leg] };
};
