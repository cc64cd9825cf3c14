import { instant, later, millis, type Aggregate, type LiveDeadline, type Message } from '@amends/kernel';
import { eventStoreMigrations, handle, PgEventStore, type AggregateDecider } from '@amends/platform/event-store';
import { createMetrics, silentLog } from '@amends/platform/observability';
import { eventually, redisUrl, migratedDatabase, type ThrowAwayDatabase } from '@amends/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { randomBytes, randomUUID } from 'node:crypto';
import { connect as connectTo, createServer, type AddressInfo, type Socket } from 'node:net';
import { Pool } from 'pg';
import { DevelopmentClock } from './clock';
import { timerMigrations } from './migrations';
import { Timers } from './timers';

type Event = Message<'alarm.set', { dueAt: string }> | Message<'alarm.rang'> | Message<'alarm.dropped'>;
type Command = Message<'Set', { dueAt: string }> | Message<'Ring', { token: number; at: string }> | Message<'Drop'>;
type Alarm = Readonly<{ token: number; dueAt: string | undefined }>;

const alarm: Aggregate<Alarm, Event> = {
  category: 'alarm',
  revision: 1,
  initialState: { token: 0, dueAt: undefined },
  evolve: (state, event) =>
    event.type === 'alarm.set' ? { token: state.token + 1, dueAt: event.data.dueAt } : { ...state, dueAt: undefined },
  deadlines: ({ token, dueAt }): readonly LiveDeadline[] =>
    dueAt === undefined ? [] : [{ name: 'ring', kind: 'ring', token, dueAt }],
};

const decider: AggregateDecider<Alarm, Command, Event, 'too_early'> = {
  aggregate: alarm,
  initialState: alarm.initialState,
  evolve: alarm.evolve,
  decide: (command, state) => {
    switch (command.type) {
      case 'Set':
        return [{ type: 'alarm.set', data: command.data }];
      case 'Drop':
        return [{ type: 'alarm.dropped', data: {} }];
      case 'Ring':
        if (state.dueAt === undefined || state.token !== command.data.token) return [];
        if (command.data.at < state.dueAt) return { refused: 'too_early', because: 'it is not time' };
        return [{ type: 'alarm.rang', data: {} }];
    }
  },
};

const tester = { actor: { role: 'system', id: 'test' }, correlationId: 'test' };

let database: ThrowAwayDatabase;
let pool: Pool;
let redis: Redis;
let clock: DevelopmentClock;
let store: PgEventStore;
let service: string;
let running: Timers[];

beforeAll(async () => {
  database = await migratedDatabase([...eventStoreMigrations, ...timerMigrations]);
  pool = new Pool({ connectionString: database.appUrl, max: 10 });
  redis = new Redis(redisUrl());
});

afterAll(async () => {
  redis.disconnect();
  await pool.end();
  await database.drop();
});

beforeEach(async () => {
  await pool.query('DELETE FROM tmr.deadlines');
  clock = new DevelopmentClock();
  store = new PgEventStore({ pool, clock, randomness: { bytes: (count) => randomBytes(count) } });
  service = `test-${randomUUID()}`;
  running = [];
});

afterEach(async () => {
  await Promise.all(running.map((timers) => timers.stop()));
  const keys = await redis.keys(`amends:deadlines-${service}*`);
  if (keys.length > 0) await redis.del(keys);
});

const start = (url = redisUrl()): Timers => {
  const timers = new Timers({
    pool,
    store,
    clock,
    redisUrl: url,
    service,
    aggregates: [alarm],
    log: silentLog,
    metrics: createMetrics('test', false),
    handler: async ({ streamId, token }, unit) => {
      await handle(unit, decider, streamId, { type: 'Ring', data: { token, at: unit.now } });
    },
  });
  clock.onMoved(() => void timers.resync());
  timers.start();
  running.push(timers);
  return timers;
};

const run = (streamId: string, command: Command) =>
  store.run(tester, (unit) => handle(unit, decider, streamId, command));

const setAlarms = (count: number, inMs: number) =>
  Promise.all(
    Array.from({ length: count }, async () => {
      const streamId = randomUUID();
      await run(streamId, { type: 'Set', data: { dueAt: later(clock.now(), inMs) } });
      return streamId;
    }),
  );

