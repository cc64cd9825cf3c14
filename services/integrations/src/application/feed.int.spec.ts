import { uuidv7 } from '@amends/kernel';
import { silentLog } from '@amends/platform/observability';
import { eventually, migratedDatabase, type ThrowAwayDatabase } from '@amends/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { Pool } from 'pg';
import { CreateFeed1700000000101 } from '../migrations/create-feed';
import { EventStreams, type Sink } from './event-streams';
import { Feed, type FeedFilter, type NewFeedEvent } from './feed';
import { FeedTail } from './feed-tail';
import { Retention } from './retention';

const ALL: FeedFilter = { merchantId: null, types: null };
const AT = '2026-03-01T02:00:00.000Z';

let database: ThrowAwayDatabase;
let pool: Pool;
let feed: Feed;

beforeAll(async () => {
  database = await migratedDatabase([CreateFeed1700000000101]);
  pool = new Pool({ connectionString: database.appUrl, max: 20 });
  pool.on('error', () => undefined);
  feed = new Feed(pool);
});

afterAll(async () => {
  await pool.end();
  await database.drop();
});

const anEvent = (over: Partial<NewFeedEvent> = {}): NewFeedEvent => {
  const eventId = uuidv7(Date.now(), randomBytes(10));
  const type = over.type ?? 'order.paid.v1';
  return { eventId, type, merchantId: 'm-1', envelope: JSON.stringify({ id: eventId, type }), at: AT, ...over };
};

/** As a consumer does it: in a transaction that lives on for a while. */
const append = async (events: readonly NewFeedEvent[], { lastsMs = 0, fails = false } = {}): Promise<void> => {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await Feed.append(events, client);
    await new Promise((wake) => setTimeout(wake, lastsMs));
    await client.query(fails ? 'ROLLBACK' : 'COMMIT');
  } finally {
    client.release();
  }
};

const idsAfter = async (position: number, filter = ALL): Promise<readonly string[]> =>
  (await feed.after(position, filter, 10_000)).map(({ eventId }) => eventId);

/** What a reader of a stream has got, as ids; it may read slowly, and stops when it is told to. */
const reader = (slowMs = 0) => {
  const got: string[] = [];
  let closed = false;
  const sink: Sink = {
    write: async (text) => {
      const id = /^id: (.+)$/m.exec(text)?.[1];
      if (id !== undefined) got.push(id);
      if (slowMs > 0) await new Promise((wake) => setTimeout(wake, slowMs));
    },
    isClosed: () => closed,
    end: () => undefined,
  };
  return { got, sink, close: () => (closed = true) };
};

describe('the feed', () => {
  it('keeps every event once, where it was first put', async () => {
    const start = await feed.end();
    const [first, second] = [anEvent(), anEvent()];
    await append([first, second]);
    await append([second, anEvent({ type: 'refund.succeeded.v1' }), first]);
    const ids = await idsAfter(start);
    expect([ids.length, ...ids.slice(0, 2)]).toEqual([3, first.eventId, second.eventId]);
    expect(await feed.positionOf(first.eventId)).toBeGreaterThan(start);
    expect(await feed.positionOf('00000000-0000-7000-8000-000000000000')).toBeUndefined();
  });

  it('is read by merchant and by type', async () => {
    const start = await feed.end();
    const [own, other, none] = [
      anEvent({ merchantId: 'm-7', type: 'refund.succeeded.v1' }),
      anEvent({ merchantId: 'm-8' }),
      anEvent({ merchantId: null }),
    ];
    await append([own, other, none]);
    expect(await idsAfter(start, { merchantId: 'm-7', types: null })).toEqual([own.eventId]);
    expect(await idsAfter(start, { merchantId: null, types: ['order.paid.v1'] })).toEqual([
      other.eventId,
      none.eventId,
    ]);
    expect(await idsAfter(start, { merchantId: 'm-8', types: ['refund.succeeded.v1'] })).toEqual([]);
    expect((await feed.after(start, ALL, 1)).map(({ envelope }) => envelope)).toEqual([own.envelope]);
  });

  it('is never passed by a reader: slow and failed writers leave no event behind its cursor', async () => {
    const start = await feed.end();
    // On connections of its own: it must read while others write.
    const readersPool = new Pool({ connectionString: database.appUrl, max: 1 });
    const readersFeed = new Feed(readersPool);
    const seen: string[] = [];
    let [position, writing] = [start, true];
    const reading = (async () => {
      for (;;) {
        const last = !writing;
        const events = await readersFeed.after(position, ALL, 7);
        for (const event of events) seen.push(event.eventId);
        position = events.at(-1)?.position ?? position;
        if (last && events.length === 0) return;
      }
    })();
    const written: string[] = [];
    const write = async (writer: number) => {
      for (let round = 0; round < 6; round++) {
        const events = Array.from({ length: 1 + ((writer + round) % 4) }, () => anEvent());
        const fails = (writer + round) % 5 === 0;
        await append(events, { lastsMs: (writer * 7 + round) % 13, fails });
        if (!fails) written.push(...events.map(({ eventId }) => eventId));
      }
    };
    await Promise.all(Array.from({ length: 12 }, (_, writer) => write(writer)));
    writing = false;
    await reading;
    await readersPool.end();
    expect([...seen].sort()).toEqual([...written].sort());
    expect(await idsAfter(start)).toEqual(seen);
  });

  it('drops what is older than it must keep, and nothing else', async () => {
    const [old, young] = [anEvent(), anEvent()];
    await append([old, young]);
    const admin = new Pool({ connectionString: database.adminUrl, max: 1 });
    await admin.query(`UPDATE feed.events SET recorded_at = now() - interval '91 days' WHERE event_id <> $1`, [
      young.eventId,
    ]);
    await admin.end();
    expect(await new Retention(pool, silentLog, 90).drop()).toBeGreaterThan(0);
    expect(await idsAfter(0)).toEqual([young.eventId]);
  });
});

