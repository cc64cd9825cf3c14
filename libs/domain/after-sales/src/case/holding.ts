import { stageOf, type AfterSaleType } from '@amends/contracts';
import { between, type Instant } from '@amends/kernel';
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
