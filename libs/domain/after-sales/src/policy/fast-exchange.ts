import { total, type Minor } from '@amends/kernel';
import type { Judgement } from './application';
import type { FastRefundAnswer } from './option';

/** What is known of an exchange where somebody asks whether its replacement may go first (states.md X9, rulings.md 4.10). */
export type GoodsAhead = Readonly<{
  /** The merchant has promised it. */
  promised: boolean;
  /** What the goods that would be owed are worth in cash, minor units. */
  worth: Minor;
  /** It costs more or less than they do. */
  otherPrice: boolean;
}>;

/**
 * `not_offered`: the merchant has not promised it; `nothing_owed`: goods that cost no cash are nothing to ask for;
 * `other_price`: what is paid, or paid back, waits for the goods.
 */
export type GoodsAheadRefusal = 'not_offered' | 'nothing_owed' | 'other_price';

/** Why the goods may not go ahead, whoever the buyer is. */
export const hurdlesOfGoods = ({ promised, worth, otherPrice }: GoodsAhead): readonly GoodsAheadRefusal[] => {
  const hurdles: readonly (readonly [GoodsAheadRefusal, boolean])[] = [
    ['not_offered', !promised],
    ['nothing_owed', worth <= 0],
    ['other_price', otherPrice],
  ];
  return hurdles.filter(([, stands]) => stands).map(([code]) => code);
};

/** What an application is told before: the same answer that its approval would find now, with every reason why not. */
export const fastExchangeOf = (
  { fastExchange: promised, setAside, pricedUnits }: Pick<Judgement, 'fastExchange' | 'setAside' | 'pricedUnits'>,
  ofBuyer: (worth: Minor) => FastRefundAnswer,
): FastRefundAnswer => {
  const worth = total(setAside.map(({ cash }) => cash));
  const because = hurdlesOfGoods({ promised, worth, otherPrice: pricedUnits.length > 0 });
  return because.length > 0 ? { eligible: false, because } : ofBuyer(worth);
};
