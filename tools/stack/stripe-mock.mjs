// Stripe's own stand-in for its API, built with Go where that is: it checks requests against the description of the API.
import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { once } from 'node:events';
import net from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import { downloadsFolder } from './settings.mjs';

const VERSION = 'v0.203.0';
const BUILD_WITHIN_MS = 240_000;
const START_WITHIN_MS = 20_000;

/** Runs `work` with the environment that says where it is; without Go, or when it cannot be built, with none. */
export async function withStripeMock(say, work) {
  const binary = await built(say).catch((error) => {
    say(`stripe-mock: skipped, ${error.code === 'ENOENT' ? 'Go is not here' : 'it could not be built'}`);
  });
  if (binary === undefined) return work({});
  const port = await freePort();
  const child = spawn(binary, ['-http-addr', `127.0.0.1:${port}`], { stdio: 'ignore' });
  try {
    await listening(port);
    return await work({ STRIPE_MOCK_URL: `http://127.0.0.1:${port}` });
  } finally {
    child.kill('SIGKILL');
  }
}

async function built(say) {
  const folder = path.join(downloadsFolder, `stripe-mock-${VERSION}`);
  const binary = path.join(folder, 'stripe-mock');
  if (existsSync(binary)) return binary;
  await promisify(execFile)('go', ['version']);
  say(`building stripe-mock ${VERSION} ...`);
  await promisify(execFile)('go', ['install', `github.com/stripe/stripe-mock@${VERSION}`], {
    env: { ...process.env, GOBIN: folder },
    timeout: BUILD_WITHIN_MS,
  });
  return binary;
}

async function freePort() {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  return port;
}

async function listening(port) {
  for (const end = Date.now() + START_WITHIN_MS; ;) {
    const socket = net.connect(port, '127.0.0.1');
    const open = await new Promise((resolve) =>
      socket.on('connect', () => resolve(true)).on('error', () => resolve(false)),
    );
    socket.destroy();
    if (open) return;
    if (Date.now() > end) throw new Error('stripe-mock does not listen');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
