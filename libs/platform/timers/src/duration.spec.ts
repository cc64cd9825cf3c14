import { describe, expect, it } from '@jest/globals';
import { DevelopmentClock } from './clock';
import { durationMs } from './duration';
import { offsetAfter } from './shared-clock';

describe('a duration', () => {
  it.each([
    ['PT48H', 172_800_000],
    ['PT12.345S', 12_345],
    ['PT0.0005S', 1],
    ['P1DT2H3M4S', 93_784_000],
    ['P2W', 1_209_600_000],
    ['PT0S', 0],
  ])('%s is %d ms', (text, ms) => {
    expect(durationMs(text)).toBe(ms);
  });

  it.each(['', 'P', 'PT', 'P1DT', 'PT1.5H', '48H', 'P1Y', 'P1M', 'PT-1S', 'PT1S ', 'PT1e3S', 'pt1s'])(
    '"%s" is none',
    (text) => {
      expect(durationMs(text)).toBeUndefined();
    },
  );
});

describe('the development clock', () => {
  it('only goes forward, and tells its listeners of a move', () => {
    const clock = new DevelopmentClock();
    let moves = 0;
    clock.onMoved(() => moves++);
    expect([clock.moveTo(5000), clock.moveTo(4000), clock.moveTo(5000), clock.moveTo(Number.NaN)]).toEqual([
      true,
      false,
      false,
      false,
    ]);
    expect([clock.offsetMs, moves]).toEqual([5000, 1]);
  });

  it('goes on ticking', async () => {
    const clock = new DevelopmentClock();
    clock.moveTo(1000);
    const before = Date.parse(clock.now());
    await new Promise((wake) => setTimeout(wake, 15));
    expect(Date.parse(clock.now()) - before).toBeGreaterThanOrEqual(10);
  });

  it('is asked to go by a duration or to an instant; the past is where it stays', () => {
    const clock = new DevelopmentClock();
    clock.moveTo(10_000);
    expect(offsetAfter(clock, { advance: 'PT1S' })).toBe(11_000);
    expect(offsetAfter(clock, { now: '2020-01-01T00:00:00Z' })).toBe(10_000);
    expect(offsetAfter(clock, { now: 'soon' })).toBeUndefined();
    expect(offsetAfter(clock, { advance: 'soon' })).toBeUndefined();
  });
});
