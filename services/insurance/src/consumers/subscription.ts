import type { Subscription } from '@amends/platform/messaging';
import { orderReactions } from './orders';
import { parcelReactions } from './parcels';
import { ticketReactions } from './tickets';

/** What insurance hears: orders that wish it, tickets, and the parcels of their goods. */
export const subscription: Subscription = {
  group: 'insurance',
  topics: ['orders', 'after-sales', 'pickups'],
  reactions: [...orderReactions, ...ticketReactions, ...parcelReactions],
};
