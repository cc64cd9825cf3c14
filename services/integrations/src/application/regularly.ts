/** Does something every so many milliseconds, and tells of what it throws; answers how to end. It keeps no process alive. */
export const regularly = (
  everyMs: number,
  work: () => Promise<unknown>,
  failed: (error: unknown) => void,
): Readonly<{ stop: () => Promise<void> }> => {
  const timer = setInterval(() => {
    work().catch(failed);
  }, everyMs);
  timer.unref();
  return {
    stop: () => {
      clearInterval(timer);
      return Promise.resolve();
    },
  };
};
