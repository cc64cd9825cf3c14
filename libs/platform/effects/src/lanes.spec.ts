import { describe, expect, it } from '@jest/globals';
import { Lanes } from './lanes';

const gate = () => {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { open, opened };
};

describe('lanes', () => {
  it('run one task of a lane after the other, other lanes beside it, never more than the width', async () => {
    const lanes = new Lanes(2);
    const gates = [gate(), gate(), gate(), gate()];
    const begun: number[] = [];
    const task = (index: number) => async () => {
      begun.push(index);
      await gates[index]?.opened;
    };
    const ended = [lanes.run('a', task(0)), lanes.run('a', task(1)), lanes.run('b', task(2)), lanes.run('c', task(3))];
    await new Promise(setImmediate);
    expect(begun).toEqual([0, 2]);
    gates[2]?.open();
    await ended[2];
    await new Promise(setImmediate);
    expect(begun).toEqual([0, 2, 3]);
    for (const { open } of gates) open();
    await lanes.idle();
    expect(begun).toEqual([0, 2, 3, 1]);
  });
});
