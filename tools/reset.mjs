// npm run reset: removes the data of every stack of this checkout; downloaded servers and secrets stay.
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { composeWorks, stopComposed } from './stack/compose.mjs';
import { outsideFolder } from './stack/postgres.mjs';
import { aliveRun, endLeftovers, recordedChildren } from './stack/processes.mjs';
import { reportProblem } from './stack/problem.mjs';
import { portOffset, portsAt, Problem, root, stateFolder } from './stack/settings.mjs';

const KEPT = ['servers', 'secrets.env'];

try {
  const offsets = [
    0,
    ...(await entries(path.join(root, '.amends')))
      .map((name) => Number(/^offset-(\d+)$/.exec(name)?.[1]))
      .filter(Boolean),
  ];
  for (const offset of offsets) {
    for (const file of ['run.json', 'infrastructure.json']) {
      const run = aliveRun(path.join(stateFolder(offset), file));
      if (run) throw new Problem(`${run.purpose} still runs (process ${run.pid}). Stop it first.`);
      await endLeftovers(recordedChildren(path.join(stateFolder(offset), file)));
    }
  }
  if (await composeWorks())
    for (const offset of new Set([portOffset(), ...offsets]))
      await stopComposed({ offset, ports: portsAt(offset), forget: true });
  for (const offset of offsets) {
    await rm(outsideFolder(stateFolder(offset)), { recursive: true, force: true });
    if (offset !== 0) await rm(stateFolder(offset), { recursive: true, force: true });
  }
  for (const name of await entries(path.join(root, '.amends')))
    if (!KEPT.includes(name)) await rm(path.join(root, '.amends', name), { recursive: true, force: true });
  console.log('The data is gone; `npm start` begins anew.');
} catch (error) {
  reportProblem(error);
}

function entries(folder) {
  return readdir(folder).catch(() => []);
}
