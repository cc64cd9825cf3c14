import type { Money } from '@amends/contracts';
import { someUnits } from './money-only';
import { parcelOf } from './parcels';
import { areLast, parted, putBack, setAside, type Purchase } from './purchase';
import { ask, completed, submitted, type Scene, type Story } from './scene';
import type { Ticket } from './teller';

/** Goods go back, or not at all; and are taken, refused, or taken in part. Money may come when the carrier has them. */
export function* goodsBack(scene: Scene, order: Purchase): Story {
  const { dice, teller } = scene;
  const line = someUnits(scene, order);
  if (line === undefined) return;
  const merchantsFault = dice.chance(0.3);
  // The merchant has sent what was wrong, and all of it comes back: he bears the freight, too.
  const shippingFee = merchantsFault && areLast(order, line) ? order.freight.left : 0;
  const money = { lines: [line], shippingFee };
  setAside(order, money);
  const ticket = teller.ticket('return_refund', money, { merchantsFault });
  submitted(scene, order, ticket);
  yield;
  teller.tellOf(order, ticket, 'after_sale.approved', 'awaiting_buyer_shipment', { by: 'merchant', money });
  yield;
  if (dice.chance(0.12)) {
    putBack(order, money);
    teller.tellOf(order, ticket, 'after_sale.cancelled', 'cancelled_by_buyer');
    return;
  }
  const parcel = parcelOf(scene, order, ticket);
  // Pickups and after-sales are two topics: nothing keeps their order but the story itself.
  if (dice.chance(0.3)) scene.begin(`parcel of ${ticket.id}`, parcel);
  else yield* parcel;
  yield* endOf(scene, order, ticket);
}

function* endOf(scene: Scene, order: Purchase, ticket: Ticket): Story {
  const { teller } = scene;
  const end = scene.dice.next();
  if (end < 0.07)
    // The carrier takes his word back. Goods that were never under way are the buyer's, like the money.
    teller.tellOf(order, ticket, 'after_sale.closed', 'closed', { closeReason: 'scan_revoked' });
  else if (end < 0.3) {
    teller.tellOf(order, ticket, 'return.rejected', 'inspection_rejected');
    yield;
    yield* verdict(scene, order, ticket);
  } else if (end < 0.55 && (ticket.money.lines[0]?.units ?? 0) > 1) yield* inPart(scene, order, ticket);
  else {
    ask(scene, order, ticket, { money: ticket.money });
    yield;
    completed(scene, order, ticket);
  }
}

/** Some units are taken, the others move to a ticket of their own, with the freight that the last of them brings back. */
function* inPart(scene: Scene, order: Purchase, ticket: Ticket): Story {
  const { dice, teller } = scene;
  const [line] = ticket.money.lines;
  if (line === undefined) return;
  const [taken, refused] = parted(line, dice.whole(1, line.units - 1));
  const money = { lines: [refused], shippingFee: ticket.money.shippingFee };
  const child = teller.ticket(ticket.type, money, { parentId: ticket.id });
  teller.tellOf(order, ticket, 'return.partially_received', 'refunding', {
    childId: child.id,
    inspection: [],
    evidenceIds: [],
  });
  yield;
  submitted(scene, order, child);
  yield;
  ask(scene, order, ticket, { money: { lines: [taken], shippingFee: 0 } });
  yield;
  completed(scene, order, ticket);
  yield;
  yield* verdict(scene, order, child);
}

/** The platform judges about refused goods, or both have agreed on a part of the money. */
function* verdict(scene: Scene, order: Purchase, ticket: Ticket): Story {
  const { dice, teller } = scene;
  const disputeId = teller.id('dsp');
  const end = dice.next();
  if (end < 0.4) {
    const about = { winner: 'merchant', money: ticket.money, disputeId };
    teller.tellOf(order, ticket, 'after_sale.verdict_applied', 'closed', about);
    yield;
    teller.tellOf(order, ticket, 'after_sale.closed', 'closed', { closeReason: 'verdict_merchant' });
    return;
  }
  const money = end < 0.8 ? ticket.money : someOf(scene, ticket.money);
  const about = { winner: 'buyer', money, disputeId };
  if (end < 0.8) teller.tellOf(order, ticket, 'after_sale.verdict_applied', 'refunding', about);
  else teller.tellOf(order, ticket, 'dispute.mediated', 'refunding', { money, disputeId, number: 1 });
  yield;
  ask(scene, order, ticket, { money });
  yield;
  completed(scene, order, ticket);
}

/** Less cash for the same units, and no freight. */
const someOf = ({ dice }: Scene, { lines }: Money): Money => ({
  lines: lines.map((line) => ({ ...line, cash: dice.whole(0, line.cash) })),
  shippingFee: 0,
});
