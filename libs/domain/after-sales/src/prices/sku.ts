import type { PriceChanged } from '@amends/contracts';
import { millis, type Aggregate, type Decider, type Instant, type Listing, type Message } from '@amends/kernel';
import type { OrderReplica } from '../case/case';
import type { Application } from '../policy/application';

/** What a shop sells and for how much, as it announced it: prices in minor units of `currency`. */
export type Announcement = Omit<PriceChanged['data'], 'occurredAt'>;

/** All that one merchant has announced of one SKU, ordered by when it takes effect; of one instant the last word last. */
export type Sku = Readonly<{ announcements: readonly Announcement[] }>;

/** What a decision may look at of the merchant's SKUs, by SKU. One that was never announced is not on it. */
export type Shelf = ReadonlyMap<string, Sku>;

/** Nothing was announced, or nothing that is announced matters. */
export const EMPTY_SHELF: Shelf = new Map();

export type SkuCommand = Message<'HearAnnouncement', PriceChanged['data']>;
export type SkuEvent = Message<'sku.announced', Announcement>;

const NEVER_ANNOUNCED: Sku = { announcements: [] };

/** More are not kept in the state, which is rewritten with each announcement; the events keep all. */
const MAX_ANNOUNCEMENTS = 50;

/** By its item, so that the other colours and sizes of what was bought are found. */
const listings = ({ announcements }: Sku): readonly Listing[] => {
  const [first, last] = [announcements.at(0), announcements.at(-1)];
  if (first === undefined || last === undefined) return [];
  const { merchantId, sku, spu: reference, effectiveAt: updatedAt } = last;
  const id = JSON.stringify([merchantId, sku]);
  return [{ kind: 'sku', id, merchantId, reference, createdAt: first.effectiveAt, updatedAt }];
};

/** One stream per merchant and SKU: the replica of `price.changed`. */
export const skuAggregate: Aggregate<Sku, SkuEvent> = {
  category: 'sku',
  revision: 2,
  listings,
  initialState: NEVER_ANNOUNCED,
  evolve: ({ announcements }, { data }) => ({
    announcements: [...announcements, data]
      .sort((a, b) => millis(a.effectiveAt) - millis(b.effectiveAt))
      .slice(-MAX_ANNOUNCEMENTS),
  }),
};

/** What is heard is so: it is never refused. */
export const skuDecider: Decider<Sku, SkuCommand, SkuEvent, never> & Readonly<{ aggregate: Aggregate<Sku, SkuEvent> }> =
  {
    initialState: NEVER_ANNOUNCED,
    decide: ({ data: { occurredAt: _notNeeded, ...announcement } }) => [{ type: 'sku.announced', data: announcement }],
    evolve: skuAggregate.evolve,
    aggregate: skuAggregate,
  };

/**
 * What the merchant sells under this SKU at an instant, and for how much to everybody: the announcement that took effect
 * last. A price that only a personal coupon gives is nobody's price (money.md 11). Null where nothing is announced.
 */
export const announcedAt = (shelf: Shelf, sku: string, at: Instant): Announcement | null =>
  shelf
    .get(sku)
    ?.announcements.filter(({ couponOnly, effectiveAt }) => !couponOnly && millis(effectiveAt) <= millis(at))
    .at(-1) ?? null;

/** SKUs whose announcements an application is judged by; of most types none. */
export const skusToLookUp = (
  { type, lines, targetSku }: Pick<Application, 'type' | 'lines' | 'targetSku'>,
  order: Pick<OrderReplica, 'lines'>,
): readonly string[] => {
  if (type !== 'exchange' && type !== 'price_protection') return [];
  const own = order.lines.filter(({ lineNumber }) => lines.some((line) => line.lineNumber === lineNumber));
  return [...own.map(({ sku }) => sku), ...(targetSku === null ? [] : [targetSku])];
};
