import { total } from '@amends/kernel';
import type { CaseState } from '../case/case';
import { goodsOwed } from '../case/goods-ahead';
import { isEnded } from '../case/holding';
import type { OwedGoods } from './goods-out';

/**
 * What a change of a case has done to the goods that its buyer owes (states.md X9), each with all that is owed from now on:
 * from the approval by which they go ahead to the end of the exchange. Refused units are owed under the exchange they are of.
 */
export const changedGoodsOut = (
  before: Pick<CaseState, 'tickets'>,
  after: Pick<CaseState, 'tickets'>,
): readonly OwedGoods[] => {
  const [was, is] = [owedOf(before), owedOf(after)];
  const settled = was
    .filter(({ afterSaleId }) => !is.some((each) => each.afterSaleId === afterSaleId))
    .map(({ afterSaleId }) => ({ afterSaleId, amount: 0 }));
  const changed = is.filter(
    ({ afterSaleId, amount }) => was.find((each) => each.afterSaleId === afterSaleId)?.amount !== amount,
  );
  return [...settled, ...changed];
};

const owedOf = ({ tickets }: Pick<CaseState, 'tickets'>): readonly OwedGoods[] => {
  const ahead = tickets
    .filter((ticket) => ticket.type === 'exchange' && ticket.course === 'ahead' && !isEnded(ticket))
    .map((ticket) => ({ afterSaleId: ticket.parentId ?? ticket.id, amount: goodsOwed(ticket).amount }));
  return [...new Set(ahead.map(({ afterSaleId }) => afterSaleId))].map((afterSaleId) => ({
    afterSaleId,
    amount: total(ahead.filter((each) => each.afterSaleId === afterSaleId).map(({ amount }) => amount)),
  }));
};
