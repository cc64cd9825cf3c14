import { describe, expect, it } from '@jest/globals';
import { earlier, endOfDayWindow, endOfMonthWindow, later, shanghaiHour, shanghaiMonth } from './time';

describe('a window of days in Asia/Shanghai', () => {
  it('begins the day after and ends with the day', () => {
    expect(endOfDayWindow('2026-03-01T02:00:00.000Z', 7)).toBe('2026-03-08T15:59:59.000Z');
    expect(endOfDayWindow('2026-03-01T15:59:59.999Z', 7)).toBe('2026-03-08T15:59:59.000Z');
    expect(endOfDayWindow('2026-03-01T16:00:00.000Z', 7)).toBe('2026-03-09T15:59:59.000Z');
  });
});
describe('a window of months', () => {
  it('ends on the same day of the month, or on its last', () => {
    expect(endOfMonthWindow('2026-01-31T04:00:00.000Z', 1)).toBe('2026-02-28T15:59:59.000Z');
    expect(endOfMonthWindow('2024-02-29T04:00:00.000Z', 24)).toBe('2026-02-28T15:59:59.000Z');
    expect(endOfMonthWindow('2026-03-15T04:00:00.000Z', 12)).toBe('2027-03-15T15:59:59.000Z');
  });
});
it('knows the hour of the day there', () => expect(shanghaiHour('2026-03-01T05:30:00.000Z')).toBe(13.5));
it('adds and compares', () => {
  expect(later('2026-03-01T00:00:00.000Z', 1500)).toBe('2026-03-01T00:00:01.500Z');
  expect(earlier('2026-03-02T00:00:00.000Z', '2026-03-01T00:00:00.000Z')).toBe('2026-03-01T00:00:00.000Z');
});

it('counts months by the calendar of Asia/Shanghai', () => {
  expect(shanghaiMonth('2026-02-28T15:59:59.999Z')).toBe('2026-02');
  expect(shanghaiMonth('2026-02-28T16:00:00.000Z')).toBe('2026-03');
});
