import { describe, expect, it } from '@jest/globals';
import { Notices } from './notices';

const LONG_MS = 5000;
/** A timer counts from when the loop last looked at the clock: it may be some milliseconds early. */
const SHORT_MS = 40;

const took = async (wait: Promise<void>): Promise<number> => {
  const begun = performance.now();
  await wait;
  return performance.now() - begun;
};

describe('notices', () => {
  it('wake who waits for that key, and for anything', async () => {
    const notices = new Notices();
    const waits = [notices.watch('a').within(LONG_MS), notices.watch().within(LONG_MS)];
    notices.give(['a']);
    expect(await took(Promise.all(waits).then(() => undefined))).toBeLessThan(LONG_MS / 2);
  });

  it('let those sleep who wait for another key', async () => {
    const notices = new Notices();
    const wait = took(notices.watch('b').within(SHORT_MS));
    notices.give(['a']);
    expect(await wait).toBeGreaterThan(SHORT_MS / 2);
  });

  it('are kept for who looks away for a moment, and told once', async () => {
    const notices = new Notices();
    const watch = notices.watch('a');
    notices.give(['a']);
    notices.give(['a']);
    expect(await took(watch.within(LONG_MS))).toBeLessThan(LONG_MS / 2);
    expect(await took(watch.within(SHORT_MS))).toBeGreaterThan(SHORT_MS / 2);
  });

  it('are not given to who has stopped', async () => {
    const notices = new Notices();
    const stopped = notices.watch('a');
    const other = notices.watch('a');
    stopped.stop();
    notices.give(['a']);
    expect(await took(other.within(LONG_MS))).toBeLessThan(LONG_MS / 2);
    expect(await took(stopped.within(SHORT_MS))).toBeGreaterThan(SHORT_MS / 2);
  });
});
