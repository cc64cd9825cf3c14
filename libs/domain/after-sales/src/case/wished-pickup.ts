import { orderFacts, type Story } from './story';
import type { Ticket } from './ticket';
import { pause } from './waiting';

/** The courier comes by himself, if he was wished for (rulings.md 6.8): in the slot given or the earliest, to the address given or the order's. */
export const bookWished = (telling: Story, ticket: Ticket): void => {
  const { pickupWish } = telling.latest(ticket);
  if (pickupWish === null) return;
  const { pickupId } = telling.asked.fresh;
  const { slot } = pickupWish;
  telling.tell({
    type: 'pickup.book',
    data: {
      ...orderFacts(telling),
      afterSaleId: ticket.id,
      pickupId,
      address: pickupWish.address ?? telling.now().order.shippingAddress,
      slot,
      carrier: null,
      automatic: true,
    },
  });
  telling.tell({
    type: 'case.pickup_asked',
    data: {
      afterSaleId: ticket.id,
      at: telling.asked.at,
      parcel: { method: 'pickup', status: 'pickup_booked', pickupId, slot },
    },
  });
  pause(telling, ticket, 'pickup');
};
