// node tools/with-stack.mjs [--offset=2100] [--keep] -- command …
// (8080 + 2000 is a port that fetch refuses.) Runs a command against a whole product of its own (throw-away data); AMENDS_URL and the servers' addresses are in its environment.
import { pathToFileURL } from 'node:url';
import { assertNodeVersion, installPackages } from './stack/packages.mjs';
import { reportProblem } from './stack/problem.mjs';
import { runStep } from './stack/run.mjs';
import { portOffset, Problem } from './stack/settings.mjs';
import { withStack } from './stack/stack.mjs';

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    assertNodeVersion();
    const divider = process.argv.indexOf('--');
    const [command, ...args] = divider < 0 ? [] : process.argv.slice(divider + 1);
    if (!command) throw new Problem('Use: node tools/with-stack.mjs [--offset=2100] [--keep] -- command …');
    const options = process.argv.slice(2, divider);
    const given = options.find((option) => option.startsWith('--offset='))?.slice('--offset='.length);
    const log = (line) => console.error(line);
    await installPackages(log);
    process.exitCode = await withStack(
      { offset: given === undefined ? portOffset(2100) : Number(given), log },
      async (env, stack) => {
        const { code } = await runStep(command, args, { env });
        stack.keepLogs = code !== 0 || options.includes('--keep');
        return code;
      },
    );
  } catch (error) {
    reportProblem(error);
  }
  process.exit();
}
