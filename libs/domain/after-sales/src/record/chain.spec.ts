import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { canonicalJson } from './canonical';
import { brokenAt, chained, type Chain } from './chain';

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');
const entries = [
  { at: '2026-03-01T02:00:00.000Z', type: 'after_sale.submitted.v1', data: { b: 1, a: '不想要了' } },
  { at: '2026-03-01T03:00:00.000Z', type: 'after_sale.approved.v1', data: { lines: [{ z: null, y: true }] } },
  { at: '2026-03-01T04:00:00.000Z', type: 'after_sale.completed.v1', data: {} },
];
const chain = chained('aft_1', entries, sha256);

it('hashes what anybody can hash by hand', () => {
  const first = `{"at":"2026-03-01T02:00:00.000Z","data":{"a":"不想要了","b":1},"type":"after_sale.submitted.v1"}`;
  const second = `{"at":"2026-03-01T03:00:00.000Z","data":{"lines":[{"y":true,"z":null}]},"type":"after_sale.approved.v1"}`;
  const firstHash = sha256(`${sha256('aft_1')}\n${first}`);
  expect(chain.entries.map(({ hash }) => hash).slice(0, 2)).toEqual([firstHash, sha256(`${firstHash}\n${second}`)]);
  expect(chain.head).toBe(chain.entries[2]?.hash);
});

it('writes a value in one way only, whatever the order of its members', () => {
  expect(canonicalJson({ b: [{ d: 1, c: undefined }], 9: 'x', 10: 'y', a: null })).toBe(
    '{"10":"y","9":"x","a":null,"b":[{"d":1}]}',
  );
});

it('of nothing has a head all the same', () => {
  expect(chained('aft_1', [], sha256)).toEqual({ genesis: sha256('aft_1'), entries: [], head: sha256('aft_1') });
});

describe('a chain', () => {
  it('holds, also after a round through JSON', () => {
    expect(brokenAt('aft_1', JSON.parse(JSON.stringify(chain)) as typeof chain, sha256)).toBeUndefined();
  });

  const without = (number: number) => chain.entries.filter((entry) => entry.number !== number);
  it.each<[string, Partial<Chain<object>>, number]>([
    ['is about something else', { genesis: sha256('aft_2') }, 0],
    [
      'has an entry changed',
      { entries: chain.entries.map((each) => (each.number === 2 ? { ...each, at: 'x' } : each)) },
      2,
    ],
    ['has lost an entry', { entries: without(2) }, 2],
    ['has lost its end', { entries: without(3) }, 3],
    ['runs backwards', { entries: chain.entries.toReversed() }, 1],
    ['has another head', { head: sha256('x') }, 4],
  ])('that %s does not hold', (_what, change, at) => {
    expect(brokenAt('aft_1', { ...chain, ...change }, sha256)).toBe(at);
  });
});
