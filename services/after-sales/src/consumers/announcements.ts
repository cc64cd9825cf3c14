import type { PriceChanged } from '@amends/contracts';
import { skuDecider, stockDecider } from '@amends/domain/after-sales';
import { handle } from '@amends/platform/event-store';
import { reaction } from '@amends/platform/messaging';
import { skuAggregate, skuStreamOf, stockAggregate, stockStreamOf } from '../application/streams';

/** What shops announce of their SKUs is kept here, so that price protection and exchanges are decided without asking. */
export const announcements = reaction<PriceChanged>({
  type: 'price.changed',
  streams: ({ merchantId, sku }) => [
    { aggregate: skuAggregate, streamId: skuStreamOf(merchantId, sku) },
    { aggregate: stockAggregate, streamId: stockStreamOf(merchantId, sku) },
  ],
  handle: async ({ data }, unit) => {
    const { merchantId, sku, available, effectiveAt: from } = data;
    await handle(unit, skuDecider, skuStreamOf(merchantId, sku), { type: 'HearAnnouncement', data });
    const count = { type: 'Count', data: { available, from, at: unit.now } } as const;
    await handle(unit, stockDecider, stockStreamOf(merchantId, sku), count);
  },
});
