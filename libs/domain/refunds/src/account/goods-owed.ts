import type { OrderFacts } from '@amends/contracts';
import type { Minor } from '@amends/kernel';
import type { FastRefund } from '../fast-refund/fast-refund';
import { fastRefundLife } from '../fast-refund/transitions';
import { fastRefundOf } from './account';
import { tell, type Story } from './story';

type Ticket = Readonly<{ order: Omit<OrderFacts, 'occurredAt'>; afterSaleId: string }>;

/** X9: the replacement goes first; what the goods are worth counts towards what may be out for the buyer. Once per ticket. */
export const oweGoods = (story: Story, command: Ticket & Readonly<{ amount: Minor }>): Story => {
  const stage = fastRefundOf(story.account, command.afterSaleId)?.stage ?? 'none';
  if (!fastRefundLife.permits(stage, 'owe')) return story;
  return tell(story, { type: 'account.goods_owed', data: { ...factsOf(story, command), amount: command.amount } });
};

/** The goods are back, or are not owed any more: with `amount` null all that is left of them. */
export const noteGoodsBack = (story: Story, command: Ticket & Readonly<{ amount: Minor | null }>): Story => {
  const fast = fastRefundOf(story.account, command.afterSaleId);
  if (fast === undefined || !owes(fast)) return story;
  const amount = Math.min(fast.goodsOwed, command.amount ?? fast.goodsOwed);
  const facts = { ...factsOf(story, command), afterSaleId: fast.afterSaleId };
  return tell(story, { type: 'account.goods_back', data: { ...facts, amount } });
};

/** The buyer keeps both: what the goods are worth is money that he owes, under an id of its own (rulings.md 4.10). */
export const noteGoodsKept = (story: Story, command: Ticket & Readonly<{ amount: Minor; refundId: string }>): Story => {
  const fast = fastRefundOf(story.account, command.afterSaleId);
  if (fast === undefined || !owes(fast)) return story;
  const { refundId } = command;
  const amount = Math.min(fast.goodsOwed, command.amount);
  return tell(story, { type: 'recovery.started', data: { ...factsOf(story, command), refundId, amount, goods: true } });
};

const owes = ({ stage, goodsOwed }: FastRefund): boolean => stage === 'owed' && goodsOwed > 0;

const factsOf = ({ at }: Story, { order, afterSaleId }: Ticket) => ({ ...order, occurredAt: at, afterSaleId });
