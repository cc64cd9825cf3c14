import { describe, expect, it } from '@jest/globals';
import { isRefusal } from '@amends/kernel';
import { announcedAt, skuDecider, type Announcement, type Shelf } from './sku';

const offer: Announcement = {
  merchantId: 'merchant-1',
  sku: 'MUG-A',
  spu: 'MUG',
  category: 'default',
  attributes: {},
  unitPrice: 2000,
  currency: 'CNY',
  effectiveAt: '2026-03-01T02:00:00.000Z',
  bearer: 'merchant',
  available: null,
  randomShip: false,
  couponOnly: false,
};
const day = (number: number): string => `2026-03-0${number}T02:00:00.000Z`;

const shelfWith = (...announcements: readonly Partial<Announcement>[]): Shelf => {
  const sku = announcements.reduce((state, over) => {
    const data = { ...offer, ...over, occurredAt: offer.effectiveAt };
    const heard = skuDecider.decide({ type: 'HearAnnouncement', data }, state);
    return isRefusal(heard) ? state : heard.reduce(skuDecider.evolve, state);
  }, skuDecider.initialState);
  return new Map([['MUG-A', sku]]);
};
const priceAt = (shelf: Shelf, at: string) => announcedAt(shelf, 'MUG-A', at)?.unitPrice ?? null;

describe('what is announced of a SKU', () => {
  it('holds from its instant on, until the next one takes effect', () => {
    const shelf = shelfWith({ unitPrice: 1500, effectiveAt: day(3) }, { unitPrice: 1800, effectiveAt: day(2) });
    expect([1, 2, 3].map((number) => priceAt(shelf, day(number)))).toEqual([null, 1800, 1500]);
  });
  it('is the last word where two take effect at one instant', () =>
    expect(priceAt(shelfWith({ unitPrice: 1500 }, { unitPrice: 1600 }), day(2))).toBe(1600));
  it('is not a price that a personal coupon gives', () =>
    expect(priceAt(shelfWith({}, { unitPrice: 1, couponOnly: true, effectiveAt: day(2) }), day(3))).toBe(2000));
  it('is nothing of a SKU that was never announced', () =>
    expect(announcedAt(shelfWith({}), 'MUG-B', day(2))).toBeNull());
  it('forgets the oldest, not the latest, of very many', () => {
    const many = Array.from({ length: 60 }, (_, index) => ({ unitPrice: 100 + index }));
    const shelf = shelfWith(...many);
    expect([priceAt(shelf, day(2)), shelf.get('MUG-A')?.announcements.length]).toEqual([159, 50]);
  });
});
