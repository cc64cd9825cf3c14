import type { OrderFacts } from '@amends/contracts';
import { BOOKED_TYPES, bookingsOf } from '@amends/domain/ledger';
import type { Projection, Received } from '@amends/platform/messaging';
import { Books } from '../application/books';

/** Every event that moves money is booked, in the transaction that says it was heard. */
export const booksProjection: Projection = {
  types: BOOKED_TYPES,
  apply: async (messages, client) => {
    await Books.open(currenciesIn(messages), client);
    await Books.book((messages as readonly Received<OrderFacts>[]).map(bookingsFrom), client);
  },
};

const bookingsFrom = ({ id, type, data }: Received<OrderFacts>) => ({
  eventId: id,
  type,
  orderId: data.orderId,
  at: data.occurredAt,
  bookings: bookingsOf({ type, data }),
});

const currenciesIn = (messages: readonly Received[]): ReadonlyMap<string, string> =>
  new Map(
    messages
      .filter(({ type }) => type === 'order.paid')
      .map(({ data }) => data as Readonly<{ orderId: string; currency: string }>)
      .map(({ orderId, currency }) => [orderId, currency]),
  );
