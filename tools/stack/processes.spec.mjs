import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { aliveRun, claim, holdsWithin } from './processes.mjs';
import { Problem } from './settings.mjs';
import { supervised } from './supervision.mjs';

const folder = await mkdtemp(path.join(os.tmpdir(), 'amends-processes-'));
after(() => rm(folder, { recursive: true }));
const runFile = (name) => path.join(folder, `${name}.json`);
const sleeper = {
  name: 'sleeper',
  kind: 'service',
  command: 'sleep',
  args: ['60'],
  log: path.join(folder, 'sleeper.log'),
};

test('what was started is ended, and nothing is written about it afterwards', async () => {
  const family = await claim(runFile('ended'), 'a test');
  const handle = family.start(sleeper);
  assert.equal(aliveRun(runFile('ended')).children[0].pid, handle.pid);
  await family.stopAll('service', 5_000);
  family.close();
  assert.equal(isAlive(handle.pid), false);
  assert.equal(aliveRun(runFile('ended')), undefined);
});

test('one that does not listen is killed when patience ends', async () => {
  const family = await claim(runFile('deaf'), 'a test');
  const handle = family.start({
    ...sleeper,
    command: 'sh',
    args: ['-c', 'trap "" TERM; while :; do sleep 0.05; done'],
  });
  await new Promise((resolve) => setTimeout(resolve, 200));
  await family.stop(handle, 300);
  family.close();
  assert.equal(handle.exited.signal, 'SIGKILL');
});

test('one that ends unasked starts again; held down it stays down', async () => {
  const family = await claim(runFile('supervised'), 'a test');
  const said = [];
  const one = supervised(family, sleeper, (line) => said.push(line));
  one.watch();
  const first = one.pid();
  process.kill(first, 'SIGKILL');
  assert.ok(await holdsWithin(() => one.pid() !== undefined && one.pid() !== first, 5_000));
  assert.match(said[0], /^sleeper ended \(SIGKILL\); starting again in 1 s/);
  await one.down('SIGKILL');
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  assert.equal(one.pid(), undefined);
  one.up();
  assert.ok(isAlive(one.pid()));
  await family.stopAll('service', 5_000);
  family.close();
});

test('a second owner is refused while the first lives', async () => {
  const { child, children } = await ownerOf('alive');
  await assert.rejects(
    claim(runFile('alive'), 'a test'),
    (error) => error instanceof Problem && error.message.includes(`(process ${child.pid})`),
  );
  child.kill('SIGKILL');
  assert.ok(await holdsWithin(() => !isAlive(children[0].pid), 5_000));
});

test('the children of a killed owner end by themselves', async () => {
  const { child, children } = await ownerOf('killed');
  child.kill('SIGKILL');
  assert.ok(await holdsWithin(() => !isAlive(children[0].pid), 5_000));
});

test('what even the watchdog could not end is ended by the next owner, and a stranger with a recycled number is not', async () => {
  const { child, children, watchdog } = await ownerOf('leftover');
  process.kill(watchdog, 'SIGKILL');
  child.kill('SIGKILL');
  await once(child, 'exit');
  assert.ok(isAlive(children[0].pid));
  // The system tells starts in hundredths of a second; no number is given anew so soon.
  await pause(50);
  const stranger = spawn('sleep', ['60']);
  const { endLeftovers } = await import('./processes.mjs');
  await endLeftovers([{ ...children[0], pid: stranger.pid }]);
  assert.ok(isAlive(stranger.pid));
  stranger.kill();
  (await claim(runFile('leftover'), 'a test')).close();
  // Gone at once, but its number only when init has taken note.
  assert.ok(await holdsWithin(() => !isAlive(children[0].pid), 5_000));
});

/** A process of its own that claims a run and starts a sleeper. */
async function ownerOf(name) {
  const program = `
    const { claim } = await import(${JSON.stringify(pathToFileURL(path.join(import.meta.dirname, 'processes.mjs')).href)});
    const family = await claim(${JSON.stringify(runFile(name))}, 'an owner');
    family.start(${JSON.stringify(sleeper)});
    console.log('started');
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  const { children, watchdog } = JSON.parse(await readFile(runFile(name), 'utf8'));
  return { child, children, watchdog };
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
