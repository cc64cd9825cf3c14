import { describe, expect, it } from '@jest/globals';
import { arrayParameter } from './arrays';

describe('an array as a parameter', () => {
  it('is text where nothing needs quoting', () => {
    expect(arrayParameter('int', [1, 2])).toBe('{1,2}');
    expect(arrayParameter('uuid', ['0193-a', '0193-b'])).toBe('{0193-a,0193-b}');
    expect(arrayParameter('boolean', [true, false])).toBe('{true,false}');
    expect(arrayParameter('text', [])).toBe('{}');
  });

  it('is binary where it would: lengths in bytes, nulls without any', () => {
    const head = (nulls: number, oid: number, count: number) =>
      Buffer.concat([1, nulls, oid, count, 1].map((number) => int32(number)));
    const expected = [head(1, 25, 3), int32(3), Buffer.from('a"b'), int32(-1), int32(3), Buffer.from('€')];
    expect(arrayParameter('text', ['a"b', null, '€'])).toEqual(Buffer.concat(expected));
    expect(arrayParameter('bytea', [Buffer.from([0, 255])])).toEqual(
      Buffer.concat([head(0, 17, 1), int32(2), Buffer.from([0, 255])]),
    );
  });
});

const int32 = (value: number): Buffer => {
  const buffer = Buffer.alloc(4);
  buffer.writeInt32BE(value);
  return buffer;
};
