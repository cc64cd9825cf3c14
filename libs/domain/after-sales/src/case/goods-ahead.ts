import { amountOf, NO_AMOUNT, type GoodsOwed } from '@amends/contracts';
import { hurdlesOfGoods } from '../policy/fast-exchange';
import type { Asked } from './commands';
import type { Trigger } from './life';
import { rowOf } from './life-of';
import { factsOf, type Story } from './story';
import type { Ticket } from './ticket';
import { startDeadline } from './waiting';
import { bookWished } from './wished-pickup';

/**
 * Whether the replacement goes first (X9, rulings.md 4.10): the merchant had promised it, and the price of the goods may be
 * advanced to the buyer. Goods that cost no cash are not: there would be nothing to ask for.
 */
export const mayGoAhead = (ticket: Ticket, { advanceLimit = 0 }: Pick<Asked, 'advanceLimit'>): boolean => {
  const { type, course, status, fastExchange: promised, priceDifference } = ticket;
  const { amount: worth } = goodsOwed(ticket);
  const isReviewed = status === 'pending_merchant_review' || status === 'merchant_rejected';
  const fits =
    hurdlesOfGoods({ promised, worth, otherPrice: priceDifference !== null }).length === 0 && worth <= advanceLimit;
  return type === 'exchange' && course === 'ordinary' && isReviewed && fits;
};

/** What the goods of a ticket are worth in cash, minor units. */
export const goodsOwed = ({ money }: Pick<Ticket, 'money'>): GoodsOwed => ({ amount: amountOf(money).cash });

/** What the end of a ticket says where the buyer keeps the goods beside what replaced them. */
export const keptBoth = (ticket: Ticket): Readonly<{ advance?: GoodsOwed }> =>
  owesGoods(ticket) ? { advance: goodsOwed(ticket) } : {};

const owesGoods = ({ type, course }: Ticket): boolean => type === 'exchange' && course === 'ahead';

/** What was sent first has come: from now on the goods are awaited. Nothing, and false, where they came first. */
export const askForGoods = (telling: Story, ticket: Ticket, on: Trigger, by: 'buyer' | 'system'): boolean => {
  const row = rowOf(ticket, on, by, 'replacement.received');
  if (row === undefined) return false;
  telling.tell({ type: 'replacement.received', data: { ...factsOf(telling, ticket, { status: row.to }), by } });
  startDeadline(telling, ticket);
  bookWished(telling, ticket);
  return true;
};

/** The goods that were owed are back, or lost by no fault of the buyer: nothing is owed any more, and no money moves. */
export const settleGoods = (telling: Story, ticket: Ticket): boolean => {
  const now = telling.latest(ticket);
  const row = rowOf(now, 'goods_settled', 'system', 'after_sale.completed');
  if (row === undefined) return false;
  telling.tell({
    type: 'after_sale.completed',
    data: {
      ...factsOf(telling, now, { status: row.to }),
      ...{ refunded: [], amount: NO_AMOUNT, refundId: null },
      advance: goodsOwed(now),
    },
  });
  startDeadline(telling, ticket);
  return true;
};
