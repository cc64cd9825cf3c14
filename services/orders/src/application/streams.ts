import { uuidOf } from '@amends/kernel';
import { streamNamed } from '@amends/platform/event-store';
import { notFound } from '@amends/platform/http';

/** The stream of an order. An id that cannot be one names nothing. */
export const orderStream = (orderId: string): string => uuidOf(orderId, 'ord') ?? notFound();

/** The stream of what a merchant asks for a SKU. */
export const priceStream = (merchantId: string, sku: string): string => streamNamed('price', merchantId, sku);

/** The unique name of an order of a merchant. */
export const orderName = (merchantId: string, orderNumber: string): string =>
  `order:${encodeURIComponent(merchantId)}/${encodeURIComponent(orderNumber)}`;
