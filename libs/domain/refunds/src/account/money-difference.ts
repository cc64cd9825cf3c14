import type { LineAmount, Money } from '@amends/contracts';
import { merged } from './ledger';

/** What `money` has above `other`, line by line and component by component; never below 0. */
export const minus = (money: Money, other: Money): Money => {
  const taken = new Map(merged(other.lines).map((line) => [line.lineNumber, line]));
  const lines = merged(money.lines).map((line) => lineMinus(line, taken.get(line.lineNumber)));
  return {
    lines: lines.filter((line) => !isEmpty(line)),
    shippingFee: Math.max(0, money.shippingFee - other.shippingFee),
  };
};

/** Whether there is nothing in it at all. */
export const isNothing = ({ lines, shippingFee }: Money): boolean => shippingFee === 0 && lines.every(isEmpty);

/** Whether both are the same money of the same lines. */
export const isSame = (a: Money, b: Money): boolean => isNothing(minus(a, b)) && isNothing(minus(b, a));

const lineMinus = (line: LineAmount, taken: LineAmount | undefined): LineAmount => ({
  lineNumber: line.lineNumber,
  units: Math.max(0, line.units - (taken?.units ?? 0)),
  cash: Math.max(0, line.cash - (taken?.cash ?? 0)),
  points: Math.max(0, line.points - (taken?.points ?? 0)),
  merchantDiscount: Math.max(0, line.merchantDiscount - (taken?.merchantDiscount ?? 0)),
  platformDiscount: Math.max(0, line.platformDiscount - (taken?.platformDiscount ?? 0)),
});

const isEmpty = (line: LineAmount): boolean =>
  line.units + line.cash + line.points + line.merchantDiscount + line.platformDiscount === 0;
