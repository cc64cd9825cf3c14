import type { Subscription } from '@amends/platform/messaging';
import { afterSalesReactions } from './after-sales';
import { refundsReactions } from './refunds';

/** What orders hears: tickets on its lines, and what goes back of the freight. */
export const subscription: Subscription = {
  group: 'orders',
  topics: ['after-sales', 'refunds'],
  reactions: [...afterSalesReactions, ...refundsReactions],
};
