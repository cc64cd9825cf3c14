import { describe, expect, it } from '@jest/globals';
import { flaws, machine, toMermaid, unlisted } from './machine';

const row = (from: 'a' | 'b' | 'c' | 'd', to: 'a' | 'b' | 'c' | 'd', emits = 'Went') => ({
  row: 'X1',
  from,
  by: ['buyer'] as const,
  on: 'go',
  emits,
  to,
});
const table = (...rows: ReturnType<typeof row>[]) => machine<'a' | 'b' | 'c' | 'd', string, string, string>('a', rows);

describe('a life cycle', () => {
  it('permits what it lists, to whom it lists', () => {
    const life = table(row('a', 'b'));
    expect([
      life.permits('a', 'go'),
      life.permits('a', 'go', 'buyer'),
      life.permits('a', 'go', 'merchant'),
      life.permits('b', 'go'),
    ]).toEqual([true, true, false, false]);
    expect(life.commandsOf('a', 'buyer')).toEqual(['go']);
  });
  it('goes where the event leads, and stays where it leads nowhere', () => {
    expect(table(row('a', 'b')).after('a', 'Went')).toBe('b');
    expect(table(row('a', 'b')).after('b', 'Went')).toBe('b');
  });
  it('names what no row lists', () => expect(unlisted(table(row('a', 'b')))).toEqual([{ status: 'b', command: 'go' }]));
  it('draws itself', () =>
    expect(toMermaid(table(row('a', 'b')))).toBe(
      'stateDiagram-v2\n  [*] --> a\n  a --> b: X1 go (buyer) / Went\n  b --> [*]',
    ));
});

describe('flaws', () => {
  it('are none in a sound table, in any order of its rows', () =>
    expect(flaws(table(row('b', 'c'), row('a', 'b')))).toEqual([]));
  it('are found: a status nothing leads to', () =>
    expect(flaws(table(row('a', 'b'), row('c', 'd')))).toEqual(['nothing leads to c']));
  it('are found: one event to two places', () => expect(flaws(table(row('a', 'b'), row('a', 'c')))).toHaveLength(2));
});
