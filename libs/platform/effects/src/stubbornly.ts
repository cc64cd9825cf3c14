const TRIES = 6;
const FIRST_PAUSE_MS = 200;

/**
 * Does something again, after 0.2, 0.4 … 3.2 s, until it works: what was heard from outside must not be forgotten because
 * the database is away for a moment. Answers undefined, having told of the last fault, when it never does.
 */
export const stubbornly = async <T>(
  work: () => Promise<T>,
  givenUp: (fault: unknown) => void,
): Promise<T | undefined> => {
  for (let tries = 1; ; tries++) {
    try {
      return await work();
    } catch (fault) {
      if (tries === TRIES) {
        givenUp(fault);
        return undefined;
      }
      await new Promise((wake) => setTimeout(wake, FIRST_PAUSE_MS * 2 ** (tries - 1)));
    }
  }
};
