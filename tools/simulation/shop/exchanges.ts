import { someUnits } from './money-only';
import { putBack, setAside, type Purchase } from './purchase';
import { completed, submitted, type Scene, type Story } from './scene';

/** The replacement goes first: until the goods are back the buyer owes them, and if he keeps both he owes their price. */
export function* fastExchange(scene: Scene, order: Purchase): Story {
  const { dice, teller, records } = scene;
  const line = someUnits(scene, order);
  if (line === undefined || line.cash === 0) return;
  const money = { lines: [line], shippingFee: 0 };
  setAside(order, money);
  const ticket = teller.ticket('exchange', money);
  submitted(scene, order, ticket);
  yield;
  const advance = { amount: line.cash };
  const record: (typeof records.goods)[number] = { afterSaleId: ticket.id, worth: line.cash, kept: null };
  records.goods.push(record);
  teller.tellOf(order, ticket, 'after_sale.approved', 'awaiting_merchant_shipment', { by: 'merchant', money, advance });
  yield;
  const end = dice.next();
  if (end < 0.4) completed(scene, order, ticket, { advance });
  else if (end < 0.5) {
    // Nothing could be sent after all: the buyer owes nothing, and may ask for his money like anybody.
    const from = { type: 'exchange', phase: 'received' };
    teller.tellOf(order, ticket, 'after_sale.type_changed', 'refunding', {
      from,
      because: 'out_of_stock',
      shipment: null,
    });
    putBack(order, money);
  } else {
    record.kept = line.cash;
    if (end < 0.75)
      teller.tellOf(order, ticket, 'after_sale.closed', 'closed', { closeReason: 'buyer_ship_timeout', advance });
    else teller.tellOf(order, ticket, 'after_sale.cancelled', 'cancelled_by_buyer', { advance });
  }
}
