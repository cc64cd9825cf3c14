import type { PriceChanged } from '@amends/contracts';
import { skuDecider } from '@amends/domain/after-sales';
import { handle } from '@amends/platform/event-store';
import { reaction } from '@amends/platform/messaging';
import { skuAggregate, skuStreamOf } from '../application/streams';

/** What shops announce of their SKUs is kept here, so that price protection and exchanges are decided without asking. */
export const announcements = reaction<PriceChanged>({
  type: 'price.changed',
  streams: ({ merchantId, sku }) => [{ aggregate: skuAggregate, streamId: skuStreamOf(merchantId, sku) }],
  handle: async ({ data }, unit) => {
    await handle(unit, skuDecider, skuStreamOf(data.merchantId, data.sku), { type: 'HearAnnouncement', data });
  },
});
