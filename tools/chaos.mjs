// Kills the processes of a running local stack at random moments of real flows; then every flow must finish and verify be green.
//   npm run chaos                     each service in turn, SIGKILL during 20 flows
//   npm run chaos -- kafka redis      the servers instead (what was started by npm start)
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { connectTo, eventually, placeShipped, returnFlow, shop, sleep } from './flows/client.mjs';
import { portOffset, portsAt, SERVICE_NAMES, stateFolder } from './stack/settings.mjs';

const FLOWS = Number(process.env.FLOWS ?? 20);
const offset = portOffset();
const ports = portsAt(offset);
const origin = process.env.AMENDS_URL ?? `http://127.0.0.1:${ports.gateway}`;
const targets = process.argv.slice(2).filter((arg) => !arg.startsWith('-'));
const client = connectTo(origin, { retries: 12 });

/** The process that listens on a port: read from the kernel's tables, so that nothing else is ever killed. */
function processOn(port) {
  const { stdout } = spawnSync('ss', ['-ltnpH', `sport = :${port}`], { encoding: 'utf8' });
  const found = /pid=(\d+)/.exec(stdout ?? '');
  return found ? Number(found[1]) : undefined;
}

/** Ends it at once; milliseconds until the port answers again. */
async function kill(name) {
  const port = ports[name];
  const pid = processOn(port);
  if (pid === undefined) throw new Error(`nothing listens on port ${port} (${name})`);
  const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  process.kill(pid, 'SIGKILL');
  const start = Date.now();
  await eventually(async () => {
    const now = processOn(port);
    if (now === undefined || now === pid) throw new Error(`${name} is not back (${command.slice(0, 60)})`);
    if (SERVICE_NAMES.includes(name)) {
      const answer = await fetch(`http://127.0.0.1:${port}/health/ready`).catch(() => undefined);
      if (!answer?.ok) throw new Error(`${name} is not ready`);
    }
  }, 90_000);
  return Date.now() - start;
}

async function round(name, limitMs) {
  const parties = await Promise.all(Array.from({ length: FLOWS }, () => shop(client)));
  const now = async () => Date.parse((await client.get('/dev/clock')).now);
  const flows = parties.map(async (party, i) => {
    await sleep(i * 60);
    const order = await placeShipped(party);
    return returnFlow(party, order.id, { clock: now, score: i % 2 ? 800 : 600 });
  });
  const settled = Promise.allSettled(flows);
  await sleep(200 + Math.random() * FLOWS * 60);
  const backMs = await kill(name);
  const results = await settled;
  const lost = results.filter(({ status }) => status === 'rejected');
  for (const { reason } of lost.slice(0, 3)) console.log(`      ${String(reason?.message ?? reason).slice(0, 300)}`);
  const good = lost.length === 0 && backMs <= limitMs;
  console.log(
    `${good ? 'ok   ' : 'FAIL '} ${name}: killed, useful again after ${(backMs / 1000).toFixed(1)} s (limit ${limitMs / 1000} s), ${results.length - lost.length} of ${results.length} flows finished`,
  );
  return good;
}

const rounds = targets.length ? targets : SERVICE_NAMES;
let [passed, failed] = [0, 0];
for (const name of rounds) (await round(name, name === 'kafka' ? 60_000 : 15_000)) ? passed++ : failed++;
client.close();
const { stdout } = spawnSync(process.execPath, [path.join(import.meta.dirname, 'verify.mjs')], {
  encoding: 'utf8',
  maxBuffer: 64 * 1024 * 1024,
  env: { ...process.env, PATIENCE_MS: '90000' },
});
process.stdout.write(stdout);
const counted = /^(\d+) passed, (\d+) failed$/m.exec(stdout);
passed += Number(counted?.[1] ?? 0);
failed += Number(counted?.[2] ?? 1);
console.log(`state in ${stateFolder(offset)}`);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
