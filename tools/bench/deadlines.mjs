// Deadlines through the library: armed beside BullMQ's own bulk add, fired when many are due at once, and how late at a steady pace.
import { randomBytes, randomUUID } from 'node:crypto';
import { sleep } from '../flows/client.mjs';
import { quantile, timed } from './figures.mjs';
import { dist, require, scratchDatabase } from './scratch.mjs';

const { Queue } = require('bullmq');
const { Redis } = require('ioredis');
const { eventStoreMigrations, PgEventStore } = dist('libs/platform/event-store/src/index.js');
const { createMetrics, silentLog } = dist('libs/platform/observability/src/index.js');
const { SystemClock, timerMigrations, Timers } = dist('libs/platform/timers/src/index.js');

const ARMED = 30_000;
const DUE_AT_ONCE = 10_000;
const PER_SECOND = 500;
const STEADY_SECONDS = 10;
const IN_FLIGHT = 256;
const MINUTE = 60_000;
const PATIENCE = 2 * MINUTE;
const LEAD = 8000; // Enough to write and arm them before the first is due.

const alarm = {
  category: 'alarm',
  revision: 1,
  initialState: { dueAt: null },
  evolve: (_state, { type, data }) => ({ dueAt: type === 'alarm.set' ? data.dueAt : null }),
  deadlines: ({ dueAt }) => (dueAt === null ? [] : [{ name: 'ring', kind: 'ring', token: 1, dueAt }]),
};
const metadata = { actor: { role: 'system', id: 'bench' }, correlationId: 'bench' };

const { REDIS_URL: redisUrl } = process.env;
if (!redisUrl) throw new Error('REDIS_URL is missing: run this through npm run bench');
const database = await scratchDatabase('amends_bench_deadlines', [...eventStoreMigrations, ...timerMigrations], 10);
const clock = new SystemClock();
const store = new PgEventStore({
  pool: database.pool,
  clock,
  randomness: { bytes: (count) => randomBytes(count) },
  remembered: ARMED,
});
const redis = new Redis(redisUrl);

/** Streams that each wait for one instant, written through the library; `dueAt(i)` in ms. */
const set = (count, dueAt) =>
  timed(count, IN_FLIGHT, (i) =>
    store.run(metadata, async (unit) => {
      const stream = randomUUID();
      await unit.load(alarm, stream);
      unit.append(alarm, stream, [{ type: 'alarm.set', data: { dueAt: new Date(dueAt(i)).toISOString() } }]);
    }),
  );

/** Deadlines as a service has them; answers what `measure` answers. */
async function withTimers(measure) {
  const service = `bench-${randomUUID()}`;
  const timers = new Timers({
    pool: database.pool,
    store,
    clock,
    redisUrl,
    service,
    aggregates: [alarm],
    log: silentLog,
    metrics: createMetrics('bench', false),
    handler: async ({ streamId }, unit) => {
      const { state } = await unit.load(alarm, streamId);
      if (state.dueAt !== null) unit.append(alarm, streamId, [{ type: 'alarm.rang', data: { dueAt: state.dueAt } }]);
    },
  });
  try {
    return await measure(timers);
  } finally {
    await timers.stop();
    await forget(`amends:deadlines-${service}`);
    await database.pool.query('DELETE FROM tmr.deadlines');
  }
}

const forget = async (prefix) => {
  const keys = await redis.keys(`${prefix}*`);
  if (keys.length > 0) await redis.unlink(keys);
};

async function until(holds) {
  const end = Date.now() + PATIENCE;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`not so within ${PATIENCE / 1000} s`);
    await sleep(20);
  }
}

/** Deadlines a second that the library puts into Redis, from its start to the last. */
const armed = () =>
  withTimers(async (timers) => {
    const later = Date.now() + 10 * MINUTE;
    await set(ARMED, () => later);
    const start = performance.now();
    timers.start();
    await until(async () => {
      const { rows } = await database.pool.query(
        'SELECT NOT EXISTS (SELECT FROM tmr.deadlines WHERE status = 0 AND armed_at IS NULL) AS all_armed',
      );
      return rows[0].all_armed;
    });
    return ARMED / ((performance.now() - start) / 1000);
  });

/** The same number of delayed jobs by BullMQ alone. */
async function bulk() {
  const name = `bench-bulk-${randomUUID()}`;
  const queue = new Queue(name, { prefix: 'amends', connection: redis });
  const jobs = Array.from({ length: ARMED }, () => ({
    name: 'deadline',
    data: {},
    opts: { jobId: `${randomUUID()}-0`, delay: 10 * MINUTE, removeOnComplete: true, removeOnFail: true },
  }));
  await queue.waitUntilReady();
  const start = performance.now();
  await queue.addBulk(jobs);
  const perSecond = ARMED / ((performance.now() - start) / 1000);
  await queue.close();
  await forget(`amends:${name}`);
  return perSecond;
}

/** Lets deadlines ring; milliseconds from due to durable, of each. */
const lateness = (count, dueAt) =>
  withTimers(async (timers) => {
    const late = [];
    const forgetAll = store.committed((events) => {
      const now = Date.now();
      for (const { type, data } of events) if (type === 'alarm.rang') late.push(now - Date.parse(data.dueAt));
    });
    timers.start();
    const first = Date.now() + LEAD;
    await set(count, (i) => dueAt(first, i));
    await until(() => late.length >= count);
    forgetAll();
    return late;
  });

const bulkPerSecond = await bulk();
const armedPerSecond = await armed();
const atOnce = await lateness(DUE_AT_ONCE, (first) => first);
const steady = await lateness(PER_SECOND * STEADY_SECONDS, (first, i) => first + (i * 1000) / PER_SECOND);
redis.disconnect();
await database.drop();
console.log(
  JSON.stringify({
    armed: armedPerSecond,
    bulk: bulkPerSecond,
    fired: DUE_AT_ONCE / (Math.max(...atOnce) / 1000),
    lateness: quantile(steady, 0.99),
  }),
);
