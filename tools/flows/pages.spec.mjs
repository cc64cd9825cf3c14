import assert from 'node:assert/strict';
import test from 'node:test';
import { missingOf, stepsOf } from './pages.mjs';

const page = [
  '```sh',
  'npm start',
  '```',
  'Ask:',
  '```sh',
  'curl -s localhost:8080/v1/a',
  '```',
  'It answers:',
  '```json',
  '{"id":"aft_01MRBC8475FNVTDWQKVRCXVADY","status":"open", …',
  ' "lines":[1]}',
  '```',
  '```sh',
  'curl -s localhost:8080/v1/b',
  '```',
].join('\n');

test('a page is its requests, each with the answer that follows', () => {
  const steps = stepsOf(page);
  assert.deepEqual(
    steps.map(({ commands }) => commands.trim()),
    ['curl -s localhost:8080/v1/a', 'curl -s localhost:8080/v1/b'],
  );
  assert.equal(steps[1].answer, undefined);
});

test('an answer has all pieces in their order, whatever its ids and instants are', () => {
  const [{ answer }] = stepsOf(page);
  const real = (status, rest) => `{"id":"aft_01MRBC8475FNVTDWQKVRCXVADZ","status":"${status}",${rest}`;
  assert.equal(missingOf(answer, real('open', '"at":"2026-01-01T00:00:00.000Z","lines":[1]}')), undefined);
  assert.equal(missingOf(answer, real('closed', '"lines":[1]}')), '{"id":"aft_","status":"open",');
  assert.equal(missingOf(answer, real('open', '"lines":[2]}')), '"lines":[1]}');
});
