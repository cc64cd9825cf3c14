import { uuidOf } from '@amends/kernel';
import { notFound } from '@amends/platform/http';
import { createHash } from 'node:crypto';

/** The stream of an order. An id that cannot be one names nothing. */
export const orderStream = (orderId: string): string => uuidOf(orderId, 'ord') ?? notFound();

/** The stream of what a merchant asks for a SKU: a uuid of both names (version 8). */
export const priceStream = (merchantId: string, sku: string): string => {
  const hex = createHash('sha256')
    .update(JSON.stringify(['price', merchantId, sku]))
    .digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};

/** The unique name of an order of a merchant. */
export const orderName = (merchantId: string, orderNumber: string): string =>
  `order:${encodeURIComponent(merchantId)}/${encodeURIComponent(orderNumber)}`;
