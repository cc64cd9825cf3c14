// PostgreSQL, Kafka and Redis: addresses given, else containers, else native servers. Said in one line which.
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { composeWorks, startComposed, stopComposed } from './compose.mjs';
import { createDatabases } from './databases.mjs';
import { askKafka, startKafka } from './kafka.mjs';
import { askPostgres, outsideFolder, startPostgres } from './postgres.mjs';
import { assertPortsFree } from './ports.mjs';
import { aliveRun, claim } from './processes.mjs';
import { askRedis, startRedis } from './redis.mjs';
import { folder, INFRASTRUCTURE_PORTS, portsAt, Problem, stateFolder } from './settings.mjs';

const GIVEN = ['DATABASE_URL', 'KAFKA_BROKERS', 'REDIS_URL'];
const SERVERS = ['postgres', 'kafka', 'redis'];
const WAYS = ['given', 'compose', 'native'];

/**
 * Brings the servers up and creates databases and roles. Answers `{ way, adminUrl, brokers, redisUrl, stop, servers }`;
 * `servers` (native only) are supervised: `pid()`, `down(signal)`, `up()` for those who test failures.
 * `signal` gives a start up in the middle. `throwAway`: data is removed first and at `stop`, and given addresses are taken only when `AMENDS_INFRASTRUCTURE=given` says so.
 */
export async function startInfrastructure({ offset, throwAway, purpose, say, signal }) {
  const way = await chooseWay({ offset, throwAway });
  const infrastructure = await STARTERS[way]({ offset, throwAway, purpose, say, signal });
  try {
    await createDatabases(infrastructure.adminUrl);
  } catch (error) {
    await infrastructure.stop();
    throw error;
  }
  return { way, ...infrastructure };
}

/** What tests and tools read: a superuser's PostgreSQL address, the brokers, the Redis address. */
export const addressesOf = ({ adminUrl, brokers, redisUrl }) => ({
  DATABASE_ADMIN_URL: adminUrl,
  KAFKA_BROKERS: brokers,
  REDIS_URL: redisUrl,
});

/** The native servers that run at this offset: `{ name, pid }` each. */
export const serversAt = (offset) => aliveRun(runFile(offset))?.children ?? [];

async function chooseWay({ offset, throwAway }) {
  const wish = process.env.AMENDS_INFRASTRUCTURE;
  if (wish) {
    if (!WAYS.includes(wish))
      throw new Problem(`AMENDS_INFRASTRUCTURE must be one of ${WAYS.join(', ')}, not "${wish}".`);
    return wish;
  }
  const given = GIVEN.filter((name) => process.env[name]);
  if (!throwAway && given.length > 0) {
    const missing = GIVEN.filter((name) => !process.env[name]);
    if (missing.length > 0)
      throw new Problem(`${given.join(' and ')} given, but not ${missing.join(' and ')}: give all three or none.`);
    return 'given';
  }
  if (!throwAway && aliveRun(runFile(offset))?.addresses) return 'shared';
  return (await composeWorks()) ? 'compose' : 'native';
}

const STARTERS = {
  given: async ({ say }) => {
    const missing = GIVEN.filter((name) => !process.env[name]);
    if (missing.length > 0) throw new Problem(`${missing.join(' and ')} must be given.`);
    say('servers: the given addresses (DATABASE_URL, KAFKA_BROKERS, REDIS_URL)');
    const { DATABASE_URL: adminUrl, KAFKA_BROKERS: brokers, REDIS_URL: redisUrl } = process.env;
    await reachable('DATABASE_URL', () => askPostgres(adminUrl));
    await reachable('KAFKA_BROKERS', () => askKafka(brokers));
    await reachable('REDIS_URL', () => askRedis(redisUrl));
    return { adminUrl, brokers, redisUrl, stop: async () => {} };
  },

  shared: async ({ offset, say }) => {
    const { addresses, purpose, pid } = aliveRun(runFile(offset));
    say(`servers: those of \`${purpose}\`, which runs from this checkout (process ${pid})`);
    return { ...addresses, stop: async () => {} };
  },

  compose: async ({ offset, throwAway, say }) => {
    const ports = portsAt(offset);
    say('servers: docker compose');
    const stop = () => stopComposed({ offset, ports, forget: throwAway });
    try {
      return { ...(await startComposed({ offset, ports, say })), stop };
    } catch (error) {
      await stop().catch(() => {});
      throw error;
    }
  },

  native: async ({ offset, throwAway, purpose, say, signal }) => {
    const ports = portsAt(offset);
    say('servers: native, without Docker');
    const state = folder(stateFolder(offset));
    const family = await claim(runFile(offset), purpose);
    // Interrupted while starting: what runs is ended, which ends the waiting for it.
    signal?.addEventListener('abort', () => void family.stopAll('server', 20_000));
    const forget = async () => {
      if (!throwAway) return;
      const places = [...SERVERS.map((name) => path.join(state, name)), outsideFolder(state)];
      for (const place of places) await rm(place, { recursive: true, force: true });
    };
    const stop = async () => {
      await family.stopAll('server', 20_000);
      family.close();
      await forget();
    };
    try {
      await assertPortsFree(Object.fromEntries(INFRASTRUCTURE_PORTS.map((name) => [name, ports[name]])));
      if (throwAway) await forget();
      const options = { family, state, logs: folder(state, 'logs'), say };
      const results = await Promise.allSettled([
        startPostgres({ ...options, port: ports.postgres }),
        startKafka({ ...options, port: ports.kafka, controllerPort: ports['kafka-controller'] }),
        startRedis({ ...options, port: ports.redis }),
      ]);
      const failed = results.find(({ status }) => status === 'rejected');
      if (failed) throw failed.reason;
      const [postgres, kafka, redis] = results.map(({ value }) => value);
      const addresses = { adminUrl: postgres.url, brokers: kafka.brokers, redisUrl: redis.url };
      family.describe({ addresses });
      return { ...addresses, stop, servers: { postgres: postgres.server, kafka: kafka.server, redis: redis.server } };
    } catch (error) {
      await stop();
      throw error;
    }
  },
};

async function reachable(name, ask) {
  try {
    await ask();
  } catch (error) {
    throw new Problem(`${name} does not answer: ${error.message || error.code}.`);
  }
}

const runFile = (offset) => path.join(stateFolder(offset), 'infrastructure.json');
