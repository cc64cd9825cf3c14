import type { Subscription } from '@amends/platform/messaging';
import { afterSalesReactions } from './after-sales';
import { parcelReactions } from './parcels';
import { refundsReactions } from './refunds';

/** What orders hears: tickets on its lines, what goes back of the freight, and, on its own topic, what carriers have stopped. */
export const subscription: Subscription = {
  group: 'orders',
  topics: ['after-sales', 'refunds', 'orders'],
  reactions: [...afterSalesReactions, ...refundsReactions, ...parcelReactions],
};