describe('a stream of the feed', () => {
  const following = async (work: (streams: EventStreams, tail: FeedTail) => Promise<void>) => {
    const tail = new FeedTail(pool, feed, silentLog);
    await tail.onApplicationBootstrap();
    try {
      await work(new EventStreams(feed, tail, 3), tail);
    } finally {
      tail.onModuleDestroy();
    }
  };

  it('tells what was missed and what comes, each once and in order, to fast and slow readers', async () => {
    const start = await feed.end();
    const missed = Array.from({ length: 450 }, () => anEvent());
    await append(missed);
    await following(async (streams) => {
      const readers = [reader(), reader(1)];
      const ended = readers.map(({ sink }) => streams.follow(start, ALL, sink));
      const live: NewFeedEvent[] = [];
      for (let round = 0; round < 20; round++) {
        const events = Array.from({ length: 150 }, () => anEvent());
        await append(events);
        live.push(...events);
      }
      const wanted = [...missed, ...live].map(({ eventId }) => eventId);
      for (const { got, close } of readers) {
        await eventually(() => got.length >= wanted.length, 20_000);
        expect(got).toEqual(wanted);
        close();
      }
      await append([anEvent()]);
      await Promise.all(ended);
    });
  });

  it('is woken by the commit, lets only its own through, and ends with the process', async () => {
    await following(async (streams, tail) => {
      const { got, sink } = reader();
      const ended = streams.follow(streams.now, { merchantId: 'm-9', types: null }, sink);
      const own = anEvent({ merchantId: 'm-9' });
      const started = performance.now();
      await append([anEvent(), own]);
      await eventually(() => got.length > 0);
      expect(performance.now() - started).toBeLessThan(700);
      expect(got).toEqual([own.eventId]);
      tail.onModuleDestroy();
      await ended;
    });
  });

  it('goes on when its ear is cut off', async () => {
    await following(async (streams) => {
      const { got, sink, close } = reader();
      const ended = streams.follow(streams.now, ALL, sink);
      const admin = new Pool({ connectionString: database.adminUrl, max: 1 });
      await admin.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'`,
      );
      await admin.end();
      const event = anEvent();
      await append([event]);
      await eventually(() => got.includes(event.eventId));
      close();
      await append([anEvent()]);
      await ended;
    });
  });

  it('is refused when there are too many', async () => {
    await following(async (streams, tail) => {
      const ended = [reader(), reader(), reader()].map(({ sink }) => streams.follow(streams.now, ALL, sink));
      expect(streams.isFull).toBe(true);
      tail.onModuleDestroy();
      await Promise.all(ended);
      expect(streams.isFull).toBe(false);
    });
  });
});
