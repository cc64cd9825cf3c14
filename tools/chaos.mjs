// Kills parts of a stack during real flows. Every flow must finish by itself, each part be useful again in time, verify be green.
//   npm run chaos                     every service, the relays in a loop, Kafka, Redis, PostgreSQL: on a stack of its own
//   npm run chaos -- refunds kafka    some of them
//   npm run chaos -- money            services that die at named points, parallel refunds, a provider at its worst; DEATHS=10 each
//   AMENDS_URL=… npm run chaos        on the stack that runs at AMENDS_PORT_OFFSET
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startFlows } from './chaos/flows.mjs';
import { MONEY_ROUNDS } from './chaos/money.mjs';
import { partsAt } from './chaos/parts.mjs';
import { connectTo, sleep } from './flows/client.mjs';
import { assertNodeVersion, installPackages } from './stack/packages.mjs';
import { partsAsked } from './stack/parts.mjs';
import { reportProblem } from './stack/problem.mjs';
import { runStep } from './stack/run.mjs';
import { logsFolder, portOffset, Problem, SERVICE_NAMES } from './stack/settings.mjs';
import { withStack } from './stack/stack.mjs';

const OWN_OFFSET = 4000;
const FLOWS = Number(process.env.FLOWS ?? 20);
const FLOW_EVERY_MS = 300;
/** Two minutes of retries under one key: longer than any part may be away. */
const RETRIES = 64;
const RELAY_LOOP_MS = 20_000;
const RELAY_KILL_EVERY_MS = 1500;
const RELAYING = ['orders', 'after-sales', 'refunds', 'pickups', 'insurance'];
const SERVERS = ['kafka', 'redis', 'postgres'];
const ROUNDS = [...SERVICE_NAMES, 'relay', ...SERVERS];
const MONEY = 'money';

/** These two have to read their logs first. */
const RECOVERING = ['kafka', 'postgres'];
const limitMsOf = (name) => (RECOVERING.includes(name) ? 60_000 : 15_000);
const SHOWN = 8;
const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;

/** Kills one part at a random moment of the flows. */
const once = (name) => ({
  title: name,
  killed: [name],
  everyMs: FLOW_EVERY_MS,
  strike: async ({ kill }) => {
    await sleep(Math.random() * 0.5 * FLOWS * FLOW_EVERY_MS);
    const killedAt = Date.now();
    return { killedAt, awayMs: await kill(name) };
  },
});

/** The relay runs inside the services: they die one after the other, so that relays end between publish and mark again and again. */
const relays = {
  title: 'relay',
  killed: RELAYING,
  everyMs: (1.2 * RELAY_LOOP_MS) / FLOWS,
  strike: async ({ kill }) => {
    const start = Date.now();
    const kills = [];
    const away = new Set();
    const killOne = async (name) => {
      away.add(name);
      const awayMs = await kill(name);
      away.delete(name);
      return awayMs;
    };
    for (let turn = 0; Date.now() - start < RELAY_LOOP_MS; turn++) {
      const name = RELAYING[turn % RELAYING.length];
      if (!away.has(name)) kills.push(killOne(name));
      await sleep(RELAY_KILL_EVERY_MS);
    }
    const killedAt = Date.now() - RELAY_KILL_EVERY_MS;
    return { killedAt, awayMs: Math.max(...(await Promise.all(kills))), kills: kills.length };
  },
};

/** One round: flows, a strike in their midst, and what became of both. Answers whether all was well. */
async function round({ title, killed, everyMs, strike }, parts, client, faults) {
  faults.length = 0;
  const othersSince = parts.watchOthers(killed);
  const flows = startFlows(client, FLOWS, everyMs);
  const { killedAt, awayMs, kills } = await strike(parts);
  const ended = await flows;
  const finished = ended.filter(({ finishedAt }) => finishedAt);
  const after = finished.filter(({ begunAt }) => begunAt >= killedAt).map(({ finishedAt }) => finishedAt - killedAt);
  const usefulMs = Math.min(...after);
  const limitMs = limitMsOf(title);
  const found = [
    ...(usefulMs > limitMs ? [`no flow that began after the kill was done within ${seconds(limitMs)}`] : []),
    ...(await othersSince()),
    ...faults.map(({ method, path: url, status, text }) => `${method} ${url} answered ${status}: ${text}`),
    ...ended.filter(({ error }) => error).map(({ error }) => `a flow did not finish: ${error.message}`),
  ];
  const last = Math.max(...finished.map(({ finishedAt }) => finishedAt)) - killedAt;
  console.log(
    [
      `${found.length ? 'FAIL ' : 'ok   '} ${title}: killed${kills ? ` ${kills} times` : ''}`,
      `away ${seconds(awayMs)}`,
      `a new flow done after ${seconds(usefulMs)} (limit ${seconds(limitMs)})`,
      `${finished.length} of ${ended.length} flows finished, the last after ${seconds(last)}`,
    ].join(', '),
  );
  for (const line of found.slice(0, SHOWN)) console.log(`      ${line.slice(0, 300)}`);
  return found.length === 0;
}

