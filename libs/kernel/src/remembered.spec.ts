import { describe, expect, it } from '@jest/globals';
import { remembered } from './remembered';

describe('what is remembered', () => {
  it('is answered once for the same two objects and key, and anew for any other', () => {
    const [one, other] = [{}, {}];
    const remember = remembered<object, object, number>();
    let asked = 0;
    const ask = (...[first, second, key]: [object, object, string]) => remember(first, second, key, () => ++asked);
    expect([ask(one, other, 'a'), ask(one, other, 'a')]).toEqual([1, 1]);
    expect([ask(one, other, 'b'), ask(other, one, 'a'), ask(one, {}, 'a'), ask({}, other, 'a')]).toEqual([2, 3, 4, 5]);
  });
});
