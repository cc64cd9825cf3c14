import type { LineAmount, Money } from '@amends/contracts';
import { spread, total, type Minor } from '@amends/kernel';
import { worthOf, type LineStanding } from '../policy/standing';
import { standingOf } from '../policy/standing-of-case';
import type { OpenedCase } from './case';
import type { Offer, Ticket } from './ticket';

/** The most that may be offered in minor units: all the cash of the ticket's lines that no other ticket asks for (rulings.md 3.3). */
export const mostToOffer = (state: OpenedCase, ticket: Ticket): Minor =>
  total(linesOf(state, ticket).map(({ line }) => line.left.cash));

/**
 * What an agreed offer sets aside. A compensation takes cash alone and leaves the units; of what is given back with its
 * units only the cash is as agreed, first out of their own, then of what else the lines have (rulings.md 1.7, 3.3).
 */
export const agreedMoney = (state: OpenedCase, ticket: Ticket, { type, amount }: Offer): Money => {
  const lines = linesOf(state, ticket);
  const worth = lines.map(({ line, quantity }): LineAmount => worthOf(line, type === 'compensation' ? 0 : quantity));
  const own = spread(
    amount,
    worth.map(({ cash }) => cash),
  );
  const besides = spread(
    amount - total(own),
    lines.map(({ line }, index) => line.left.cash - (worth[index]?.cash ?? 0)),
  );
  const amounts = worth.map((line, index) => ({ ...line, cash: (own[index] ?? 0) + (besides[index] ?? 0) }));
  return { lines: type === 'compensation' ? amounts.filter(({ cash }) => cash > 0) : amounts, shippingFee: 0 };
};

const linesOf = (
  { order, tickets }: OpenedCase,
  ticket: Ticket,
): readonly Readonly<{ line: LineStanding; quantity: number }>[] => {
  const standing = standingOf(order, tickets, ticket);
  return ticket.lines.flatMap(({ lineNumber, quantity }) => {
    const line = standing.lines.find((each) => each.lineNumber === lineNumber);
    return line === undefined ? [] : [{ line, quantity }];
  });
};
