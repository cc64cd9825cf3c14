import type { Aggregate, Message } from '@amends/kernel';
import { expect, it } from '@jest/globals';
import type { StoredEvent } from '../store';
import { ofStream, readPast, type Moment } from './past';

type Shelf = Readonly<{ books: readonly Readonly<{ title: string; version: number }>[]; dusted: number }>;
type ShelfEvent = Message<'put', { title: string }> | Message<'marked', { title: string }> | Message<'dusted'>;

/** Objects in one stream, each with a version of its own; dusting changes the shelf and no book. */
const shelf: Aggregate<Shelf, ShelfEvent> = {
  category: 'shelf',
  revision: 1,
  initialState: { books: [], dusted: 0 },
  evolve: (state, event) => {
    switch (event.type) {
      case 'put':
        return { ...state, books: [...state.books, { title: event.data.title, version: 1 }] };
      case 'marked': {
        const { title } = event.data;
        const books = state.books.map((book) => (book.title === title ? { ...book, version: book.version + 1 } : book));
        return { ...state, books };
      }
      case 'dusted':
        return { ...state, dusted: state.dusted + 1 };
    }
  },
};

const events: readonly (ShelfEvent & Readonly<{ at: string }>)[] = [
  { type: 'put', data: { title: 'A' }, at: '2026-03-01T02:00:00.000Z' },
  { type: 'put', data: { title: 'B' }, at: '2026-03-01T03:00:00.000Z' },
  { type: 'marked', data: { title: 'B' }, at: '2026-03-01T04:00:00.000Z' },
  { type: 'dusted', data: {}, at: '2026-03-01T05:00:00.000Z' },
  { type: 'marked', data: { title: 'B' }, at: '2026-03-01T06:00:00.000Z' },
];

const store = {
  events: (streamId: string) =>
    Promise.resolve(
      events.map(({ type, data, at }, index): StoredEvent => ({
        ...{ streamId, type, data, at, version: index + 1 },
        ...{ id: `event-${String(index)}`, category: 'shelf', schemaVersion: 1, partitionKey: streamId },
        metadata: { actor: { role: 'buyer', id: 'b-1' }, correlationId: 'c-1' },
      })),
    ),
};

const bookAt = async (moment: Moment) =>
  readPast(
    store,
    { aggregate: shelf, streamId: 's-1' },
    moment,
    ({ books }) => books.find(({ title }) => title === 'B')?.version,
  );

it('folds up to an instant, and is seen from that instant', async () => {
  expect(await bookAt({ at: '2026-03-01T05:59:59.999Z' })).toEqual({
    version: 2,
    at: '2026-03-01T05:59:59.999Z',
    state: {
      books: [
        { title: 'A', version: 1 },
        { title: 'B', version: 2 },
      ],
      dusted: 1,
    },
  });
});

it('counts what happened at the instant itself', async () => {
  expect((await bookAt({ at: '2026-03-01T06:00:00.000Z' }))?.version).toBe(3);
});

it('has nothing before the object was there, though its stream was', async () => {
  expect(await bookAt({ at: '2026-03-01T02:59:59.999Z' })).toBeUndefined();
});

it('finds a version as it was last, before the next one', async () => {
  const past = await bookAt({ version: 2 });
  expect([past?.state.dusted, past?.at]).toEqual([1, '2026-03-01T05:00:00.000Z']);
});

it.each([0, 4])('has no version %i', async (version) => {
  expect(await bookAt({ version })).toBeUndefined();
});

it('takes the version of the stream where the object is all of it', async () => {
  const past = await readPast(store, { aggregate: shelf, streamId: 's-1' }, { version: 4 }, ofStream);
  expect([past?.version, past?.state.dusted]).toEqual([4, 1]);
});
