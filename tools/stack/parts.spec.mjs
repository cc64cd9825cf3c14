import assert from 'node:assert/strict';
import { test } from 'node:test';
import { partsAsked } from './parts.mjs';
import { Problem } from './settings.mjs';

test('parts are asked for by name; what there is not stops the command before it begins', () => {
  assert.deepEqual(partsAsked(['append', 'flows'], ['flows']), ['flows']);
  assert.deepEqual(partsAsked(['append', 'flows'], []), []);
  for (const wrong of ['flow', '--help'])
    assert.throws(
      () => partsAsked(['append', 'flows'], ['append', wrong]),
      (error) => error instanceof Problem && error.message === `There is no part "${wrong}"; there are append, flows.`,
    );
});
