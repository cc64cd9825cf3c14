// What ended without being asked is started again, a little later each time.
import { setTimeout as pause } from 'node:timers/promises';

const STEADY_AFTER_MS = 20_000;
const LONGEST_WAIT_S = 10;

/**
 * Starts a process of the family. After `watch()` it is started again when it ends: after 1 s, 2 s, ... 10 s, and after 1 s again once it has
 * run for 20 s. `down(signal)` keeps it down until `up()`, `restart()` ends it in order and starts it anew.
 */
export function supervised(family, options, say) {
  let handle = family.start(options);
  let startedAt = Date.now();
  let watched = false;
  let heldDown = false;
  let failures = 0;

  const startAgain = () => {
    handle = family.start(options);
    startedAt = Date.now();
    void whenEnded(handle);
  };

  const whenEnded = async (ended) => {
    const how = await ended.ended;
    if (!watched || heldDown || family.isEnding(options.kind)) return;
    failures = Date.now() - startedAt > STEADY_AFTER_MS ? 1 : failures + 1;
    const waitS = Math.min(failures, LONGEST_WAIT_S);
    say(
      `${options.name} ended (${how.signal ?? how.error?.message ?? `exit ${how.code}`}); starting again in ${waitS} s. Its log: ${options.log}`,
    );
    await pause(waitS * 1000, undefined, { ref: false });
    if (!heldDown && handle === ended && !family.isEnding(options.kind)) startAgain();
  };

  const down = async (signal) => {
    heldDown = true;
    if (signal && handle.pid && !handle.exited) process.kill(handle.pid, signal);
    else await family.stop(handle, 20_000);
    await handle.ended;
  };
  const up = () => {
    if (!heldDown) return;
    heldDown = false;
    startAgain();
  };

  return {
    name: options.name,
    log: options.log,
    handle: () => handle,
    pid: () => (handle.exited ? undefined : handle.pid),
    watch: () => {
      watched = true;
      void whenEnded(handle);
    },
    down,
    up,
    restart: async () => {
      await down();
      up();
    },
  };
}
