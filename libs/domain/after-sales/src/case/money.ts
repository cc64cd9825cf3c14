import {
  amountOf,
  type AfterSaleType,
  type Amount,
  type LineAmount,
  type Money,
  type Phase,
  type RefundKind,
  type Responsibility,
} from '@amends/contracts';
import { shareOfRemaining, total, type Minor } from '@amends/kernel';
import { holds, isEnded } from './holding';
import type { OrderReplica } from './case';
import type { Ticket } from './ticket';

/** What freight is decided by: the ticket's kind and the units it takes. `id` may be unused yet. */
export type FreightClaim = Readonly<{
  id: string;
  type: AfterSaleType;
  phase: Phase;
  responsibility: Responsibility;
  lines: readonly Pick<LineAmount, 'lineNumber' | 'units'>[];
}>;

/**
 * The freight that goes back with these units, in minor units (money.md 4a and 4d): all that is left of it with the order's
 * last unit, where nothing was ever shipped, or where the merchant is to blame for a return. Units that other tickets
 * have taken for good count as gone; units under review do not (rulings.md 5.6).
 */
export const freightOf = (order: OrderReplica, tickets: readonly Ticket[], claim: FreightClaim): Minor => {
  const nothingShipped = order.lines.every(({ shipped }) => shipped === 0);
  const goesBack =
    (claim.type === 'refund_only' && claim.phase === 'unshipped' && nothingShipped) ||
    (claim.type === 'return_refund' && claim.responsibility === 'merchant');
  if (!goesBack) return 0;

  const others = tickets.filter((ticket) => ticket.id !== claim.id && holds(ticket));
  const settled = others.filter((ticket) => isEnded(ticket) || ticket.approved !== null);
  const taken = [claim.lines, ...settled.map(({ money }) => money.lines)].flat();
  const isLast = order.lines
    .filter(({ paid }) => paid.cash + paid.points > 0)
    .every(({ lineNumber, quantity }) => unitsOf(lineNumber, taken) >= quantity);
  return isLast ? Math.max(0, order.shippingFee - total(others.map(({ money }) => money.shippingFee))) : 0;
};

const unitsOf = (lineNumber: number, amounts: FreightClaim['lines']): number =>
  amounts.reduce((sum, amount) => sum + (amount.lineNumber === lineNumber ? amount.units : 0), 0);

/** What a ticket would be paid if its money were fixed now. Goodwill keeps the freight it was opened for. */
export const moneyNow = (
  order: OrderReplica,
  tickets: readonly Ticket[],
  ticket: Ticket,
  lines: readonly LineAmount[],
): Money => ({
  lines,
  shippingFee:
    ticket.component === 'shipping_fee' ? ticket.money.shippingFee : freightOf(order, tickets, { ...ticket, lines }),
});

/** What is asked for, as shown: amounts of lines, and the freight that would go with them. */
export const requestedOf = (lines: readonly LineAmount[], shippingFee: Minor): Amount =>
  amountOf({ lines, shippingFee });

/** Splits what is set aside for units into what so many accepted ones take and the rest (money.md rule 2). */
export const splitOf = (
  amount: LineAmount,
  accepted: number,
): Readonly<{ accepted: LineAmount; contested: LineAmount }> => {
  const share = (component: Minor): Minor => (accepted === 0 ? 0 : shareOfRemaining(component, accepted, amount.units));
  const part: LineAmount = {
    lineNumber: amount.lineNumber,
    units: accepted,
    cash: share(amount.cash),
    points: share(amount.points),
    merchantDiscount: share(amount.merchantDiscount),
    platformDiscount: share(amount.platformDiscount),
  };
  const rest: LineAmount = {
    lineNumber: amount.lineNumber,
    units: amount.units - part.units,
    cash: amount.cash - part.cash,
    points: amount.points - part.points,
    merchantDiscount: amount.merchantDiscount - part.merchantDiscount,
    platformDiscount: amount.platformDiscount - part.platformDiscount,
  };
  return { accepted: part, contested: rest };
};

/** How refunds books the money of a type. */
export const refundKindOf = (type: AfterSaleType): Exclude<RefundKind, 'fast'> => {
  switch (type) {
    case 'compensation':
      return 'goodwill';
    case 'price_protection':
      return 'price_protection';
    case 'refund_only':
    case 'return_refund':
    case 'exchange':
    case 'reissue':
    case 'repair':
      return 'normal';
  }
};
