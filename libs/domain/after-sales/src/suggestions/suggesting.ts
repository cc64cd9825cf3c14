import type { OrderReplica } from '../case/case';
import { needsOfGoods } from './needs-of-goods';
import { needsOfTickets } from './needs-of-tickets';
import { WEIGHTS, type Asker, type Need, type SuggestingCase, type Suggestion } from './suggestion';

/**
 * The likely next steps of a buyer, best first: from where the goods and parcels of his orders are, what has become cheaper,
 * which tickets wait for him, and whether he has done this before. Applications are only suggested where the judge of
 * applications accepts them as they are printed. `cases`: his orders, the newest first; of what is equally likely the
 * newest order's comes first.
 */
export const suggestionsFor = (cases: readonly SuggestingCase[], asker: Asker): readonly Suggestion[] =>
  cases
    .flatMap((each) => [...needsOfTickets(each, asker), ...needsOfGoods(each, asker), guide(each.known.order, asker)])
    .sort((a, b) => b.weight - a.weight)
    .map(({ weight: _notShown, ...suggestion }) => suggestion);

/** Whoever does this for the first time is shown what there is to choose from (requirement M20). */
const guide = ({ orderId, lines }: OrderReplica, { experience }: Asker): Need => {
  const title = lines[0]?.title ?? '';
  return {
    weight: experience === 'first_time' ? WEIGHTS.guideOfNewcomers : WEIGHTS.guide,
    label: { en: 'What can I do about this order?', zh: '这笔订单可以怎么处理？' },
    because: { en: `You have bought “${title}”.`, zh: `您购买了“${title}”。` },
    request: { method: 'GET', path: `/v1/orders/${orderId}/after-sale-options` },
  };
};
