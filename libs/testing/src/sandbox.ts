import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { throwAwayDatabase } from './database';
import { eventually, kafkaBrokers, redisUrl } from './servers';

const READY_WITHIN_MS = 60_000;
const BOOKS = ['', 'PSP_', 'CARRIER_', 'INSURER_', 'KEYRING_'] as const;
const FOLLOWERS = ['ORDERS', 'AFTER_SALES', 'REFUNDS', 'PICKUPS', 'INSURANCE', 'INTEGRATIONS'];

/** The sandbox as a process of its own, with books of its own. `pspBooks` is the payment provider's database. */
export type RunningSandbox = Readonly<{ url: string; pspBooks: string; stop: () => Promise<void> }>;

/**
 * Starts the compiled sandbox. It serves HTTP only: no consumer group of another run is disturbed, and payments have to be
 * put into its books. Notifications go to `publicUrl`, signed with `pspSecret`; clocks follow at `followerUrl`.
 */
export const runningSandbox = async (
  main: string,
  { publicUrl, pspSecret, followerUrl }: Readonly<{ publicUrl: string; pspSecret: string; followerUrl: string }>,
): Promise<RunningSandbox> => {
  const databases = await Promise.all(BOOKS.map(() => throwAwayDatabase()));
  const urls = BOOKS.flatMap((name, index) => [
    [`${name}DATABASE_URL`, databases[index]?.appUrl ?? ''],
    [`${name}MIGRATION_DATABASE_URL`, databases[index]?.ownerUrl ?? ''],
  ]);
  const port = await freePort();
  const sandbox = spawn(process.execPath, [main], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      ROLE: 'api',
      AMENDS_MODE: 'demo',
      HOST: '127.0.0.1',
      PORT: String(port),
      LOG_LEVEL: 'error',
      KEYRING_MASTER_KEY: randomBytes(32).toString('base64'),
      KAFKA_BROKERS: kafkaBrokers().join(','),
      REDIS_URL: redisUrl(),
      PUBLIC_URL: publicUrl,
      PSP_WEBHOOK_SECRET: pspSecret,
      CARRIER_WEBHOOK_SECRET: 'carrier',
      ...Object.fromEntries(FOLLOWERS.map((name) => [`${name}_URL`, followerUrl])),
      ...Object.fromEntries(urls),
    },
  });
  const ended = new Promise((end) => sandbox.once('exit', end));
  const url = `http://127.0.0.1:${String(port)}`;
  await eventually(async () => (await fetch(`${url}/dev/clock`).catch(() => undefined))?.ok, READY_WITHIN_MS);
  return {
    url,
    pspBooks: databases[BOOKS.indexOf('PSP_')]?.appUrl ?? '',
    stop: async () => {
      sandbox.kill('SIGTERM');
      await ended;
      await Promise.all(databases.map((database) => database.drop()));
    },
  };
};

/** A port of this machine that nobody listens at. */
export const freePort = async (): Promise<number> => {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
};
