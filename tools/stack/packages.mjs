// The two things that must be right before anything else: the Node version and node_modules.
import { spawn } from 'node:child_process';
import { lstatSync, statSync } from 'node:fs';
import path from 'node:path';
import { Problem, root } from './settings.mjs';

const OLDEST_NODE = [20, 19];

export function assertNodeVersion() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return;
  throw new Problem(`Amends needs Node ${OLDEST_NODE.join('.')} or newer; this is ${process.versions.node}.`);
}

/** Installs packages when they are missing or older than the lock file. */
export async function installPackages(say) {
  const modified = (file) => statSync(path.join(root, file), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (modified('node_modules/.package-lock.json') >= modified('package-lock.json')) return;
  // npm ci empties the folder it finds: behind a link that is the folder of somebody else.
  if (lstatSync(path.join(root, 'node_modules'), { throwIfNoEntry: false })?.isSymbolicLink())
    throw new Problem(
      'node_modules is older than package-lock.json, but a link: run `npm ci` where it points to, or remove the link.',
    );
  say('installing packages (npm ci) ...');
  const started = Date.now();
  await new Promise((resolve, reject) => {
    const child = spawn('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    // Not left behind when this tool is interrupted.
    const end = () => child.kill();
    process.once('exit', end);
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.once('error', (error) =>
      reject(error.code === 'ENOENT' ? new Problem('npm is not here: it comes with Node.') : error),
    );
    child.once('exit', () => process.off('exit', end));
    child.once('exit', (code) =>
      code === 0
        ? resolve()
        : reject(new Problem(`npm ci failed:\n${output.trim().split('\n').slice(-12).join('\n')}`)),
    );
  });
  say(`installed packages in ${((Date.now() - started) / 1000).toFixed(1)} s`);
}
