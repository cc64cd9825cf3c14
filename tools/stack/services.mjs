// The services: started a few at a time, watched, started again when they end.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { answered } from './processes.mjs';
import { environmentOf } from './environment.mjs';
import { folder, Problem, root, SERVICE_NAMES } from './settings.mjs';
import { supervised } from './supervision.mjs';

// A start is mostly loading code: more at once than this only makes all of them late on two cores.
const STARTED_AT_ONCE = 3;
const READY_WITHIN_MS = 90_000;
// Idle, a service needs some 60 MB of heap; a small young generation keeps its resident memory near that.
export const NODE_FLAGS = ['--max-old-space-size=192', '--max-semi-space-size=8'];

/** The services to start: all, or those that `SERVICES=orders,refunds` names. */
export function chosenServices() {
  const wish = process.env.SERVICES?.split(',')
    .map((name) => name.trim())
    .filter(Boolean);
  const unknown = wish?.find((name) => !SERVICE_NAMES.includes(name));
  if (unknown) throw new Problem(`SERVICES names "${unknown}", which is none of ${SERVICE_NAMES.join(', ')}.`);
  return wish?.length ? SERVICE_NAMES.filter((name) => wish.includes(name)) : SERVICE_NAMES;
}

/** Starts them and waits until each says that it is ready; answers the supervised processes by name. */
export async function startServices({ family, infrastructure, ports, secrets, state, say }) {
  const names = chosenServices();
  const logs = folder(state, 'logs');
  const settings = { ...infrastructure, secrets, urlOf: (name) => `http://127.0.0.1:${ports[name]}` };
  for (const name of names)
    if (!existsSync(mainOf(name)))
      throw new Problem(`${path.relative(root, mainOf(name))} is not there: services/${name}/src/main.ts is missing.`);
  const services = {};
  const waiting = [...names];
  const lane = async () => {
    for (let name = waiting.shift(); name && !family.isEnding('service'); name = waiting.shift()) {
      const port = ports[name];
      const service = supervised(family, optionsOf(name, { ...settings, port }, logs), say);
      services[name] = service;
      await answered(service.handle(), () => askReady(port), READY_WITHIN_MS);
      service.watch();
      say(`  ${name} is ready`);
    }
  };
  const results = await Promise.allSettled(Array.from({ length: STARTED_AT_ONCE }, lane));
  const failed = results.find(({ status }) => status === 'rejected');
  if (failed) throw failed.reason;
  return services;
}

/** Throws until the service says that it is ready for work, with everything it works with. */
export async function askReady(port) {
  const answer = await fetch(`http://127.0.0.1:${port}/health/ready`, { signal: AbortSignal.timeout(2_000) });
  const { status } = await answer.json();
  if (status !== 'ready') throw new Error(`not ready: ${status}`);
}

const mainOf = (name) => path.join(root, 'dist/services', name, 'src/main.js');

const optionsOf = (name, settings, logs) => ({
  name,
  kind: 'service',
  command: process.execPath,
  args: [...NODE_FLAGS, mainOf(name)],
  // This machine only: whoever reaches a service of a demo can make tokens.
  env: { ...process.env, ...environmentOf(name, settings), HOST: '127.0.0.1' },
  cwd: root,
  log: path.join(logs, `${name}.log`),
});
