import { describe, expect, it } from '@jest/globals';
import { advanceBooks, type BookedAdvance } from './book';
import { rolloutBucket } from './eligibility';
import { noFastRefund, type FastRefund } from './fast-refund';

const advance = (buyerId: string, advancedAt: string, sums: Partial<FastRefund>, currency = 'CNY'): BookedAdvance => ({
  buyerId,
  currency,
  advancedAt,
  fast: { ...noFastRefund('aft_1'), ...sums },
});

describe('the book of fast refund', () => {
  it('sums each currency by itself, by bucket and by week', () => {
    const [cny, usd] = advanceBooks([
      advance('buyer-1', '2026-03-02T02:00:00.000Z', { advanced: 8000, settled: 8000 }),
      advance('buyer-1', '2026-03-08T15:59:59.999Z', { advanced: 2000, recovered: 500, writtenOff: 1000 }),
      advance('buyer-2', '2026-03-08T16:00:00.000Z', { advanced: 6000 }),
      advance('buyer-2', '2026-03-02T02:00:00.000Z', { advanced: 700 }, 'USD'),
    ]);
    const [first, second] = [rolloutBucket('buyer-1'), rolloutBucket('buyer-2')];
    expect(first).not.toBe(second);
    expect(cny).toMatchObject({
      currency: 'CNY',
      total: {
        advances: 3,
        advanced: 16_000,
        settled: 8000,
        recovered: 500,
        writtenOff: 1000,
        open: 6500,
        lossRate: 0.0625,
      },
      weeks: [
        { week: '2026-03-02', advances: 2, advanced: 10_000 },
        { week: '2026-03-09', advances: 1, advanced: 6000, open: 6000, lossRate: 0 },
      ],
    });
    expect(cny?.buckets.map(({ bucket, advanced }) => [bucket, advanced]).sort()).toEqual(
      [
        [first, 10_000],
        [second, 6000],
      ].sort(),
    );
    expect(usd).toMatchObject({ currency: 'USD', total: { advanced: 700, open: 700 } });
  });
  it('is empty where nothing was advanced', () => expect(advanceBooks([])).toEqual([]));
});
