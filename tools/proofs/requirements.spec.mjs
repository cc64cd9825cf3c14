import assert from 'node:assert/strict';
import test from 'node:test';
import { flawsOfRequirements, NUMBERS } from './requirements.mjs';

const exists = (link) => link === 'there.ts';
const flaws = (...rows) => flawsOfRequirements(rows.map((cells) => `| ${cells} |`).join('\n'), exists, [1, 2]);

test('all numbers of the three ranges are wanted', () => {
  assert.equal(NUMBERS.length, 55 + 9 + 21);
  assert.deepEqual(
    [NUMBERS.includes(56), NUMBERS.includes(65), NUMBERS.includes(74), NUMBERS.at(-1)],
    [false, true, false, 95],
  );
});

test('a page is right when each number has a row with a place and a proof that exist, or is open', () =>
  assert.deepEqual(flaws('M1 | a | [x](there.ts) | [y](there.ts#part)', 'M2 | b | _open_: later |'), []));

test('a missing row, a second one, a dead link and an empty cell are named', () =>
  assert.deepEqual(flaws('M1 | a | [x](gone.ts) |', 'M1 | a | `x` | [y](there.ts)'), [
    'M2 has no row',
    'M1 has two rows',
    'M1 links to gone.ts, which is not there',
    'M1 does not say what shows it',
    'M1 does not say where it lives',
  ]));
