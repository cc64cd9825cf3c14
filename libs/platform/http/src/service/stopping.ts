import type { Log } from '@amends/platform/observability';

/** Something that was started and can be ended. */
export type Running = Readonly<{ stop: () => Promise<void> }>;

const STOP_WITHIN_MS = 18_000;

/** Ends what runs on SIGTERM and SIGINT, once, and the process after it: with 1 if it did not end in time. */
export const stopOnSignals = ({ stop }: Running, log: Log): void => {
  let stopping = false;
  const end = (signal: string) => {
    if (stopping) return;
    stopping = true;
    log.info('service.stopping', { signal });
    setTimeout(() => {
      log.warn('service.stopped_late');
      process.exit(1);
    }, STOP_WITHIN_MS).unref();
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error('service.stopped_badly', error);
        process.exit(1);
      },
    );
  };
  process.once('SIGTERM', () => end('SIGTERM'));
  process.once('SIGINT', () => end('SIGINT'));
};

/** A fault nobody caught leaves the process in a state nobody knows: it is logged, and another process takes over. */
export const endOnUncaught = (log: Log): void => {
  process.on('uncaughtException', (error) => {
    log.error('service.uncaught', error);
    process.exit(1);
  });
};

/** Ends several things in order; one that fails does not keep the others from ending. */
export const stopAll = async (steps: readonly (() => unknown)[], log: Log): Promise<void> => {
  for (const step of steps) {
    try {
      await step();
    } catch (error) {
      log.error('service.stop_failed', error);
    }
  }
};
