import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { drain, isMinor, proportion, shareOfRemaining, spread, total } from './money';

const amounts = fc.array(fc.integer({ min: 0, max: 1_000_000_00 }), { minLength: 1, maxLength: 12 });

describe('an amount', () => {
  it.each([0, 1, Number.MAX_SAFE_INTEGER])('%s is one', (value) => expect(isMinor(value)).toBe(true));
  it.each([-1, 0.5, '1', null, NaN, 2 ** 53])('%s is none', (value) => expect(isMinor(value)).toBe(false));
});

describe('a proportion', () => {
  it('is exact past 2^53', () => expect(proportion(Number.MAX_SAFE_INTEGER, 2, 3)).toBe(6004799503160660));
  it('of nothing is nothing', () => expect(proportion(5, 0, 0)).toBe(0));
});

describe('spreading', () => {
  it('gives the odd units to the largest remainders, ties to the bigger weight, then to the earlier', () => {
    expect(spread(100, [899, 2000])).toEqual([31, 69]);
    expect(spread(1, [5, 5])).toEqual([1, 0]);
    expect(spread(3000, [25800, 5990, 5970])).toEqual([2050, 476, 474]);
  });
  it('gives nothing where nothing is weighed', () => expect(spread(5, [0, 0])).toEqual([0, 0]));

  it('sums up exactly, is never negative and never above a weight', () => {
    fc.assert(
      fc.property(amounts, fc.nat(2_000_000_00), (weights, amount) => {
        const shares = spread(amount, weights);
        expect(total(shares)).toBe(Math.min(amount, total(weights)));
        shares.forEach((share, index) => {
          expect(share).toBeGreaterThanOrEqual(0);
          expect(share).toBeLessThanOrEqual(weights[index] ?? 0);
        });
      }),
    );
  });
});

describe('the remaining-balance rule', () => {
  it('pays back exactly what was paid, however the units are split', () => {
    fc.assert(
      fc.property(
        fc.nat(1_000_000_00),
        fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 20 }),
        (paid, portions) => {
          let [left, units] = [paid, total(portions)];
          for (const portion of portions) {
            const share = shareOfRemaining(left, portion, units);
            expect(share).toBeGreaterThanOrEqual(0);
            [left, units] = [left - share, units - portion];
          }
          expect(left).toBe(0);
        },
      ),
    );
  });
  it('gives thirds of 100.00 as the specification does', () => {
    expect(shareOfRemaining(10000, 1, 3)).toBe(3333);
    expect(shareOfRemaining(6667, 1, 2)).toBe(3333);
    expect(shareOfRemaining(3334, 1, 1)).toBe(3334);
  });
  it('has nothing for units that are not there', () => expect(shareOfRemaining(5, 1, 0)).toBe(0));
});

it('drains accounts in their order, none below zero', () => {
  expect(drain(70, [50, 0, 50])).toEqual([50, 0, 20]);
  expect(drain(200, [50, 50])).toEqual([50, 50]);
});
