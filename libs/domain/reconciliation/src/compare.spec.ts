import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compare, type Item } from './compare';

const SETTLED = '2026-03-02T00:00:00.000Z';
const item = (over: Partial<Item> = {}): Item => ({
  paymentId: 'pay-1',
  number: 'rfd-1',
  amount: 8000,
  currency: 'CNY',
  status: 'succeeded',
  changedAt: '2026-03-01T12:00:00.000Z',
  ...over,
});
const FRESH = { changedAt: SETTLED };
const side = (status: Item['status'], amount = 8000) => ({ amount, currency: 'CNY', status });

describe('comparing our books with those of a provider', () => {
  it.each<[string, Item[], Item[]]>([
    ['the same on both sides', [item()], [item()]],
    [
      'what failed on both sides, whatever the amount',
      [item({ status: 'failed' })],
      [item({ status: 'failed', amount: 1 })],
    ],
    ['what failed with us and is not listed', [item({ status: 'failed' })], []],
    ['what failed with them and is unknown to us', [], [item({ status: 'failed' })]],
    ['a try that failed before the one that stands', [item()], [item({ status: 'failed' }), item()]],
  ])('finds nothing in %s', (_, ours, theirs) => {
    const { differences, counts } = compare(ours, theirs, SETTLED);
    expect(differences).toEqual([]);
    expect(counts).toMatchObject({ matched: 1, underWay: 0, differing: 0 });
  });

  it.each<[string, Item[], Item[]]>([
    ['open with us and unknown to them', [item({ status: 'open', changedAt: null })], []],
    ['open with us and done with them', [item({ status: 'open', changedAt: null })], [item()]],
    ['done with us a moment ago', [item(FRESH)], []],
    ['done with them a moment ago', [], [item(FRESH)]],
    ['decided otherwise by them a moment ago', [item()], [item({ ...FRESH, status: 'failed' })]],
  ])('leaves alone what is under way: %s', (_, ours, theirs) => {
    const { differences, counts } = compare(ours, theirs, SETTLED);
    expect(differences).toEqual([]);
    expect(counts).toMatchObject({ matched: 0, underWay: 1, differing: 0 });
  });

  it.each<[string, Item[], Item[], object]>([
    ['missing', [item()], [], { ours: side('succeeded'), theirs: null }],
    ['extra', [], [item()], { ours: null, theirs: side('succeeded') }],
    ['extra', [], [item({ status: 'open', changedAt: null })], { ours: null, theirs: side('open') }],
    ['other_amount', [item()], [item({ amount: 7999 })], { ours: side('succeeded'), theirs: side('succeeded', 7999) }],
    ['other_amount', [item()], [item(), item()], { ours: side('succeeded'), theirs: side('succeeded', 16000) }],
    [
      'other_amount',
      [item({ status: 'open', changedAt: null })],
      [item({ amount: 1 })],
      { ours: side('open'), theirs: side('succeeded', 1) },
    ],
    ['other_status', [item()], [item({ status: 'failed' })], { ours: side('succeeded'), theirs: side('failed') }],
    ['other_status', [item({ status: 'failed' })], [item()], { ours: side('failed'), theirs: side('succeeded') }],
    ['other_status', [item()], [item({ status: 'open' })], { ours: side('succeeded'), theirs: side('open') }],
  ])('finds %s', (kind, ours, theirs, sides) => {
    const { differences } = compare(ours, theirs, SETTLED);
    expect(differences).toEqual([{ kind, paymentId: 'pay-1', number: 'rfd-1', ...sides }]);
  });

  it('knows one number under another payment as something else', () =>
    expect(
      compare([item()], [item({ paymentId: 'pay-2' })], SETTLED).differences.map(({ kind, paymentId }) => [
        kind,
        paymentId,
      ]),
    ).toEqual([
      ['missing', 'pay-1'],
      ['extra', 'pay-2'],
    ]));

  it('sums what succeeded, per currency', () =>
    expect(
      compare(
        [item(), item({ number: 'rfd-2', currency: 'JPY', amount: 500 }), item({ number: 'rfd-3', status: 'failed' })],
        [item({ amount: 7000 }), item({ number: 'rfd-2', currency: 'JPY', amount: 500 })],
        SETTLED,
      ).sums,
    ).toEqual([
      { currency: 'CNY', ours: 8000, theirs: 7000 },
      { currency: 'JPY', ours: 500, theirs: 500 },
    ]));

  it('judges each number once, and none that both sides tell alike', () =>
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(50)), fc.uniqueArray(fc.nat(50)), (left, right) => {
        const named = (numbers: number[]) => numbers.map((n) => item({ number: String(n) }));
        const { counts, differences } = compare(named(left), named(right), SETTLED);
        const both = left.filter((n) => right.includes(n)).length;
        expect(counts.matched).toBe(both);
        expect(differences.filter(({ kind }) => kind === 'missing').length).toBe(left.length - both);
        expect(differences.filter(({ kind }) => kind === 'extra').length).toBe(right.length - both);
      }),
    ));
});
