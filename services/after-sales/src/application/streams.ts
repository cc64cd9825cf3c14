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
import { streamNamed, uuidOfText, type Actor, type Unit } from '@amends/platform/event-store';

/** The streams of this service: one case per order, one set of terms per merchant, one replica and one stock per SKU of a merchant, one of the goods that each buyer was sent ahead, one budget per giver of goodwill and currency, one count of complaints per buyer, one of the denied applications on each order. */
export const caseAggregate = caseDecider.aggregate;
export { denialAggregate, goodsOutAggregate, merchantAggregate, skuAggregate, stockAggregate };

/** The stream of an order's case; undefined for what is no id of an order. */
export const caseStreamOf = (orderId: string): string | undefined => uuidOf(orderId, 'ord');

/** The stream of a merchant's terms: merchants are named by the shop, so their stream is named by a hash. */
export const merchantStreamOf = (merchantId: string): string => uuidOfText(`merchant\n${merchantId}`);

/** The stream of what a merchant has announced of a SKU. */
export const skuStreamOf = (merchantId: string, sku: string): string => streamNamed('sku', merchantId, sku);

/** The stream of what a merchant has of a SKU. */
export const stockStreamOf = (merchantId: string, sku: string): string => streamNamed('stock', merchantId, sku);

/** The stream of what a buyer has been sent ahead of the goods that it replaces. */
export const goodsOutStreamOf = (buyerId: string): string => streamNamed('goods_out', buyerId);

/** The stream of what somebody gives out of goodwill in a currency. */
export const budgetStreamOf = ({ kind, id }: GoodwillGiver, currency: string): string =>
  streamNamed('goodwill_budget', kind, id, currency);

/** The stream of how many complaints count towards a buyer's limits. */
export const complaintCountStreamOf = (buyerId: string): string =>
  streamNamed(JSON.stringify(['complaint_count', buyerId]));

/** The stream of what was applied for on an order and denied. */
export const denialStreamOf = (orderId: string): string => streamNamed('denial', orderId);

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
