import { describe, expect, it } from '@jest/globals';
import { advanced, type Cursor } from './cursor';

const start: Cursor = { last: 0, holes: {} };

describe('the relay’s cursor', () => {
  it('goes to the last position when nothing is missing', () => {
    expect(advanced(start, [1, 2, 3], { oldest: 10, next: 10 })).toEqual({ last: 3, holes: {} });
  });

  it('keeps what it skips as holes, fenced by the next transaction', () => {
    expect(advanced(start, [2, 5], { oldest: 7, next: 12 })).toEqual({ last: 5, holes: { 1: 12, 3: 12, 4: 12 } });
  });

  it('forgets a hole that is filled, and does not go back for it', () => {
    const cursor = { last: 5, holes: { 1: 12, 3: 12 } };
    expect(advanced(cursor, [1, 6], { oldest: 7, next: 20 })).toEqual({ last: 6, holes: { 3: 12 } });
  });

  it('keeps a hole while a transaction from before its fence runs, and drops it afterwards', () => {
    const cursor = { last: 5, holes: { 3: 12 } };
    expect(advanced(cursor, [], { oldest: 11, next: 30 })).toEqual(cursor);
    expect(advanced(cursor, [], { oldest: 12, next: 30 })).toEqual({ last: 5, holes: {} });
  });

  it('does not drop a hole that it has only just seen', () => {
    expect(advanced(start, [2], { oldest: 9, next: 9 })).toEqual({ last: 2, holes: { 1: 9 } });
  });
});
