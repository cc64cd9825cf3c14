import { later } from '@amends/kernel';
import { describe, expect, it } from '@jest/globals';
import { needsOperator, nextQuery, nextRetry } from './schedule';

const since = '2026-03-01T02:00:00.000Z';
const MINUTE = 60_000;

describe('asking what became of a leg', () => {
  it.each([
    [0, 1],
    [1, 2],
    [2, 5],
    [5, 15],
    [15, 60],
    [60, 6 * 60],
    [6 * 60, 12 * 60],
    [24 * 60 + 1, 30 * 60],
  ])('%s minutes after it was submitted comes next after %s', (waited, next) =>
    expect(nextQuery(since, later(since, waited * MINUTE))).toBe(later(since, next * MINUTE)),
  );
  it('does not make up for what was missed while the clock jumped', () =>
    expect(nextQuery(since, later(since, 16 * MINUTE))).toBe(later(since, 60 * MINUTE)));
  it('becomes an operator’s item after three days', () => {
    expect(needsOperator(since, later(since, 3 * 24 * 60 * MINUTE - 1))).toBe(false);
    expect(needsOperator(since, later(since, 3 * 24 * 60 * MINUTE))).toBe(true);
  });
});

describe('trying again what was refused for now', () => {
  it('doubles from one second to 128, then gives up', () => {
    const waits = Array.from({ length: 9 }, (_, n) => nextRetry(n, since));
    expect(waits).toEqual([...[1, 2, 4, 8, 16, 32, 64, 128].map((seconds) => later(since, seconds * 1000)), undefined]);
  });
});
