import { flaws } from '@amends/kernel';
import { describe, expect, it } from '@jest/globals';
import { fastRefundLife } from './fast-refund/transitions';
import { legLife } from './leg/transitions';
import { refundLife } from './refund/transitions';

describe.each([
  ['a refund', refundLife],
  ['a leg', legLife],
  ['a fast refund', fastRefundLife],
])('the life of %s', (_, life) => {
  it('has no status that nothing leads to and no event that leads to two', () => expect(flaws(life)).toEqual([]));
});
