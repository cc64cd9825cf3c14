import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { test } from 'node:test';

const simulate = (...args) => {
  const script = path.join(import.meta.dirname, 'simulate.mjs');
  const { status, stdout } = spawnSync(process.execPath, [script, ...args], { encoding: 'utf8' });
  return { status, stdout };
};

test('F1: nothing is found in two hundred random worlds', () => {
  const { status, stdout } = simulate('--seeds', '200');
  assert.equal(status, 0, stdout);
  assert.match(stdout, /^200 seeds, \d+ steps .*: everything holds/m);
});

test('F1: a seed tells the same steps again', () => {
  const [first, second] = [simulate('--seed', '7'), simulate('--seed', '7')];
  assert.match(first.stdout, /seed 7 holds/);
  assert.equal(first.stdout, second.stdout);
});

for (const bug of [
  'reserve-forgotten',
  'retry-with-new-number',
  'notification-applied-twice',
  'freight-forgotten',
  'kept-goods-forgiven',
  'limits-not-set',
])
  test(`F1: ${bug} is found, and again by its seed alone`, () => {
    const found = simulate('--seeds', '1000', '--bug', bug);
    assert.equal(found.status, 0, found.stdout);
    const [, violation] = /found: (.*)/.exec(found.stdout);
    const [, seed] = /--seed (\d+)/.exec(found.stdout);
    const again = simulate('--seed', seed, '--bug', bug);
    assert.equal(again.status, 1);
    assert.ok(again.stdout.includes(`seed ${seed}: ${violation}`), again.stdout.slice(-500));
  });
