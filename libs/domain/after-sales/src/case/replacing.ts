import { isRefusal, type Decision } from '@amends/kernel';
import type { CaseEvent, OpenedCase } from './case';
import type { CaseRefusal, DataOf } from './commands';
import { OBJECTION } from './evolve-ticket';
import { askForGoods } from './goods-ahead';
import { rowOf } from './life-of';
import { permitted } from './permission';
import { completeDelivery, convertToRefund } from './settling';
import { factsOf, story } from './story';
import { startDeadline } from './waiting';

type Outcome = Decision<CaseEvent, CaseRefusal>;

/** The other item, what was missing, or the repaired goods leave for the buyer (X5, I3, P11). */
export const shipReplacement = (data: DataOf<'ShipReplacement'>, state: OpenedCase): Outcome => {
  const ticket = permitted(state, { ...data, action: 'replacement_shipment' });
  if (isRefusal(ticket)) return ticket;
  const telling = story(state, data);
  const { carrier, trackingNumber } = data;
  for (const type of ['replacement.shipped', 'reissue.shipped', 'repair.sent_back'] as const) {
    const row = rowOf(ticket, 'replacement_shipment', 'merchant', type);
    if (row !== undefined)
      telling.tell({ type, data: { ...factsOf(telling, ticket, { status: row.to }), carrier, trackingNumber } });
  }
  startDeadline(telling, ticket);
  return telling.events();
};

/** The merchant has nothing to send: the price goes back at once (X6, I4). */
export const reportOutOfStock = (data: DataOf<'ReportOutOfStock'>, state: OpenedCase): Outcome => {
  const ticket = permitted(state, { ...data, action: 'out_of_stock' });
  if (isRefusal(ticket)) return ticket;
  const telling = story(state, data);
  const { explanation } = data;
  convertToRefund(telling, ticket, { on: 'out_of_stock', by: 'merchant', because: 'out_of_stock', explanation });
  return telling.events();
};

/** The buyer has it (X7, I5, P12); where it was sent first, his goods are due now (X9). */
export const confirmReceipt = (data: DataOf<'ConfirmReceipt'>, state: OpenedCase): Outcome => {
  const ticket = permitted(state, { ...data, action: 'confirm_receipt' });
  if (isRefusal(ticket)) return ticket;
  const telling = story(state, data);
  if (!askForGoods(telling, ticket, 'confirm_receipt', 'buyer'))
    completeDelivery(telling, ticket, 'confirm_receipt', 'buyer');
  return telling.events();
};

/** It did not come, or is not as agreed: the merchant looks again (X8, I6, rulings.md 4.6). What the buyer has may come back once more. */
export const object = (data: DataOf<'Object'>, state: OpenedCase): Outcome => {
  const ticket = permitted(state, { ...data, action: 'object' });
  if (isRefusal(ticket)) return ticket;
  const row = rowOf(ticket, 'object', 'buyer', 'after_sale.reopened');
  if (row === undefined) return [];
  const telling = story(state, data);
  telling.tell({
    type: 'after_sale.reopened',
    data: { ...factsOf(telling, ticket, { status: row.to }), because: OBJECTION },
  });
  telling.tell({ type: 'case.goods_home', data: { afterSaleId: ticket.id, at: data.at } });
  startDeadline(telling, ticket);
  return telling.events();
};
