import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { Pace } from './pace';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

it('lets work begin at once after a rest', async () => {
  const pace = new Pace(20);
  await pace.turn();
  jest.advanceTimersByTime(20);
  await pace.turn();
});

it('lets work that follows at once wait for the rest of the time', async () => {
  const pace = new Pace(20);
  let begun = false;
  await pace.turn();
  jest.advanceTimersByTime(5);
  const turn = pace.turn().then(() => (begun = true));
  await jest.advanceTimersByTimeAsync(14);
  expect(begun).toBe(false);
  await jest.advanceTimersByTimeAsync(1);
  await turn;
  expect(begun).toBe(true);
});
