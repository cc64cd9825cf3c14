import type { GoodwillGiver } from '@amends/contracts';
import {
  caseDecider,
  denialAggregate,
  goodsOutAggregate,
  merchantAggregate,
  skuAggregate,
  stockAggregate,
  type Asked,
} from '@amends/domain/after-sales';
import { uuidOf, type Instant } from '@amends/kernel';
import type { Actor, Unit } from '@amends/platform/event-store';
import { createHash } from 'node:crypto';

/** The streams of this service: one case per order, one set of terms per merchant, one replica and one stock per SKU of a merchant, one of the goods that each buyer was sent ahead, one budget per giver of goodwill and currency, one count of complaints per buyer, one of the denied applications on each order. */
export const caseAggregate = caseDecider.aggregate;
export { denialAggregate, goodsOutAggregate, merchantAggregate, skuAggregate, stockAggregate };

/** The stream of an order's case; undefined for what is no id of an order. */
export const caseStreamOf = (orderId: string): string | undefined => uuidOf(orderId, 'ord');

/** The stream of a merchant's terms: merchants are named by the shop, so their stream is named by a hash. */
export const merchantStreamOf = (merchantId: string): string => streamNamed(`merchant\n${merchantId}`);

/** The stream of what a merchant has announced of a SKU. */
export const skuStreamOf = (merchantId: string, sku: string): string =>
  streamNamed(JSON.stringify(['sku', merchantId, sku]));

/** The stream of what a merchant has of a SKU. */
export const stockStreamOf = (merchantId: string, sku: string): string =>
  streamNamed(JSON.stringify(['stock', merchantId, sku]));

/** The stream of what a buyer has been sent ahead of the goods that it replaces. */
export const goodsOutStreamOf = (buyerId: string): string => streamNamed(JSON.stringify(['goods_out', buyerId]));

/** The stream of what somebody gives out of goodwill in a currency. */
export const budgetStreamOf = ({ kind, id }: GoodwillGiver, currency: string): string =>
  streamNamed(JSON.stringify(['goodwill_budget', kind, id, currency]));

/** The stream of how many complaints count towards a buyer's limits. */
export const complaintCountStreamOf = (buyerId: string): string =>
  streamNamed(JSON.stringify(['complaint_count', buyerId]));

/** The stream of what was applied for on an order and denied. */
export const denialStreamOf = (orderId: string): string => streamNamed(JSON.stringify(['denial', orderId]));

const streamNamed = (name: string): string => {
  const hex = createHash('sha256').update(name).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};

/** What every command to a case carries: when, who, and unused ids for what it may create. */
export const askedBy = (unit: Unit, by: Actor, at: Instant = unit.now): Asked => ({
  at,
  by,
  fresh: {
    refundId: unit.newId('rfd'),
    feeRefundId: unit.newId('rfd'),
    pickupId: unit.newId('pku'),
    childId: unit.newId('aft'),
    messageId: unit.newUuid(),
    disputeId: unit.newId('dsp'),
  },
});
