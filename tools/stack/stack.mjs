// The whole product on real servers: what `npm start` shows to people, and what tests, bench and chaos use for themselves.
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { build } from '../build.mjs';
import { addressesOf, serversAt, startInfrastructure } from './infrastructure.mjs';
import { addressVariables } from './environment.mjs';
import { assertPortsFree } from './ports.mjs';
import { aliveRun, claim } from './processes.mjs';
import { secretsOf } from './secrets.mjs';
import { chosenServices, startServices } from './services.mjs';
import { folder, portsAt, stateFolder } from './settings.mjs';

const SERVICE_PATIENCE_MS = 20_000;

/**
 * Starts servers and (unless `services` is false; then `startServices()` does it later) services, and answers
 * `{ environment, ports, infrastructure, services, startServices, stop, keepLogs }`: the variables for those who use the stack, the supervised
 * processes by name (`infrastructure.servers` likewise, when native), and the way to end it all. `keepLogs = true` spares the logs of a throw-away stack.
 * `signal` (AbortSignal) gives a start up in the middle.
 */
export async function startStack({ offset, services = true, throwAway, purpose, say, signal }) {
  const ports = portsAt(offset);
  const state = folder(stateFolder(offset));
  const family = await claim(runFile(offset), purpose);
  signal?.addEventListener('abort', () => void family.stopAll('service', SERVICE_PATIENCE_MS));
  const stack = { ports, services: {}, keepLogs: false };
  stack.stop = async () => {
    await family.stopAll('service', SERVICE_PATIENCE_MS);
    await stack.infrastructure?.stop();
    family.close();
    if (throwAway)
      for (const name of await readdir(state))
        if (!stack.keepLogs || name !== 'logs') await rm(path.join(state, name), { recursive: true, force: true });
    if (throwAway && !stack.keepLogs) await rm(state, { recursive: true, force: true });
  };
  stack.startServices = async () => {
    const compiled = await build();
    if (compiled > 0) say(`compiled ${compiled} files`);
    const secrets = secretsOf(state);
    const { infrastructure } = stack;
    stack.services = await startServices({ family, infrastructure, ports, secrets, state, say });
  };
  try {
    if (services) await assertPortsFree(Object.fromEntries(chosenServices().map((name) => [name, ports[name]])));
    stack.infrastructure = await startInfrastructure({ offset, throwAway, purpose, say, signal });
    say('servers are ready: PostgreSQL, Kafka, Redis');
    const urlOf = (name) => `http://127.0.0.1:${ports[name]}`;
    stack.environment = {
      ...addressesOf(stack.infrastructure),
      ...addressVariables(urlOf),
      AMENDS_URL: urlOf('gateway'),
    };
    family.describe({ environment: stack.environment });
    // Tests play the providers, too; their secrets are not for run.json.
    const { PSP_WEBHOOK_SECRET, INSURER_WEBHOOK_SECRET, CARRIER_WEBHOOK_SECRET } = secretsOf(state);
    Object.assign(stack.environment, { PSP_WEBHOOK_SECRET, INSURER_WEBHOOK_SECRET, CARRIER_WEBHOOK_SECRET });
    if (services) await stack.startServices();
    return stack;
  } catch (error) {
    await stack.stop();
    throw error;
  }
}

/**
 * Gives `work` a stack of its own, on other ports and with throw-away data, and removes it afterwards, also on Ctrl-C.
 * `work(environment, stack)`; answers what it answers.
 */
export async function withStack(
  { offset, services = true, log = console.log, purpose = `node ${path.basename(process.argv[1] ?? '')}` },
  work,
) {
  const interruption = new AbortController();
  const { signal } = interruption;
  const starting = startStack({ offset, services, throwAway: true, purpose, say: log, signal });
  const onSignal = () => {
    if (signal.aborted) return;
    log('stopping ...');
    interruption.abort();
    const stopping = starting.then(
      (started) => started.stop(),
      () => {},
    );
    void stopping.finally(() => process.exit(130));
  };
  for (const name of SIGNALS) process.on(name, onSignal);
  let stack;
  try {
    stack = await starting;
    return await work(stack.environment, stack);
  } finally {
    // An interrupted run is ended by its signal: it must not go on to the next step meanwhile.
    if (signal.aborted) await new Promise(() => {});
    await stack?.stop();
    for (const name of SIGNALS) process.off(name, onSignal);
  }
}

/** The variables of the `npm start` that runs from this checkout, or undefined. */
export const runningStack = (offset) => aliveRun(runFile(offset))?.environment;

/** The processes of the stack that runs at this offset, services and servers: `{ name, pid }` each. */
export const processesAt = (offset) => [...(aliveRun(runFile(offset))?.children ?? []), ...serversAt(offset)];

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

const runFile = (offset) => path.join(stateFolder(offset), 'run.json');
