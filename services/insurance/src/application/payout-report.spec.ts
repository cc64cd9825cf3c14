import { describe, expect, it } from '@jest/globals';
import { payoutsIn } from './payout-report';

const payout = (over: object = {}) => ({
  claimId: 'clm_1',
  policyId: 'plc_1',
  amount: 1935,
  currency: 'CNY',
  status: 'paid',
  paidAt: '2026-03-01T02:00:00.000Z',
  ...over,
});

describe("a page of the insurer's report", () => {
  it('is read with what it lists and where it goes on', () => {
    expect(payoutsIn({ payouts: [payout(), payout({ status: 'returned' })], nextAfter: 'a|b' })).toEqual({
      payouts: [payout(), payout({ status: 'returned' })],
      nextAfter: 'a|b',
    });
    expect(payoutsIn({ payouts: [], nextAfter: null })).toEqual({ payouts: [], nextAfter: null });
  });

  it.each([
    ['no object', 'paid'],
    ['without a list', { nextAfter: null }],
    ['without an end', { payouts: [] }],
    ['with a fraction', { payouts: [payout(), payout({ amount: 0.5 })], nextAfter: null }],
    ['with another status', { payouts: [payout({ status: 'lost' })], nextAfter: null }],
    ['without a time', { payouts: [payout({ paidAt: 'today' })], nextAfter: null }],
    ['without a claim', { payouts: [payout({ claimId: '' })], nextAfter: null }],
  ])('%s is none: half of it would show differences that are none', (_, words) =>
    expect(payoutsIn(words)).toBeUndefined(),
  );
});
