import { specification } from '@amends/testing';
import { describe, it } from '@jest/globals';
import { priceDecider, type AnnouncePrice } from './price';

const T0 = '2026-03-01T02:00:00.000Z';
const { at, effectiveAt, ...offer }: AnnouncePrice['data'] = {
  merchantId: 'm',
  sku: 'MUG',
  spu: 'MUG',
  category: 'default',
  attributes: {},
  unitPrice: 900,
  currency: 'CNY',
  effectiveAt: null,
  bearer: 'merchant',
  available: null,
  randomShip: false,
  couponOnly: false,
  at: T0,
};

describe('a price', () => {
  const announced = specification(priceDecider);
  it('holds from the instant it is announced', () =>
    announced
      .given()
      .when({ type: 'AnnouncePrice', data: { ...offer, effectiveAt, at } })
      .then({ type: 'price.changed', data: { ...offer, effectiveAt: T0, occurredAt: T0 } }));
  it('holds from another instant, if it names one', () => {
    const later = '2026-03-02T00:00:00.000Z';
    announced
      .given()
      .when({ type: 'AnnouncePrice', data: { ...offer, effectiveAt: later, at } })
      .then({ type: 'price.changed', data: { ...offer, effectiveAt: later, occurredAt: T0 } });
  });
});
