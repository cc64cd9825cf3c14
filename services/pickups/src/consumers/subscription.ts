import type { Subscription } from '@amends/platform/messaging';
import { asked } from './asked';
import { tickets } from './tickets';

/** What pickups hears: what after-sales asks of it, tickets that end, and wishes to stop outward parcels. */
export const subscription: Subscription = {
  group: 'pickups',
  topics: ['pickups.commands', 'after-sales', 'orders'],
  reactions: [...asked, ...tickets],
};
