import type { PriceChanged } from '@amends/contracts';
import type { Aggregate, Decider, Instant, Message } from '@amends/kernel';

/** What a merchant asks for a SKU, as announced last; null before the first announcement. */
export type PriceState = PriceChanged['data'] | null;

export type AnnouncePrice = Message<
  'AnnouncePrice',
  Omit<PriceChanged['data'], 'effectiveAt' | 'occurredAt'> & {
    /** Null: from now on. */
    effectiveAt: Instant | null;
    at: Instant;
  }
>;

const NOT_ANNOUNCED: PriceState = null;

/** One stream per merchant and SKU. Who needs earlier prices keeps them from the events. */
export const priceAggregate: Aggregate<PriceState, PriceChanged> = {
  category: 'price',
  revision: 1,
  initialState: NOT_ANNOUNCED,
  evolve: (_, { data }) => data,
};

/** Whatever a shop announces is so: it is never refused. */
export const priceDecider: Decider<PriceState, AnnouncePrice, PriceChanged, never> &
  Readonly<{ aggregate: Aggregate<PriceState, PriceChanged> }> = {
  initialState: NOT_ANNOUNCED,
  decide: ({ data: { at, effectiveAt, ...offer } }) => [
    { type: 'price.changed', data: { ...offer, effectiveAt: effectiveAt ?? at, occurredAt: at } },
  ],
  evolve: priceAggregate.evolve,
  aggregate: priceAggregate,
};
