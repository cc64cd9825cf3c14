import assert from 'node:assert/strict';
import test from 'node:test';
import { flawsOfRows, testNames } from './rows.mjs';

test('a test is called by its title, one that is skipped by nothing', () => {
  const source = [
    "describe('a return (R1)', () => {",
    "  it('is paid (R2)', () => {});",
    "  it.each([['R9']])('of %s (R3)', () => {});",
    "  it.skip('some day (R4)', () => {});",
    "  it.todo('never (R5)');",
    '});',
  ].join('\n');
  assert.deepEqual(testNames('a.spec.ts', source), ['a return (R1)', 'is paid (R2)', 'of %s (R3)']);
});

test('a row that no test names is named, and so is one whose file does not know it', () => {
  const flaws = flawsOfRows({
    tables: ['R1', 'R2'],
    named: new Set(['R1', 'K1', 'K20']),
    elsewhere: { K1: 'a.ts', K20: 'b.ts' },
    read: (file) => (file === 'a.ts' ? 'begins here (K1)' : undefined),
  });
  assert.deepEqual(flaws, [
    'row K20 is said to be enforced in b.ts, which does not name it',
    "row R2 is in no test's name",
  ]);
});
