import { Problem } from './settings.mjs';

/** Says what went wrong: one sentence for what a person can put right, a stack trace for a fault of ours. Sets the exit code. */
export function reportProblem(error) {
  console.error(error instanceof Problem ? `\n${error.message}` : error);
  process.exitCode = 1;
}
