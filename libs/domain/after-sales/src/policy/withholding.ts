import type { LineAmount } from '@amends/contracts';
import { spread, total, type Minor } from '@amends/kernel';
import type { Hearing } from './application';
import type { OrderStanding } from './standing';

/** Cash of a line that the shop keeps although its units come back, in minor units. */
export type Withheld = Readonly<{ kind: 'return_fee' | 'free_shipping'; lineNumber: number; amount: Minor }>;

/**
 * What is kept of a return for which nobody but the buyer is responsible, by the flags of its lines' policies
 * (money.md 4e): a part of its cash, and once the freight that the order had been spared. Never all of the cash.
 */
export const withheldFrom = (
  { application, reason, asked, order }: Hearing,
  worth: readonly LineAmount[],
): readonly Withheld[] => {
  if (application.type !== 'return_refund' || reason.responsibility !== 'buyer') return [];
  const fees = worth.map(({ lineNumber, cash }): Withheld => {
    const percent = asked.find(({ line }) => line.lineNumber === lineNumber)?.policy.flags.returnFeePercent ?? 0;
    return { kind: 'return_fee', lineNumber, amount: Math.floor((cash * percent) / 100) };
  });
  const left = worth.map(({ cash }, index) => cash - (fees[index]?.amount ?? 0));
  const freight = Math.min(sparedFreight(asked, order, worth), Math.max(0, total(left) - 1));
  const shares = spread(freight, left);
  const freights = worth.map(({ lineNumber }, index): Withheld => ({
    kind: 'free_shipping',
    lineNumber,
    amount: shares[index] ?? 0,
  }));
  return [...fees, ...freights].filter(({ amount }) => amount > 0);
};

/** Of these amounts what is left to be paid. */
export const afterWithholding = (worth: readonly LineAmount[], withheld: readonly Withheld[]): readonly LineAmount[] =>
  worth.map((line) => ({ ...line, cash: line.cash - withheldOn(line.lineNumber, withheld) }));

/** What is kept of one line. */
export const withheldOn = (lineNumber: number, withheld: readonly Withheld[]): Minor =>
  total(withheld.filter((part) => part.lineNumber === lineNumber).map(({ amount }) => amount));

/** The freight of an order that was sent free, if just this return takes it below what free shipping was promised for. */
const sparedFreight = (asked: Hearing['asked'], order: OrderStanding, worth: readonly LineAmount[]): Minor => {
  const terms = asked.map(({ policy }) => policy.flags.freeShipping);
  const [first] = terms;
  if (!first || !order.freeShipped || terms.some((each) => each === null)) return 0;
  const before = total(order.lines.map(({ left }) => left.cash + left.points));
  const after = before - total(worth.map(({ cash, points }) => cash + points));
  return before >= first.threshold && after < first.threshold ? first.fee : 0;
};
