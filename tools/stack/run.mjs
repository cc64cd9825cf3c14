// Runs a step of ours as a child: its words go to the screen as they come, its numbers come back.
import { spawn } from 'node:child_process';
import { root } from './settings.mjs';

/**
 * Runs to the end and answers `{ code, output, counts }`; `counts` is `{ passed, failed }` of its last line `N passed, N failed`, if it has one.
 * `quiet`: nothing on the screen.
 */
export function runStep(command, args, { env = {}, quiet = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const take = (stream) => (chunk) => {
      output += chunk;
      if (!quiet) stream.write(chunk);
    };
    child.stdout.on('data', take(process.stdout));
    child.stderr.on('data', take(process.stderr));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? 1, output, counts: countsOf(output) }));
  });
}

function countsOf(output) {
  const lines = output.trimEnd().split('\n').reverse();
  const [, passed, failed] = lines.map((line) => /^(\d+) passed, (\d+) failed$/.exec(line.trim())).find(Boolean) ?? [];
  return passed === undefined ? undefined : { passed: Number(passed), failed: Number(failed) };
}
