// npm run check: what must hold before a commit. Each step with its time; stops at the first that fails.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { assertNodeVersion, installPackages } from './stack/packages.mjs';
import { reportProblem } from './stack/problem.mjs';
import { runStep } from './stack/run.mjs';
import { Problem, root } from './stack/settings.mjs';
import { toolTests } from './stack/tool-tests.mjs';

const bin = (name, file) => path.join('node_modules', name, file);
const NX = { NX_DAEMON: 'false', NX_TUI: 'false' };

/** Title, arguments for node, environment; the advice is added to the sentence of a failure. */
const STEPS = [
  [
    'format',
    [
      bin('prettier', 'bin/prettier.cjs'),
      '--check',
      '--log-level=warn',
      '--cache',
      '--cache-location=.nx/prettier',
      '.',
    ],
    {},
    '`npm run format` repairs it.',
  ],
  ['compose file', ['tools/compose.mjs', '--check'], {}],
  // ESLint's project boundaries read the graph that Nx keeps; a stale one would judge by yesterday's folders.
  ['project graph', [bin('nx', 'dist/bin/nx.js'), 'show', 'projects'], NX],
  [
    'lint',
    [
      bin('eslint', 'bin/eslint.js'),
      '--cache',
      '--cache-location=.nx/eslint',
      '--max-warnings=0',
      'libs',
      'services',
      'tools',
    ],
    NX,
  ],
  ['types', [bin('typescript', 'bin/tsc'), '-p', 'tsconfig.json', '--noEmit'], {}],
  [
    'layers',
    [
      bin('dependency-cruiser', 'bin/dependency-cruise.mjs'),
      '--config',
      '.dependency-cruiser.cjs',
      '--no-progress',
      'libs',
      'services',
    ],
    {},
  ],
  ['rows of life cycles', ['tools/rows.mjs'], {}, 'A row is a test: name it in the title of the one that shows it.'],
  ['requirements', ['tools/requirements.mjs'], {}],
  ['unit tests of tools', ['--test', ...toolTests()], {}],
  [
    'unit tests',
    [bin('jest', 'bin/jest.js'), '--passWithNoTests', '--silent', '--maxWorkers=2'],
    { JEST_KIND: 'unit' },
  ],
  ...(existsSync(path.join(root, 'tools/docs.mjs'))
    ? [['generated documents', ['tools/docs.mjs', '--check'], {}, '`npm run docs` makes them anew.']]
    : []),
];

try {
  assertNodeVersion();
  await installPackages((line) => console.log(line));
  for (const [title, args, env, advice = ''] of STEPS) {
    process.stdout.write(`${title.padEnd(22)}`);
    const started = Date.now();
    const { code, output } = await runStep(process.execPath, args, { env, quiet: true });
    const seconds = `${((Date.now() - started) / 1000).toFixed(1).padStart(6)} s`;
    if (code === 0) {
      console.log(seconds);
      continue;
    }
    console.log(`${seconds}  failed\n\n${output.trimEnd()}`);
    throw new Problem(`check stops: "${title}" failed. ${advice}`);
  }
  console.log('everything holds');
} catch (error) {
  reportProblem(error);
}
