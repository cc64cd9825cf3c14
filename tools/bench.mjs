// Measures on one machine, everything real, each figure beside its yardstick from the same run.
//   npm run bench                    all figures on a stack of its own (other ports, throw-away data)
//   npm run bench -- flows scan      some of append http flows scan deadlines ledger; AMENDS_URL=… measures a stack that runs already
import { spawn } from 'node:child_process';
import path from 'node:path';
import { flowsPerSecond, scanToProvider } from './bench/flows.mjs';
import { median, table } from './bench/figures.mjs';
import { partsAsked } from './stack/parts.mjs';
import { reportProblem } from './stack/problem.mjs';
import { withStack } from './stack/stack.mjs';

const OFFSET = 3000;
const RUNS = Number(process.env.RUNS ?? 3);
let asked = [];
const PARTS = ['append', 'http', 'flows', 'scan', 'deadlines', 'ledger'];
const wanted = (name) => asked.length === 0 || asked.includes(name);

/** A figure that is measured inside a process of its own: prints one line of JSON. */
const inProcess = (script, env) =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [path.join(import.meta.dirname, 'bench', script)], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let text = '';
    child.stdout.on('data', (chunk) => (text += chunk));
    child.on('exit', (code) =>
      code === 0
        ? resolve(JSON.parse(text.trim().split('\n').at(-1)))
        : reject(new Error(`${script} ended with ${code}`)),
    );
  });

/** The run in the middle, by one of its figures. */
async function middle(measure, by) {
  const runs = [];
  for (let i = 0; i < RUNS; i++) runs.push(await measure());
  return runs.find((run) => run[by] === median(runs.map((each) => each[by]))) ?? runs[0];
}

async function measure(env) {
  const rows = [];
  const origin = process.env.AMENDS_URL ?? env.PUBLIC_URL;
  if (wanted('append')) {
    const run = await middle(() => inProcess('append.mjs', env), 'at256');
    rows.push({
      figure: 'durable append, 64 in flight',
      value: run.at64,
      unit: '/s',
      yardstick: run.yardstick,
      yardstickName: run.yardstickName,
      target: '≥ 1.2×, p99 ≤ 10 ms',
      holds: run.at64 >= 1.2 * run.yardstick && run.p99 <= 10,
      note: `p99 ${run.p99.toFixed(1)} ms`,
    });
    rows.push({
      figure: 'durable append, 256 in flight',
      value: run.at256,
      unit: '/s',
      yardstick: run.yardstick,
      yardstickName: run.yardstickName,
      target: '≥ 2×',
      holds: run.at256 >= 2 * run.yardstick,
    });
  }
  if (wanted('http')) {
    const run = await middle(() => inProcess('http.mjs', { ...env, AMENDS_URL: origin }), 'command');
    rows.push({
      figure: 'one HTTP command',
      value: run.command,
      unit: '/s',
      yardstick: run.insert,
      yardstickName: 'bare route, one INSERT',
      target: '≥ 0.9×',
      holds: run.command >= 0.9 * run.insert,
    });
    for (const [what, perSecond] of Object.entries(run.reads))
      rows.push({
        figure: `GET ${what}`,
        value: perSecond,
        unit: '/s',
        yardstick: run.select,
        yardstickName: 'bare route, one SELECT',
        target: '≥ 0.6×',
        holds: perSecond >= 0.6 * run.select,
      });
  }
  if (wanted('flows')) {
    const run = await middle(() => flowsPerSecond(origin), 'perSecond');
    rows.push({
      figure: 'whole return and refund',
      value: run.perSecond,
      unit: 'flows/s',
      yardstick: 2.4,
      yardstickName: "Medusa's 7 requests, at best",
      target: '≥ 120 flows/s',
      holds: run.perSecond >= 120,
      note: `command p95 ${run.p95.toFixed(0)} ms at full load`,
    });
  }
  if (wanted('scan')) {
    const run = await scanToProvider(origin);
    rows.push({
      figure: 'scan to provider, p95',
      value: run.p95,
      unit: 'ms',
      target: '≤ 150 ms',
      holds: run.p95 <= 150,
      note: `p50 ${run.p50.toFixed(0)} ms`,
    });
  }
  if (wanted('deadlines')) {
    const run = await inProcess('deadlines.mjs', env);
    rows.push({
      figure: 'deadlines armed',
      value: run.armed,
      unit: '/s',
      yardstick: run.bulk,
      yardstickName: 'BullMQ bulk add',
      target: '≥ 0.6×',
      holds: run.armed >= 0.6 * run.bulk,
    });
    rows.push({
      figure: 'deadlines due at once, fired',
      value: run.fired,
      unit: '/s',
      target: '10,000 within 2 s',
      holds: run.fired >= 5000,
      note: `p99 lateness ${run.lateness.toFixed(0)} ms at 500/s`,
    });
  }
  if (wanted('ledger')) {
    const { few, many, count } = await inProcess('ledger.mjs', env);
    const beside = (figure, where, by) => ({
      figure: `${figure}, ${count.toLocaleString('en')} refunds stored`,
      value: many[where][by],
      unit: '/s',
      yardstick: few[by],
      yardstickName: 'with 10,000 stored',
      target: '≥ 0.85×',
      holds: many[where][by] >= 0.85 * few[by],
    });
    rows.push(
      beside('read one of the newest refunds', 'newest', 'reads'),
      beside('reserve on one of the newest orders', 'newest', 'reserved'),
      beside('read any refund', 'anywhere', 'reads'),
      beside('reserve on any order', 'anywhere', 'reserved'),
    );
  }
  console.log(`\n${table(rows)}\n`);
  return rows.filter(({ holds }) => !holds).length;
}

try {
  asked = partsAsked(PARTS);
  const short = process.env.AMENDS_URL
    ? await measure(process.env)
    : await withStack({ offset: OFFSET, services: ['http', 'flows', 'scan'].some(wanted) }, measure);
  console.log(short ? `${short} figures fall short` : 'every figure holds');
} catch (error) {
  reportProblem(error);
}
process.exit();