/** A way to Redis that opens when it is told to. */
const lateRedis = async () => {
  const { hostname, port } = new URL(redisUrl());
  const sockets = new Set<Socket>();
  const server = createServer((from) => {
    const to = connectTo(Number(port), hostname);
    for (const [one, other] of [
      [from, to],
      [to, from],
    ] as const) {
      sockets.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => other.destroy());
      one.pipe(other);
    }
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port: own } = server.address() as AddressInfo;
  server.close();
  return {
    url: `redis://127.0.0.1:${String(own)}`,
    open: () => new Promise<void>((listening) => server.listen(own, '127.0.0.1', listening)),
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
};

type Rang = Readonly<{ total: number; streams: number }>;

const rang = async (streamIds: readonly string[]): Promise<Rang> => {
  const { rows } = await pool.query<{ total: string; streams: string }>(
    `SELECT count(*) AS total, count(DISTINCT stream_id) AS streams FROM es.events WHERE type = 'alarm.rang' AND stream_id = ANY($1)`,
    [streamIds],
  );
  return { total: Number(rows[0]?.total), streams: Number(rows[0]?.streams) };
};

const allRang = (streamIds: readonly string[], withinMs = 20_000) =>
  eventually(async () => (await rang(streamIds)).streams === streamIds.length, withinMs);

const liveRows = async (): Promise<number> => {
  const { rows } = await pool.query<{ live: string }>('SELECT count(*) AS live FROM tmr.deadlines WHERE status = 0');
  return Number(rows[0]?.live);
};

describe('deadlines', () => {
  it('fire on time, never early', async () => {
    start();
    const due = millis(clock.now()) + 1500;
    const [streamId = ''] = await setAlarms(1, 1500);
    await allRang([streamId]);
    const rings = (await store.events(streamId)).filter(({ type }) => type === 'alarm.rang');
    const lateness = millis(rings[0]?.at ?? instant(0)) - due;
    expect(rings).toHaveLength(1);
    expect(lateness).toBeGreaterThanOrEqual(0);
    expect(lateness).toBeLessThan(500);
    expect(await liveRows()).toBe(0);
  });

  it('fire once each when 2,000 are due at once, with two workers', async () => {
    start();
    start();
    const streamIds = await setAlarms(2000, 1000);
    await allRang(streamIds);
    expect(await rang(streamIds)).toEqual({ total: 2000, streams: 2000 });
    expect(await liveRows()).toBe(0);
  });

  it('fire when Redis has lost everything', async () => {
    start();
    const streamIds = await setAlarms(200, 3000);
    await eventually(async () => (await redis.keys(`amends:deadlines-${service}:*`)).length > 200);
    await redis.del(await redis.keys(`amends:deadlines-${service}*`));
    await allRang(streamIds);
    expect(await rang(streamIds)).toEqual({ total: 200, streams: 200 });
  });

  it('fire without any Redis', async () => {
    start('redis://127.0.0.1:1');
    const streamIds = await setAlarms(50, 100);
    await allRang(streamIds);
    expect(await rang(streamIds)).toEqual({ total: 50, streams: 50 });
  });

  it('are fired by Redis again when it comes back', async () => {
    const late = await lateRedis();
    start(late.url);
    const before = await setAlarms(20, 100);
    await allRang(before);
    await late.open();
    const after = await setAlarms(20, 3000);
    await eventually(async () => (await redis.keys(`amends:deadlines-${service}:*`)).length > 20);
    await allRang(after, 4500);
    late.close();
  });

  it('that are far away fire when the clock moves past them; others wait', async () => {
    start();
    const soon = await setAlarms(20, 10 * 60_000);
    const tomorrow = await setAlarms(20, 24 * 3_600_000);
    const nextWeek = await setAlarms(20, 7 * 24 * 3_600_000);
    await eventually(async () => (await redis.keys(`amends:deadlines-${service}:*`)).length > 20);
    clock.moveTo(25 * 3_600_000);
    await allRang([...soon, ...tomorrow], 3000);
    expect(await rang(nextWeek)).toEqual({ total: 0, streams: 0 });
    expect(await liveRows()).toBe(20);
  });

  it('that were armed fire on time after the clock has moved towards them', async () => {
    start();
    const streamIds = await setAlarms(5, 10 * 60_000);
    await eventually(async () => (await redis.keys(`amends:deadlines-${service}:*`)).length > 5);
    clock.moveTo(10 * 60_000 - 1000);
    await allRang(streamIds, 2500);
  });

  it('that the stream no longer waits for are closed without an effect', async () => {
    const streamIds = await setAlarms(3, 200);
    await Promise.all(streamIds.map((streamId) => run(streamId, { type: 'Drop', data: {} })));
    await pool.query('UPDATE tmr.deadlines SET status = 0');
    start();
    await eventually(async () => (await liveRows()) === 0);
    expect(await rang(streamIds)).toEqual({ total: 0, streams: 0 });
  });

  it('that were moved to a later time wait for it', async () => {
    const [streamId = ''] = await setAlarms(1, 300);
    start();
    await new Promise((wake) => setTimeout(wake, 250));
    await run(streamId, { type: 'Set', data: { dueAt: later(clock.now(), 1500) } });
    await new Promise((wake) => setTimeout(wake, 800));
    expect(await rang([streamId])).toEqual({ total: 0, streams: 0 });
    await allRang([streamId], 3000);
  });
});
