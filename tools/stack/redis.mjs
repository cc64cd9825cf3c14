// A native Redis (or Valkey): an installed one of version 6.2 or newer, else the downloaded one.
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { redisServer } from './downloads.mjs';
import { answered } from './processes.mjs';
import { stack } from './settings.mjs';
import { supervised } from './supervision.mjs';

const require = createRequire(import.meta.url);

/** Starts Redis on 127.0.0.1 and answers once it answers PING. */
export async function startRedis({ family, port, state, logs, say }) {
  const command = installed() ?? (await redisServer(say));
  const data = path.join(state, 'redis');
  mkdirSync(data, { recursive: true });
  const settings = { ...stack.redis.settings, bind: '127.0.0.1', port: String(port), dir: data };
  const server = supervised(
    family,
    {
      name: 'Redis',
      kind: 'server',
      command,
      args: Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]),
      log: path.join(logs, 'redis.log'),
      cwd: data,
    },
    say,
  );
  const url = `redis://127.0.0.1:${port}`;
  await answered(server.handle(), () => askRedis(url));
  server.watch();
  return { server, url };
}

/** Throws until the server answers PING and has read its data. */
export async function askRedis(url) {
  const { Redis } = require('ioredis');
  const redis = new Redis(url, {
    lazyConnect: true,
    retryStrategy: () => null,
    connectTimeout: 3_000,
    maxRetriesPerRequest: 0,
  });
  redis.on('error', () => {});
  try {
    await redis.connect();
    await redis.ping();
  } finally {
    redis.disconnect();
  }
}

function installed() {
  for (const command of ['redis-server', 'valkey-server']) {
    try {
      const [, major, minor] =
        /v=(\d+)\.(\d+)/.exec(
          execFileSync(command, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }),
        ) ?? [];
      if (Number(major) > 6 || (Number(major) === 6 && Number(minor) >= 2)) return command;
    } catch {
      // Not installed.
    }
  }
  return undefined;
}
