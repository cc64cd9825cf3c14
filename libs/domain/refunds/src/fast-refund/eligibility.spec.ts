import type { FastRefundSettings } from '@amends/contracts';
import { describe, expect, it } from '@jest/globals';
import {
  advanceLimit,
  goodsAhead,
  DEMO_SETTINGS,
  eligibility,
  hurdlesAtScan,
  rolloutBucket,
  UNKNOWN_BUYER,
  type CreditStanding,
  type EligibilityInput,
} from './eligibility';

const good: CreditStanding = { ...UNKNOWN_BUYER, score: 700 };
const judged = (
  settings: Partial<FastRefundSettings> = {},
  credit: Partial<CreditStanding> = {},
  over: Partial<EligibilityInput> = {},
) =>
  eligibility({
    settings: { ...DEMO_SETTINGS, ...settings },
    credit: { ...good, ...credit },
    buyerId: 'buyer-1',
    type: 'return_refund',
    amount: 10_000,
    ...over,
  });

describe('a fast refund', () => {
  it('is given to who has the score', () => expect(judged()).toEqual({ eligible: true, because: [] }));
  it.each([
    ['disabled', judged({ enabled: false })],
    ['rollout', judged({ rolloutPercent: 0 })],
    ['score_too_low', judged({}, { score: 699 })],
    ['amount_limit', judged({}, {}, { amount: 50_001 })],
    ['exposure_limit', judged({}, { exposure: 40_001 })],
    ['open_recovery', judged({}, { openRecovery: true })],
    ['written_off', judged({}, { writtenOff: true })],
    ['type_not_covered', judged({}, {}, { type: 'refund_only' })],
  ])('is denied: %s', (because, answer) => {
    expect(answer.eligible).toBe(false);
    expect(answer.because).toContain(because);
  });
  const promised = { buyerToday: 20_000, allToday: 90_000, goods: [{ category: 'electronics', cash: 10_000 }] };
  const electronics = (amountLimit: number) => ({ categoryLimits: [{ category: 'electronics', amountLimit }] });
  it.each([
    ['buyer_daily_limit', { buyerDailyLimit: 29_999 }, { buyerDailyLimit: 30_000 }],
    ['daily_limit', { dailyLimit: 99_999 }, { dailyLimit: 100_000 }],
    ['category_limit', electronics(9999), electronics(10_000)],
  ])('is capped: %s', (because, below, enough) => {
    expect(judged(below, {}, { promised }).because).toEqual([because]);
    expect(judged(enough, {}, { promised }).eligible).toBe(true);
  });
  it('is not capped where no cap is set', () =>
    expect(judged({}, {}, { promised: { ...promised, buyerToday: 9e9, allToday: 9e9 } }).eligible).toBe(true));
  it('is capped by the goods of a category together, and by goods whose category nobody knows', () => {
    const goods = ['electronics', 'apparel', undefined].map((category) => ({ category, cash: 3000 }));
    const limits = (amountLimit: number) => judged(electronics(amountLimit), {}, { promised: { ...promised, goods } });
    expect([limits(5999).because, limits(6000).because]).toEqual([['category_limit'], []]);
  });
  it('may use the limits up', () =>
    expect(judged({}, { exposure: 40_000 }).eligible && judged({}, {}, { amount: 50_000 }).eligible).toBe(true));
  it('names every reason, in the order of the contract', () =>
    expect(
      judged(
        { enabled: false, rolloutPercent: 0 },
        { score: 0, exposure: 1, openRecovery: true, writtenOff: true },
        { amount: 50_001, type: 'exchange' },
      ).because,
    ).toEqual([
      'disabled',
      'rollout',
      'score_too_low',
      'amount_limit',
      'exposure_limit',
      'open_recovery',
      'written_off',
      'type_not_covered',
    ]));
  it('is looked at again at the scan, but not the score, the caps or the roll-out', () => {
    expect(hurdlesAtScan({ ...DEMO_SETTINGS, rolloutPercent: 0 }, { ...good, score: 0, exposure: 999_999 })).toEqual(
      [],
    );
    expect(
      hurdlesAtScan({ ...DEMO_SETTINGS, enabled: false }, { ...good, openRecovery: true, writtenOff: true }),
    ).toEqual(['disabled', 'open_recovery', 'written_off']);
  });
});

describe('what may be advanced for one ticket', () => {
  const limit = (settings: Partial<FastRefundSettings> = {}, credit: Partial<CreditStanding> = {}) =>
    advanceLimit({ settings: { ...DEMO_SETTINGS, ...settings }, buyerId: 'buyer-1', credit: { ...good, ...credit } });
  it('is the smaller of what one ticket may have and what is left of all', () =>
    expect([limit(), limit({}, { exposure: 45_000 }), limit({ exposureLimit: 70_000 })]).toEqual([
      50_000, 5000, 50_000,
    ]));
  it.each([
    ['too low a score', limit({}, { score: 699 })],
    ['switched off', limit({ enabled: false })],
    ['only a trial', limit({ shadow: true })],
    ['an open recovery', limit({}, { openRecovery: true })],
    ['a limit that is used up', limit({}, { exposure: 50_001 })],
  ])('is nothing: %s', (_why, found) => expect(found).toBe(0));
});

describe('goods that go ahead (X9)', () => {
  const settings = [DEMO_SETTINGS, { ...DEMO_SETTINGS, shadow: true }, { ...DEMO_SETTINGS, enabled: false }];
  const credits = [good, { ...good, exposure: 45_000 }, { ...good, score: 1 }, { ...good, openRecovery: true }];
  it('may be worth just what the limit says, under all settings and for every buyer', () => {
    for (const one of settings)
      for (const credit of credits)
        for (const amount of [1, 5000, 5001, 50_000, 50_001]) {
          const of = { settings: one, credit, buyerId: 'buyer-1' };
          expect([amount, goodsAhead({ ...of, amount }).eligible]).toEqual([amount, amount <= advanceLimit(of)]);
        }
  });
  it('says all that stands in the way', () =>
    expect(
      goodsAhead({
        settings: { ...DEMO_SETTINGS, shadow: true },
        credit: { ...good, score: 1 },
        buyerId: 'buyer-1',
        amount: 60_000,
      }).because,
    ).toEqual(['disabled', 'score_too_low', 'amount_limit', 'exposure_limit']));
});

describe('the roll-out', () => {
  it('puts a buyer into the same hundredth every time, and all buyers into all of them', () => {
    const buckets = Array.from({ length: 5000 }, (_, n) => rolloutBucket(`buyer-${String(n)}`));
    expect(buckets.every((bucket) => bucket >= 0 && bucket < 100)).toBe(true);
    expect(new Set(buckets).size).toBe(100);
    expect(rolloutBucket('buyer-1')).toBe(rolloutBucket('buyer-1'));
  });
  it('keeps everybody it was open to when it is widened, and opens to about so many', () => {
    const buyers = Array.from({ length: 3000 }, (_, n) => `buyer-${String(n)}`);
    const openTo = (rolloutPercent: number) =>
      new Set(buyers.filter((buyerId) => judged({ rolloutPercent }, {}, { buyerId }).eligible));
    let before = openTo(0);
    expect(before.size).toBe(0);
    for (let percent = 1; percent <= 100; percent++) {
      const now = openTo(percent);
      expect([...before].filter((buyerId) => !now.has(buyerId))).toEqual([]);
      expect(Math.abs(now.size / 30 - percent)).toBeLessThan(4);
      before = now;
    }
    expect(before.size).toBe(buyers.length);
  });
});
