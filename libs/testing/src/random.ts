import fc from 'fast-check';

/** Long enough to find, short enough to say what was found before jest gives up: looking for a smaller example ends then. */
const SEARCH_MS = 20_000;

/**
 * Tries a property with random input, `runs` times. What fails is told with its seed and path, and is seen again alone by
 * `RANDOM_SEED=… RANDOM_PATH=… npx jest <file> -t <test>`; `RANDOM_RUNS` tries more often.
 */
export const always = <Input>(property: fc.IProperty<Input>, runs = 100): void => {
  const { RANDOM_SEED: seed, RANDOM_PATH: path, RANDOM_RUNS: more } = process.env;
  fc.assert(property, {
    numRuns: more === undefined ? runs : Number(more),
    interruptAfterTimeLimit: more === undefined ? SEARCH_MS : Number.MAX_SAFE_INTEGER,
    ...(seed !== undefined && { seed: Number(seed) }),
    ...(path !== undefined && { path, endOnFailure: true }),
    reporter: (run) => {
      if (!run.failed) return;
      const again = `RANDOM_SEED=${run.seed} RANDOM_PATH=${run.counterexamplePath ?? ''}`;
      const found = run.errorInstance instanceof Error ? run.errorInstance.message : String(run.errorInstance);
      throw new Error(`${found}\n\nagain alone: ${again}\n${fc.defaultReportMessage(run) ?? ''}`);
    },
  });
};
