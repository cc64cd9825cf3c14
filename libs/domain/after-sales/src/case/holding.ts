import { stageOf, type AfterSaleType } from '@amends/contracts';
import { between, total, type Instant, type Minor } from '@amends/kernel';
import { earliest, type UnitsSince } from '../policy/receipts';
import type { Ticket } from './ticket';

/** Types that end with goods in the buyer's hands: what they set aside is free again then, not given back. */
export const endsWithGoods = (type: AfterSaleType): boolean =>
  type === 'exchange' || type === 'reissue' || type === 'repair';

/** Nothing more is expected to happen to it. */
export const isEnded = ({ status }: Pick<Ticket, 'status'>): boolean => stageOf(status) !== 'open';

/** Its money has gone back: completed, or ended after an advance that still stands. */
export const isPaid = (ticket: Ticket): boolean =>
  (ticket.status === 'completed' && !endsWithGoods(ticket.type)) || (isEnded(ticket) && hasSucceeded(ticket));

/** Some refund of the ticket has succeeded and was not taken back. */
export const hasSucceeded = ({ refunds }: Ticket): boolean => refunds.some(({ status }) => status === 'succeeded');

/** Whether its units and money are set aside or gone (rulings.md 1.5). */
export const holds = (ticket: Ticket): boolean => !isEnded(ticket) || isPaid(ticket);

/** When the units of a line that the ticket sets aside had come to the buyer; those that were on their way are in none. */
export const receiptsOf = ({ receipts, money }: Ticket, lineNumber: number): readonly UnitsSince[] =>
  earliest(
    receipts
      .filter((receipt) => receipt.lineNumber === lineNumber)
      .map(({ lineNumber: _ofThisLine, ...receipt }) => receipt),
    money.lines.reduce((sum, line) => sum + (line.lineNumber === lineNumber ? line.units : 0), 0),
  );

/** How long a repair has kept the goods from the buyer until `at`, in milliseconds: so long their warranty stands still. */
export const repairMsOf = ({ repairMs, goodsLeftAt }: Ticket, at: Instant): number =>
  repairMs + (goodsLeftAt === null ? 0 : Math.max(0, between(goodsLeftAt, at)));

/**
 * The cash of a line that has gone back because what an exchange brought costs less, or is on its way: nobody else gets it,
 * and it is owed until it has come. Minor units; never more than the units were worth.
 */
export const differencePaidBack = (ticket: Ticket, lineNumber: number): Minor =>
  ticket.status === 'completed' ? differenceOwed(ticket, lineNumber) : 0;

/** The cash of a line that goes back when the exchange is done. */
export const differenceOwed = ({ type, priceDifference, money }: Ticket, lineNumber: number): Minor => {
  if (type !== 'exchange' || priceDifference === null) return 0;
  const own = priceDifference.units.filter((part) => part.lineNumber === lineNumber);
  const worth = money.lines.find((line) => line.lineNumber === lineNumber)?.cash ?? 0;
  return Math.min(worth, total(own.map(({ units, back }) => units * back)));
};
