// The servers in containers, where an engine answers.
import { execFile, spawn } from 'node:child_process';
import { promisify } from 'node:util';
import { askKafka } from './kafka.mjs';
import { askPostgres } from './postgres.mjs';
import { holdsWithin } from './processes.mjs';
import { askRedis } from './redis.mjs';
import { Problem, root, stack } from './settings.mjs';

const run = promisify(execFile);
const SERVERS = ['postgres', 'kafka', 'redis'];

/** Does an engine answer, and does it know `compose`? Asked quickly: a dead engine must not delay the start. */
export async function composeWorks() {
  try {
    await run('docker', ['info'], { timeout: 4_000 });
    await run('docker', ['compose', 'version'], { timeout: 4_000 });
    return true;
  } catch {
    return false;
  }
}

/** Starts the three servers, waits until they are healthy and answers their addresses. */
export async function startComposed({ offset, ports, say }) {
  say('starting PostgreSQL, Kafka and Redis with docker compose ...');
  await compose(offset, ports, ['up', '--detach', '--wait', ...SERVERS]);
  const { name, password } = stack.roles.superuser;
  const addresses = {
    adminUrl: `postgres://${name}:${password}@127.0.0.1:${ports.postgres}/postgres`,
    brokers: `127.0.0.1:${ports.kafka}`,
    redisUrl: `redis://127.0.0.1:${ports.redis}`,
  };
  // Healthy inside is not yet reachable from here.
  for (const [title, ask] of Object.entries({
    PostgreSQL: () => askPostgres(addresses.adminUrl),
    Kafka: () => askKafka(addresses.brokers),
    Redis: () => askRedis(addresses.redisUrl),
  })) {
    if (
      !(await holdsWithin(
        () =>
          ask().then(
            () => true,
            () => false,
          ),
        60_000,
      ))
    )
      throw new Problem(`${title} in its container does not answer on this machine.`);
  }
  return addresses;
}

/** Stops the three servers; `forget` removes their data too. */
export const stopComposed = ({ offset, ports, forget }) =>
  compose(offset, ports, forget ? ['down', '--volumes', '--timeout', '20'] : ['stop', '--timeout', '20', ...SERVERS]);

function compose(offset, ports, args) {
  return new Promise((resolve, reject) => {
    const environment = {
      ...process.env,
      POSTGRES_PORT: ports.postgres,
      KAFKA_PORT: ports.kafka,
      REDIS_PORT: ports.redis,
    };
    // Detached: Ctrl-C must not end a `compose` that stops containers in the middle of its work.
    const child = spawn(
      'docker',
      ['compose', '--project-name', offset === 0 ? 'amends' : `amends-${offset}`, ...args],
      {
        cwd: root,
        env: environment,
        detached: true,
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.once('error', reject);
    child.once('exit', (code) =>
      code === 0
        ? resolve(output)
        : reject(new Problem(`docker compose ${args[0]} failed:\n${output.trim().split('\n').slice(-12).join('\n')}`)),
    );
  });
}
