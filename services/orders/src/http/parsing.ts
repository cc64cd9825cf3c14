import type { Address } from '@amends/contracts';
import type { NewOrder } from '../application/orders';
import type { Offer } from '../application/prices';
import type { AddressDto, PlaceOrderDto } from './order.dto';
import type { PriceDto } from './price.dto';

/** What is absent means what it would mean at a checkout: nothing off, no points, ordinary goods. */
export const newOrderOf = ({ shippingAddress, lines, ...body }: PlaceOrderDto): NewOrder => ({
  orderNumber: body.orderNumber,
  buyerId: body.buyerId,
  merchantId: body.merchantId,
  currency: body.currency,
  paidAt: body.paidAt,
  shippingAddress: addressOf(shippingAddress),
  lines: lines.map((line) => ({
    lineNumber: line.lineNumber,
    sku: line.sku,
    spu: line.spu,
    title: line.title,
    category: line.category ?? 'default',
    kind: line.kind ?? 'physical',
    attributes: line.attributes ?? {},
    quantity: line.quantity,
    unitPrice: line.unitPrice,
    lineDiscount: line.lineDiscount ?? 0,
    gift: line.gift ?? false,
    giftOf: line.giftOf ?? null,
    randomShip: line.randomShip ?? false,
    warrantyMonths: line.warrantyMonths ?? 0,
  })),
  shippingFee: body.shippingFee ?? 0,
  discounts: (body.discounts ?? []).map((discount) => ({ ...discount, lineNumbers: discount.lineNumbers ?? null })),
  points: { redeemed: body.points?.redeemed ?? 0, value: body.points?.value ?? 0 },
  payments: body.payments.map(({ paymentId, tender, amount }) => ({ paymentId, tender, amount })),
  shippingInsurance: body.shippingInsurance ?? false,
});

export const addressOf = (address: AddressDto): Address => ({ ...address, postalCode: address.postalCode ?? '' });

export const offerOf = (body: PriceDto): Offer => ({
  merchantId: body.merchantId,
  sku: body.sku,
  spu: body.spu,
  category: body.category ?? 'default',
  attributes: body.attributes ?? {},
  unitPrice: body.unitPrice,
  currency: body.currency,
  effectiveAt: body.effectiveAt ?? null,
  bearer: body.bearer ?? 'merchant',
  available: body.available ?? null,
  randomShip: body.randomShip ?? false,
  couponOnly: body.couponOnly ?? false,
});