/** What the times of the rounds are to be read against: a machine that has other work is slow without any kill. */
async function tellTheCalm(client) {
  const [{ begunAt, finishedAt, error }] = await startFlows(client, 1, 0);
  if (error) throw error;
  const load = os.loadavg()[0].toFixed(1);
  console.log(`calm  one flow alone takes ${seconds(finishedAt - begunAt)}; load ${load} on ${os.cpus().length} cores`);
}

/** One round about money; answers whether all was well. */
async function moneyRound({ title, run }, about, client, faults) {
  faults.length = 0;
  const begun = Date.now();
  const result = await run(client, about).then(
    (seen) => ({ seen }),
    (error) => ({ error }),
  );
  const found = [
    ...(result.error ? [result.error.message] : []),
    ...faults.map(({ method, path: url, status, text }) => `${method} ${url} answered ${status}: ${text}`),
  ];
  console.log(
    `${found.length ? 'FAIL ' : 'ok   '} ${title}${result.seen ? `: ${result.seen}` : ''}, ${seconds(Date.now() - begun)}`,
  );
  for (const line of found.slice(0, SHOWN)) console.log(`      ${line.slice(0, 300)}`);
  return found.length === 0;
}

/** All rounds and then verify; answers `{ passed, failed }`. */
async function chaos(origin, offset, names, fuses) {
  const faults = [];
  // The contract: what is down answers 503 and says when to come back. Nothing else of 5xx may ever be seen.
  const onAnswer = (answer) => {
    if (answer.status >= 500 && !(answer.status === 503 && answer.headers['retry-after'])) faults.push(answer);
  };
  const client = connectTo(origin, { retries: RETRIES, onAnswer });
  const parts = partsAt(offset);
  await tellTheCalm(client);
  const counts = { passed: 0, failed: 0 };
  for (const name of names.filter((each) => each !== MONEY)) {
    const well = await round(name === 'relay' ? relays : once(name), parts, client, faults);
    counts[well ? 'passed' : 'failed']++;
  }
  if (names.includes(MONEY))
    for (const each of MONEY_ROUNDS)
      counts[(await moneyRound(each, { fuses, offset }, client, faults)) ? 'passed' : 'failed']++;
  client.close();
  const { counts: verified } = await runStep(process.execPath, [path.join(import.meta.dirname, 'verify.mjs')], {
    env: { AMENDS_PORT_OFFSET: String(offset) },
  });
  return {
    passed: counts.passed + (verified?.passed ?? 0),
    failed: counts.failed + (verified?.failed ?? 1),
  };
}

try {
  assertNodeVersion();
  await installPackages(console.log);
  const asked = partsAsked([...ROUNDS, MONEY]);
  const names = asked.length ? asked : ROUNDS;
  const { AMENDS_URL: given } = process.env;
  if (given && asked.includes(MONEY))
    throw new Problem('The rounds about money need a stack of their own: leave AMENDS_URL out.');
  const offset = portOffset(given ? 0 : OWN_OFFSET);
  const fuses = mkdtempSync(path.join(os.tmpdir(), 'amends-fuses-'));
  if (asked.includes(MONEY)) process.env.AMENDS_CRASH_POINTS = fuses;
  // Servers in containers belong to their engine: chaos kills only processes of its own stack.
  process.env.AMENDS_INFRASTRUCTURE ??= 'native';
  const { passed, failed } = given
    ? await chaos(given, offset, names, fuses)
    : await withStack({ offset }, async ({ AMENDS_URL: origin }, stack) => {
        const counts = await chaos(origin, offset, names, fuses);
        stack.keepLogs = counts.failed > 0;
        if (stack.keepLogs) console.log(`the logs of this run: ${logsFolder(offset)}`);
        return counts;
      });
  rmSync(fuses, { recursive: true, force: true });
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed ? 1 : 0;
} catch (error) {
  reportProblem(error);
}
process.exit();
