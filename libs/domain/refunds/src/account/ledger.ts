import type { LineAmount, Money } from '@amends/contracts';
import { total, type Minor } from '@amends/kernel';
import type { Leg } from '../leg/leg';
import type { Refund } from '../refund/refund';
import { HOLDING } from '../refund/transitions';
import { COMPONENTS, type Account, type Component } from './account';

/** One account of the books: paid = held + refunded + remaining. */
export type Balance = Readonly<{ paid: number; held: number; refunded: number; remaining: number }>;
export type LineBalances = Readonly<Record<Component | 'units', Balance> & { lineNumber: number }>;

/** What is held and given back is the fold of all refunds: it is stored nowhere else and cannot drift. */
export const lineBalances = (account: Account): readonly LineBalances[] =>
  (account.order?.lines ?? []).map(({ lineNumber, quantity, paid }) => ({
    lineNumber,
    units: balance(quantity, account, (refund) => whole(refund, partOf(refund, lineNumber).units)),
    cash: balance(paid.cash, account, (refund) => byLegs(refund, lineNumber, 'money')),
    points: balance(paid.points, account, (refund) => byLegs(refund, lineNumber, 'points')),
    merchantDiscount: balance(paid.merchantDiscount, account, (refund) =>
      whole(refund, partOf(refund, lineNumber).merchantDiscount),
    ),
    platformDiscount: balance(paid.platformDiscount, account, (refund) =>
      whole(refund, partOf(refund, lineNumber).platformDiscount),
    ),
  }));

export const shippingFeeBalance = (account: Account): Balance =>
  balance(account.order?.shippingFee.paid ?? 0, account, (refund) => byLegs(refund, null, 'money'));

/** What of a payment is held, given back and left, with the payment's captured amount as `paid`. */
export const paymentBalance = (account: Account, paymentId: string): Balance =>
  balance(capturedBy(account, paymentId), account, (refund) =>
    split(
      refund,
      refund.legs.filter((leg) => leg.paymentId === paymentId),
      ({ amount }) => amount,
    ),
  );

const capturedBy = ({ order, charges }: Account, paymentId: string): Minor =>
  [...(order?.payments ?? []), ...charges].find((each) => each.paymentId === paymentId)?.amount ?? 0;

/** What was taken from refunds for what the buyer owes: it has left the lines, and stays in the payments. */
export const setOffBalance = (account: Account): Balance =>
  balance(0, account, (refund) =>
    split(
      refund,
      refund.legs.filter(({ tender }) => tender === 'set_off'),
      ({ amount }) => amount,
    ),
  );

/** What is left of one line's share of a payment (`lineNumber` null: of the freight's). */
export const shareLeft = (account: Account, paymentId: string, lineNumber: number | null): Minor => {
  const tenders = lineNumber === null ? account.order?.shippingFee.tenders : lineOf(account, lineNumber)?.tenders;
  const paid = total((tenders ?? []).filter((each) => each.paymentId === paymentId).map(({ amount }) => amount));
  return balance(paid, account, (refund) =>
    split(
      refund,
      refund.legs.filter((leg) => leg.paymentId === paymentId),
      (leg) => coveredBy(leg, lineNumber),
    ),
  ).remaining;
};

/** Whether so much is left of every component, unit and of the freight. */
export const isCovered = (account: Account, money: Money): boolean => {
  const lines = new Map(lineBalances(account).map((line) => [line.lineNumber, line]));
  return (
    money.shippingFee <= shippingFeeBalance(account).remaining &&
    merged(money.lines).every((part) => {
      const line = lines.get(part.lineNumber);
      return (
        line !== undefined &&
        part.units <= line.units.remaining &&
        COMPONENTS.every((component) => part[component] <= line[component].remaining)
      );
    })
  );
};

/** Each line once, however often it is named. */
export const merged = (lines: readonly LineAmount[]): readonly LineAmount[] =>
  [...new Set(lines.map(({ lineNumber }) => lineNumber))].map((lineNumber) =>
    lines
      .filter((line) => line.lineNumber === lineNumber)
      .reduce((sum, line) => ({
        lineNumber,
        units: sum.units + line.units,
        cash: sum.cash + line.cash,
        points: sum.points + line.points,
        merchantDiscount: sum.merchantDiscount + line.merchantDiscount,
        platformDiscount: sum.platformDiscount + line.platformDiscount,
      })),
  );

type Moved = Readonly<{ held: number; refunded: number }>;
const NOTHING: Moved = { held: 0, refunded: 0 };

const balance = (paid: number, { refunds }: Account, moved: (refund: Refund) => Moved): Balance => {
  const parts = refunds.map(moved);
  const held = total(parts.map((part) => part.held));
  const refunded = total(parts.map((part) => part.refunded));
  return { paid, held, refunded, remaining: paid - held - refunded };
};

/** Units and discounts go with the refund as a whole. */
const whole = ({ status }: Refund, amount: number): Moved => {
  if (status === 'succeeded') return { held: 0, refunded: amount };
  return HOLDING.has(status) ? { held: amount, refunded: 0 } : NOTHING;
};

/** Cash, points and freight go leg by leg; what has not gone out of a live refund is held. */
const byLegs = (refund: Refund, lineNumber: number | null, what: 'money' | 'points'): Moved => {
  const legs = refund.legs.filter(({ tender }) => (tender === 'points') === (what === 'points'));
  if (legs.length === 0 && HOLDING.has(refund.status)) return { held: asked(refund, lineNumber, what), refunded: 0 };
  return split(refund, legs, (leg) => coveredBy(leg, lineNumber));
};

const split = ({ status }: Refund, legs: readonly Leg[], amountOf: (leg: Leg) => number): Moved => {
  if (!HOLDING.has(status) && status !== 'succeeded') return NOTHING;
  const gone = legs.filter((leg) => leg.status === 'succeeded');
  const waiting = legs.filter((leg) => leg.status !== 'succeeded');
  return { held: total(waiting.map(amountOf)), refunded: total(gone.map(amountOf)) };
};

const coveredBy = ({ covers }: Leg, lineNumber: number | null): number =>
  total(covers.filter((cover) => cover.lineNumber === lineNumber).map(({ amount }) => amount));

const asked = ({ money }: Refund, lineNumber: number | null, what: 'money' | 'points'): number => {
  if (lineNumber === null) return what === 'money' ? money.shippingFee : 0;
  return total(
    money.lines
      .filter((line) => line.lineNumber === lineNumber)
      .map((line) => (what === 'money' ? line.cash : line.points)),
  );
};

const partOf = ({ money }: Refund, lineNumber: number) => {
  const parts = money.lines.filter((line) => line.lineNumber === lineNumber);
  return {
    units: total(parts.map(({ units }) => units)),
    merchantDiscount: total(parts.map(({ merchantDiscount }) => merchantDiscount)),
    platformDiscount: total(parts.map(({ platformDiscount }) => platformDiscount)),
  };
};

const lineOf = ({ order }: Account, lineNumber: number) => order?.lines.find((line) => line.lineNumber === lineNumber);
