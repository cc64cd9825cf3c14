import { total, type Minor } from '@amends/kernel';
import type { Judgement } from './application';
import type { FastRefundAnswer } from './options';

/** What is known of an exchange where somebody asks whether its replacement may go first (states.md X9, rulings.md 4.10). */
export type GoodsAhead = Readonly<{
  /** The merchant has promised it. */
  promised: boolean;
  /** What the goods that would be owed are worth in cash, minor units. */
  worth: Minor;
}>;

/** `not_offered`: the merchant has not promised it; `nothing_owed`: goods that cost no cash are nothing to ask for. */
export type GoodsAheadRefusal = 'not_offered' | 'nothing_owed';

/** Why the goods may not go ahead, whoever the buyer is. */
export const hurdlesOfGoods = ({ promised, worth }: GoodsAhead): readonly GoodsAheadRefusal[] => {
  const hurdles: readonly (readonly [GoodsAheadRefusal, boolean])[] = [
    ['not_offered', !promised],
    ['nothing_owed', worth <= 0],
  ];
  return hurdles.filter(([, stands]) => stands).map(([code]) => code);
};

/** What an application is told before: the same answer that its approval would find now, with every reason why not. */
export const fastExchangeOf = (
  { fastExchange: promised, setAside }: Pick<Judgement, 'fastExchange' | 'setAside'>,
  ofBuyer: (worth: Minor) => FastRefundAnswer,
): FastRefundAnswer => {
  const worth = total(setAside.map(({ cash }) => cash));
  const because = hurdlesOfGoods({ promised, worth });
  return because.length > 0 ? { eligible: false, because } : ofBuyer(worth);
};
