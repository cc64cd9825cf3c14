// Is a port free, and if not: who has it?
import { execFile } from 'node:child_process';
import { readFile, readdir, readlink } from 'node:fs/promises';
import net from 'node:net';
import { promisify } from 'node:util';
import { Problem } from './settings.mjs';

/** Throws a Problem that names the first taken port and, where it can be found, the process behind it. */
export async function assertPortsFree(ports) {
  for (const [name, port] of Object.entries(ports)) {
    if (await isFree(port)) continue;
    const holder = await holderOf(port);
    throw new Problem(
      `Port ${port} (${name}) is taken${holder ? ` by ${holder}` : ''}. Stop it, or move all ports: AMENDS_PORT_OFFSET=100 npm start` +
        (name === 'gateway' ? ' (PORT=9090 npm start moves the gateway alone).' : '.'),
    );
  }
}

const isFree = (port) =>
  new Promise((resolve) => {
    const server = net.createServer();
    server.once('error', (error) => resolve(error.code !== 'EADDRINUSE' && error.code !== 'EACCES'));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  });

/** `node (process 4711)` or undefined. */
async function holderOf(port) {
  const pid = (await holderFromProc(port)) ?? (await holderFromLsof(port));
  if (!pid) return undefined;
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').then(
    (text) => text.split('\0').filter(Boolean).slice(0, 3).join(' '),
    () => '',
  );
  return `process ${pid}${command ? ` (${command.length > 120 ? `${command.slice(0, 117)}...` : command})` : ''}`;
}

async function holderFromProc(port) {
  const wanted = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const tables = await Promise.all(
    ['/proc/net/tcp', '/proc/net/tcp6'].map((file) => readFile(file, 'utf8').catch(() => '')),
  );
  const LISTENING = '0A';
  const inodes = new Set(
    tables
      .flatMap((table) => table.split('\n').slice(1))
      .map((line) => line.trim().split(/\s+/))
      .filter((fields) => fields[1]?.endsWith(wanted) && fields[3] === LISTENING)
      .map((fields) => `socket:[${fields[9]}]`),
  );
  if (inodes.size === 0) return undefined;
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const handles = await readdir(`/proc/${pid}/fd`).catch(() => []);
    for (const handle of handles) {
      if (inodes.has(await readlink(`/proc/${pid}/fd/${handle}`).catch(() => ''))) return Number(pid);
    }
  }
  return undefined;
}

async function holderFromLsof(port) {
  const { stdout } = await promisify(execFile)('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-t']).catch(() => ({
    stdout: '',
  }));
  return Number(stdout.split('\n')[0]) || undefined;
}
