// npm test [-- pattern] [--only=unit|integration|e2e] [--keep]
// Every test that belongs in CI, against servers of its own (ports + 1000, throw-away data): `npm start` may run beside it.
// A pattern chooses test files, as with Jest. --keep leaves the logs of the servers. The last line is `N passed, N failed`.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { build } from './build.mjs';
import { assertNodeVersion, installPackages } from './stack/packages.mjs';
import { reportProblem } from './stack/problem.mjs';
import { runStep } from './stack/run.mjs';
import { logsFolder, portOffset, Problem, root } from './stack/settings.mjs';
import { withStack } from './stack/stack.mjs';
import { withStripeMock } from './stack/stripe-mock.mjs';
import { toolTests } from './stack/tool-tests.mjs';

const TEST_OFFSET = 1000;
const KINDS = ['unit', 'integration', 'e2e'];
const say = (line) => console.log(line);
const total = { passed: 0, failed: 0 };
/** A test that wants the sandbox beside it starts it by itself, on databases of its own. */
const sandboxMain = path.join(root, 'dist/services/sandbox/src/main.js');
const jestCommand = ['node_modules/jest/bin/jest.js'];

const options = process.argv.slice(2).filter((argument) => argument.startsWith('--'));
const patterns = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const only = options.find((option) => option.startsWith('--only='))?.slice('--only='.length);

try {
  assertNodeVersion();
  if (only && !KINDS.includes(only)) throw new Problem(`--only must be one of ${KINDS.join(', ')}, not "${only}".`);
  await installPackages(say);
  if (wants('unit')) {
    await testTools();
    await jest('unit');
  }
  const integration = wants('integration') && (await hasTests('integration'));
  const story = patterns.length === 0 && existsSync(path.join(root, 'tools/e2e.mjs'));
  const endToEnd = wants('e2e') && (story || (await hasTests('e2e')));
  if (integration || endToEnd) {
    const offset = portOffset(TEST_OFFSET);
    await withStack({ offset, services: false, log: say, purpose: 'npm test' }, async (environment, stack) => {
      stack.keepLogs = options.includes('--keep');
      if (integration) {
        await build();
        await withStripeMock(say, (mock) =>
          jest('integration', { ...environment, ...mock, SANDBOX_MAIN: sandboxMain }),
        );
      }
      if (endToEnd) {
        say('\nstarting the product for the end-to-end tests ...');
        await stack.startServices();
        await jest('e2e', environment);
        if (story) add('the story over HTTP', await runStep(process.execPath, ['tools/e2e.mjs'], { env: environment }));
      }
      if (total.failed > 0) {
        stack.keepLogs = true;
        say(`\nthe logs of this run: ${logsFolder(offset)}`);
      }
    });
  }
  if (total.passed + total.failed === 0) throw new Problem(`No test fits ${patterns.join(' ')}.`);
} catch (error) {
  reportProblem(error);
  total.failed++;
}
say(`\n${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed === 0 ? 0 : 1);

function wants(kind) {
  return !only || only === kind;
}

/** The tools' own tests run on Node alone. */
async function testTools() {
  if (patterns.length > 0) return;
  say('\nunit tests of tools/ ...');
  const { code, output } = await runStep(process.execPath, ['--test', '--test-reporter=tap', ...toolTests()], {
    quiet: true,
  });
  const count = (word) => Number(new RegExp(`^# ${word} (\\d+)$`, 'm').exec(output)?.[1] ?? 0);
  if (code !== 0) say(output);
  add('tools', { code, counts: { passed: count('pass'), failed: count('fail') } });
}

/** Runs the tests of one kind; `env` are the servers' addresses. */
async function jest(kind, env = {}) {
  say(`\n${kind} tests ...`);
  const file = path.join(os.tmpdir(), `amends-jest-${process.pid}-${kind}.json`);
  const step = await runStep(
    process.execPath,
    [...jestCommand, '--passWithNoTests', '--json', `--outputFile=${file}`, ...jestWorkers(kind), ...patterns],
    {
      env: { ...env, JEST_KIND: kind },
    },
  );
  let counts;
  if (existsSync(file)) {
    const result = JSON.parse(readFileSync(file, 'utf8'));
    // A file that does not even load has no failed test to count.
    counts = { passed: result.numPassedTests, failed: result.numFailedTests + result.numRuntimeErrorTestSuites };
    rmSync(file);
  }
  add(`${kind} tests`, { code: step.code, counts });
}

function jestWorkers(kind) {
  return kind === 'unit' ? ['--maxWorkers=2'] : ['--runInBand'];
}

async function hasTests(kind) {
  const { output } = await runStep(process.execPath, [...jestCommand, '--listTests', ...patterns], {
    env: { JEST_KIND: kind },
    quiet: true,
  });
  return output.includes('.spec.ts');
}

function add(title, { code, counts = { passed: 0, failed: 0 } }) {
  const failed = counts.failed || (code === 0 ? 0 : 1);
  total.passed += counts.passed;
  total.failed += failed;
  say(`${title}: ${counts.passed} passed, ${failed} failed`);
}
