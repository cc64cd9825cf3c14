// Plays refunds, fast refund and insurance in one process over a random world: calls that fail, crashes, repeated and late
// messages, a clock that jumps. Everything random comes from one seed; the invariants are looked at after every commit.
//   npm run simulate -- --seeds 10000              seeds 1 to 10000, on every core
//   npm run simulate -- --seed 4711                one of them alone; tells every step
//   npm run simulate -- --seeds 1000 --bug NAME    with a mistake planted around the code: fails unless it is found
import { readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { build } from './build.mjs';
import { reportProblem } from './stack/problem.mjs';
import { Problem, root } from './stack/settings.mjs';

const require = createRequire(import.meta.url);
const BATCH = 10;
const SHOWN = 60;

/** The simulation as JavaScript; only a process that has called `compile` before finds it there. */
const simulation = (file) => {
  require('reflect-metadata');
  return require(path.join(root, 'dist/tools/simulation', file));
};

async function compile() {
  await build();
  const folder = path.join(root, 'tools/simulation');
  const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.ts'));
  await build(files.map((file) => path.join(folder, file)));
}

/** Plays batches of seeds until there are no more, and tells what was wrong. */
function work({ bug }) {
  const { play } = simulation('run.js');
  parentPort.on('message', async (seeds) => {
    const results = [];
    for (const seed of seeds) {
      const { steps, violation, trace } = await play(seed, bug);
      results.push({ seed, steps, violation, trace: violation === undefined ? [] : trace });
    }
    parentPort.postMessage(results);
  });
}

/** Plays seeds 1 to `seeds` on every core, to the first that fails. */
function playAll({ seeds, bug, cores }) {
  return new Promise((resolve, reject) => {
    let next = 1;
    let played = 0;
    let steps = 0;
    let failed;
    let busy = cores;
    const workers = Array.from({ length: cores }, () => new Worker(new URL(import.meta.url), { workerData: { bug } }));
    const give = (worker) => {
      if (next > seeds || failed !== undefined) {
        worker.terminate();
        if (--busy === 0) resolve({ played, steps, failed });
        return;
      }
      const count = Math.min(BATCH, seeds - next + 1);
      worker.postMessage(Array.from({ length: count }, (_, index) => next + index));
      next += count;
    };
    for (const worker of workers) {
      worker.on('error', reject);
      worker.on('message', (results) => {
        for (const result of results) {
          played += 1;
          steps += result.steps;
          if (result.violation !== undefined && !(failed?.seed < result.seed)) failed = result;
        }
        give(worker);
      });
      give(worker);
    }
  });
}

const tell = ({ seed, violation, trace }, all) => {
  if (trace.length > SHOWN && !all) console.log(`… ${trace.length - SHOWN} steps before`);
  for (const line of all ? trace : trace.slice(-SHOWN)) console.log(line);
  console.log(violation === undefined ? `seed ${seed} holds` : `seed ${seed}: ${violation}`);
};

const wholeNumber = (text, name) => {
  if (!/^\d{1,9}$/.test(text) || Number(text) < 1) throw new Problem(`--${name} wants a whole number above 0.`);
  return Number(text);
};

async function main() {
  const { values } = parseArgs({
    options: { seeds: { type: 'string' }, seed: { type: 'string' }, bug: { type: 'string' } },
  });
  await compile();
  const { bug } = values;
  const { BUGS } = simulation('bugs.js');
  if (bug !== undefined && !BUGS.includes(bug))
    throw new Problem(`There is no bug "${bug}"; there are ${BUGS.join(', ')}.`);
  if (values.seed !== undefined) {
    const result = await simulation('run.js').play(wholeNumber(values.seed, 'seed'), bug);
    tell(result, true);
    return result.violation === undefined;
  }
  const seeds = wholeNumber(values.seeds ?? '1000', 'seeds');
  const cores = Math.min(os.availableParallelism(), Math.ceil(seeds / BATCH));
  const started = Date.now();
  const { played, steps, failed } = await playAll({ seeds, bug, cores });
  const summary = `${played} seeds, ${steps} steps in ${((Date.now() - started) / 1000).toFixed(1)} s on ${cores} cores`;
  if (failed !== undefined) {
    if (bug === undefined) tell(failed, false);
    const again = `npm run simulate -- --seed ${failed.seed}${bug === undefined ? '' : ` --bug ${bug}`}`;
    console.log(`${summary}; found: ${failed.violation}\nagain alone, with every step: ${again}`);
    return bug !== undefined;
  }
  console.log(bug === undefined ? `${summary}: everything holds` : `${summary}: nobody has noticed ${bug}`);
  return bug === undefined;
}

if (isMainThread) {
  try {
    process.exitCode = (await main()) ? 0 : 1;
  } catch (error) {
    reportProblem(error);
  }
} else work(workerData);
