import type { Charge } from '@amends/contracts';
import type { Purchase } from './purchase';
import { ask, completed, NO_MONEY, submitted, type Scene, type Story } from './scene';

/** A repair that the buyer has paid beside his order; where it comes to nothing its price goes back, but only once. */
export function* repair(scene: Scene, order: Purchase): Story {
  const { dice, teller, records } = scene;
  const ticket = teller.ticket('repair', NO_MONEY);
  submitted(scene, order, ticket);
  yield;
  const charge: Charge = { paymentId: `charge-${ticket.id}`, amount: dice.whole(1, 9000) };
  records.charges.push({ ...charge, orderId: order.paid.orderId });
  const { currency } = order.paid;
  teller.tellOf(order, ticket, 'charge.captured', 'in_repair', { ...charge, currency });
  yield;
  if (dice.chance(0.4)) {
    completed(scene, order, ticket);
    return;
  }
  ask(scene, order, ticket, { money: NO_MONEY, charge });
  yield;
  if (dice.chance(0.2)) ask(scene, order, ticket, { money: NO_MONEY, charge });
  yield;
  completed(scene, order, ticket);
}
