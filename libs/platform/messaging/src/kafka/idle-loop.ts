/** The part of kafkajs' request queue that is mended here. */
type RequestQueue = {
  throttledUntil: number;
  throttleCheckTimeoutId: NodeJS.Timeout | null;
  pending: readonly unknown[];
  checkPendingRequests: () => void;
};

const OVERLOADED_CHECK_MS = 10;

/**
 * kafkajs 2.2.4 checks its queue of requests again every millisecond, for ever, on every connection, also when nothing
 * waits (tulios/kafkajs#1751): a few per cent of a core per process. A queue that is empty needs no check: whatever
 * joins it checks by itself.
 */
export const stopIdleLoop = (): void => {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an inner module: there is no other way to it
  const queue = require('kafkajs/src/network/requestQueue') as { prototype: { scheduleCheckPendingRequests: unknown } };
  queue.prototype.scheduleCheckPendingRequests = function (this: RequestQueue): void {
    if (this.throttleCheckTimeoutId !== null || this.pending.length === 0) return;
    const throttledMs = this.throttledUntil - Date.now();
    this.throttleCheckTimeoutId = setTimeout(
      () => {
        this.throttleCheckTimeoutId = null;
        this.checkPendingRequests();
      },
      throttledMs > 0 ? throttledMs : OVERLOADED_CHECK_MS,
    );
  };
};
