// The parts of a stack that can be killed, and how each says that it is there again.
import { setTimeout as pause } from 'node:timers/promises';
import { askKafka } from '../stack/kafka.mjs';
import { askPostgres } from '../stack/postgres.mjs';
import { askRedis } from '../stack/redis.mjs';
import { askReady } from '../stack/services.mjs';
import { portsAt, Problem, SERVICE_NAMES, stack } from '../stack/settings.mjs';
import { processesAt } from '../stack/stack.mjs';

const BACK_WITHIN_MS = 120_000;
const LOOK_EVERY_MS = 50;
const LOOK_AT_LIFE_EVERY_MS = 500;
const { superuser } = stack.roles;

const SERVERS = {
  postgres: {
    title: 'PostgreSQL',
    ask: ({ postgres }) =>
      askPostgres(`postgres://${superuser.name}:${superuser.password}@127.0.0.1:${postgres}/postgres`),
  },
  kafka: { title: 'Kafka', ask: ({ kafka }) => askKafka(`127.0.0.1:${kafka}`) },
  redis: { title: 'Redis', ask: ({ redis }) => askRedis(`redis://127.0.0.1:${redis}`) },
};

/** The parts of the stack at an offset. Only processes that this stack has started are ever killed. */
export function partsAt(offset) {
  const ports = portsAt(offset);
  const titleOf = (part) => SERVERS[part]?.title ?? part;
  const ask = (part) => (part in SERVERS ? SERVERS[part].ask(ports) : askReady(ports[part]));
  const pidOf = (part) => processesAt(offset).find(({ name }) => name === titleOf(part))?.pid;

  /** Ends a part at once; answers after how many milliseconds it was ready for work again. */
  async function kill(part) {
    const pid = pidOf(part);
    if (pid === undefined)
      throw new Problem(`${part} is no process of a stack that runs from this checkout: chaos kills no other.`);
    process.kill(pid, 'SIGKILL');
    const killedAt = Date.now();
    for (;;) {
      await pause(LOOK_EVERY_MS);
      const now = pidOf(part);
      const ready =
        now !== undefined &&
        now !== pid &&
        (await ask(part).then(
          () => true,
          () => false,
        ));
      if (ready) return Date.now() - killedAt;
      if (Date.now() - killedAt > BACK_WITHIN_MS)
        throw new Error(`${part} did not come back in ${BACK_WITHIN_MS / 1000} s`);
    }
  }

  /** Watches the services but `killed` until the answered function is called, which tells what befell them meanwhile. */
  function watchOthers(killed) {
    const others = SERVICE_NAMES.filter((name) => !killed.includes(name));
    const before = new Map(others.map((name) => [name, pidOf(name)]));
    const notLive = new Set();
    let over = false;
    const watching = (async () => {
      while (!over) {
        for (const name of others) if (!(await isLive(ports[name]))) notLive.add(name);
        await pause(LOOK_AT_LIFE_EVERY_MS);
      }
    })();
    return async () => {
      over = true;
      await watching;
      return [
        ...[...notLive].map((name) => `${name} said that it was not live`),
        ...others.filter((name) => pidOf(name) !== before.get(name)).map((name) => `${name} ended by itself`),
      ];
    };
  }

  return { kill, watchOthers };
}

const isLive = (port) =>
  fetch(`http://127.0.0.1:${port}/health/live`, { signal: AbortSignal.timeout(5_000) }).then(
    ({ ok }) => ok,
    () => false,
  );
