import { total, type Aggregate, type Decider, type Instant, type Message, type Minor } from '@amends/kernel';

/** What the goods are worth that a buyer owes for one exchange, in minor units. */
export type OwedGoods = Readonly<{ afterSaleId: string; amount: Minor }>;

/**
 * What one buyer has been sent ahead, as this service has just decided it. Refunds counts the same towards what may be out
 * for the buyer, but hears of it a moment later: until it has, this is what keeps approvals at one instant apart.
 */
export type GoodsOut = Readonly<{ owed: readonly OwedGoods[] }>;

/** The goods of the ticket are worth so much; with 0 none are owed any more. */
export type GoodsOutCommand = Message<'Owe', OwedGoods & { buyerId: string; at: Instant }>;
export type GoodsOutEvent = Message<'goods_out.owed', OwedGoods & { buyerId: string; at: Instant }>;

export const NOTHING_OUT: GoodsOut = { owed: [] };

/** What of it nobody has counted yet who names these tickets; minor units. */
export const uncounted = ({ owed }: GoodsOut, counted: readonly string[]): Minor =>
  total(owed.filter(({ afterSaleId }) => !counted.includes(afterSaleId)).map(({ amount }) => amount));

const evolve = ({ owed }: GoodsOut, { data: { afterSaleId, amount } }: GoodsOutEvent): GoodsOut => {
  const others = owed.filter((each) => each.afterSaleId !== afterSaleId);
  return { owed: amount > 0 ? [...others, { afterSaleId, amount }] : others };
};

/** One stream per buyer. */
export const goodsOutAggregate: Aggregate<GoodsOut, GoodsOutEvent> = {
  category: 'goods_out',
  revision: 1,
  initialState: NOTHING_OUT,
  evolve,
};

/** What has been decided of a ticket is never refused. */
export const goodsOutDecider: Decider<GoodsOut, GoodsOutCommand, GoodsOutEvent, never> &
  Readonly<{ aggregate: Aggregate<GoodsOut, GoodsOutEvent> }> = {
  initialState: NOTHING_OUT,
  decide: ({ data }) => [{ type: 'goods_out.owed', data }],
  evolve,
  aggregate: goodsOutAggregate,
};
