import { FACT_TOPICS } from '@amends/contracts';
import type { Subscription } from '@amends/platform/messaging';
import { advancesProjection } from './advances-projection';
import { booksProjection } from './books-projection';
import { feedProjection } from './feed-projection';
import { fundProjection } from './fund-projection';

/** What integrations hears: every fact of every service. */
export const subscription: Subscription = {
  group: 'integrations',
  topics: FACT_TOPICS,
  reactions: [],
  projections: [feedProjection, booksProjection, advancesProjection, fundProjection],
};
