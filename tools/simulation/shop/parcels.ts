import type { ParcelStatus } from '@amends/contracts';
import type { Purchase } from './purchase';
import type { Scene, Story } from './scene';
import type { Ticket } from './teller';

/** The way back of a ticket's goods: fetched at the door, or sent by the buyer himself; sometimes nobody tells of it. */
export function* parcelOf(scene: Scene, order: Purchase, ticket: Ticket): Story {
  const { dice } = scene;
  if (dice.chance(0.1)) return;
  const freight = dice.whole(1, 3000);
  if (dice.chance(0.6)) {
    tell(scene, order, ticket, 'return.pickup_booked', 'pickup_booked');
    yield;
    tell(scene, order, ticket, 'return.picked_up', 'picked_up', { freight, weightGrams: null });
  } else {
    tell(scene, order, ticket, 'return.shipped', 'shipped');
    yield;
    tell(scene, order, ticket, 'return.tracking_updated', 'in_transit', { first: true, event: 'in_transit' });
  }
  yield;
  tell(scene, order, ticket, 'return.signed', 'signed', { first: false });
  yield;
}

const FETCHED: ReadonlySet<string> = new Set(['return.pickup_booked', 'return.picked_up']);

const tell = (
  { teller }: Scene,
  order: Purchase,
  ticket: Ticket,
  type: string,
  status: ParcelStatus,
  more: object = {},
): void =>
  teller.tell(type, {
    ...teller.factsOf(order),
    afterSaleId: ticket.id,
    pickupId: null,
    method: FETCHED.has(type) ? 'pickup' : 'self_ship',
    carrier: 'ACME',
    trackingNumber: `T${ticket.id}`,
    status,
    at: teller.stage.now,
    ...more,
  });
