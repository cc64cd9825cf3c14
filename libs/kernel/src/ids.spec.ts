import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { idOf, uuidOf, uuidv7 } from './ids';

it('keeps a UUID through its public form', () => {
  fc.assert(fc.property(fc.uuid(), (uuid) => expect(uuidOf(idOf('ord', uuid), 'ord')).toBe(uuid)));
});
it('looks as the contract says', () => {
  const uuid = uuidv7(1_700_000_000_000, new Uint8Array(10).fill(255));
  expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(idOf('aft', uuid)).toMatch(/^aft_[0-9A-HJKMNP-TV-Z]{26}$/);
});
it('sorts by time', () => {
  const random = new Uint8Array(10).fill(255);
  expect(uuidv7(1_700_000_000_000, random) < uuidv7(1_700_000_000_001, new Uint8Array(10))).toBe(true);
});
it.each([
  'ord_',
  'ord_1',
  'aft_01H00000000000000000000000',
  'ord_81H00000000000000000000000',
  'ord_01H0000000000000000000000U',
  '',
])('%s is no order id', (id) => expect(uuidOf(id, 'ord')).toBeUndefined());

it('an id is its uuid as one number in base 32', () => {
  fc.assert(
    fc.property(fc.uuid(), (uuid) => {
      const digits = [...idOf('ord', uuid).slice(4)].map((digit) => '0123456789ABCDEFGHJKMNPQRSTVWXYZ'.indexOf(digit));
      const number = digits.reduce((sum, digit) => sum * 32n + BigInt(digit), 0n);
      expect(number).toBe(BigInt(`0x${uuid.replaceAll('-', '')}`));
    }),
  );
});
