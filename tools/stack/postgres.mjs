// A native PostgreSQL: an installed one of version 15 or newer, else the downloaded one. As root it runs as another user.
import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync, chownSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { copyDownload, postgresBin } from './downloads.mjs';
import { answered } from './processes.mjs';
import { Problem, root, stack } from './settings.mjs';
import { supervised } from './supervision.mjs';

const require = createRequire(import.meta.url);
const OLDEST_VERSION = 15;

/** Starts PostgreSQL on 127.0.0.1 and answers once it answers `SELECT 1`. */
export async function startPostgres({ family, port, state, logs, say }) {
  const account = process.getuid?.() === 0 ? otherUser() : undefined;
  const home = account ? placeFor(account, state, say) : state;
  const data = path.join(home, 'postgres');
  const { bin, version } = await binaries(account, home, say);
  const identity = account ? { uid: account.uid, gid: account.gid } : {};
  const environment = { ...process.env, LC_ALL: 'C', TZ: 'UTC' };
  if (!existsSync(path.join(data, 'PG_VERSION'))) {
    await initialise({ bin, version, data, identity, environment, account });
  } else {
    const made = Number(readFileSync(path.join(data, 'PG_VERSION'), 'utf8'));
    if (made !== version)
      throw new Problem(
        `The data in ${data} is of PostgreSQL ${made}, the server here is ${version}. \`npm run reset\` starts afresh.`,
      );
  }
  const { settings: wanted } = stack.postgres;
  const settings = {
    ...wanted,
    wal_compression: accepts('wal_compression', wanted.wal_compression, { bin, data, identity, environment })
      ? wanted.wal_compression
      : 'on',
    // After a crash every file is synced: one by one that takes longer than all the rest of the recovery.
    ...(process.platform === 'linux' ? { recovery_init_sync_method: 'syncfs' } : {}),
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
  };
  const server = supervised(
    family,
    {
      name: 'PostgreSQL',
      kind: 'server',
      command: path.join(bin, 'postgres'),
      args: ['-D', data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
      stopSignal: 'SIGINT', // "fast": open connections are ended, committed work is kept
      log: path.join(logs, 'postgres.log'),
      env: environment,
      cwd: home,
      ...identity,
    },
    say,
  );
  const { name, password } = stack.roles.superuser;
  const url = `postgres://${name}:${password}@127.0.0.1:${port}/postgres`;
  await answered(server.handle(), () => askPostgres(url));
  server.watch();
  return { server, url };
}

/** Where this checkout's PostgreSQL data may lie outside of it; `npm run reset` clears it too. */
export const outsideFolder = (state) =>
  path.join(os.tmpdir(), `amends-${createHash('sha256').update(state).digest('hex').slice(0, 12)}`);

/** Throws until the server answers a query. */
export async function askPostgres(url) {
  const { Client } = require('pg');
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 3_000 });
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query('SELECT 1');
  } finally {
    await client.end();
  }
}

/** Whether this build knows the value: LZ4 is left out of some. */
function accepts(name, value, { bin, data, identity, environment }) {
  const asked = ['-C', name, '-c', `${name}=${value}`, '-D', data];
  const options = { ...identity, env: environment, cwd: path.dirname(data), stdio: 'ignore' };
  return spawnSync(path.join(bin, 'postgres'), asked, options).status === 0;
}

async function initialise({ bin, version, data, identity, environment, account }) {
  rmSync(data, { recursive: true, force: true });
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const passwordFile = `${data}.password`;
  writeFileSync(passwordFile, stack.roles.superuser.password, { mode: 0o600 });
  if (account) for (const file of [data, passwordFile]) chownSync(file, account.uid, account.gid);
  const base = [
    '-D',
    data,
    '-U',
    stack.roles.superuser.name,
    '--encoding=UTF8',
    '--auth=scram-sha-256',
    `--pwfile=${passwordFile}`,
    '--no-instructions',
  ];
  const locales =
    version >= 17
      ? [['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C']]
      : [['--locale=C.UTF-8'], ['--locale=C']];
  try {
    for (const [index, locale] of locales.entries()) {
      try {
        await promisify(execFile)(path.join(bin, 'initdb'), [...base, ...locale], {
          ...identity,
          env: environment,
          cwd: path.dirname(data),
        });
        return;
      } catch (error) {
        if (index === locales.length - 1)
          throw new Problem(`PostgreSQL could not prepare ${data}:\n${error.stderr ?? error.message}`);
      }
    }
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

async function binaries(account, home, say) {
  const installed = installedBin();
  if (installed) return installed;
  const downloaded = await postgresBin(say);
  const reachable = !account || isSearchable(downloaded, account);
  const bin = reachable
    ? downloaded
    : path.join(
        await copyDownload(path.dirname(downloaded), path.join(home, path.basename(path.dirname(downloaded)))),
        'bin',
      );
  return { bin, version: versionOf(bin) };
}

/** The newest installed server that is new enough and complete. */
function installedBin() {
  const folders = [];
  const debian = '/usr/lib/postgresql';
  if (existsSync(debian)) folders.push(...readdirSync(debian).map((version) => path.join(debian, version, 'bin')));
  try {
    folders.push(
      execFileSync('pg_config', ['--bindir'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim(),
    );
  } catch {
    // Not installed with development files.
  }
  folders.push(...(process.env.PATH ?? '').split(path.delimiter));
  return folders
    .filter((bin) => existsSync(path.join(bin, 'initdb')) && existsSync(path.join(bin, 'postgres')))
    .map((bin) => ({ bin, version: versionOf(bin) }))
    .filter(({ version }) => version >= OLDEST_VERSION)
    .sort((one, other) => other.version - one.version)[0];
}

function versionOf(bin) {
  try {
    return Number(
      /(\d+)/.exec(execFileSync(path.join(bin, 'postgres'), ['--version'], { encoding: 'utf8' }))?.[1] ?? 0,
    );
  } catch {
    return 0;
  }
}

/** PostgreSQL refuses to run as root; `postgres` where it exists, else `nobody`. */
function otherUser() {
  for (const name of ['postgres', 'nobody']) {
    try {
      const id = (flag) =>
        Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
      return { name, uid: id('-u'), gid: id('-g') };
    } catch {
      // Try the next name.
    }
  }
  throw new Problem('PostgreSQL does not run as root, and there is neither a user "postgres" nor "nobody".');
}

/** The state folder when that user can reach it, else a folder under the system's temporary one. */
function placeFor(account, state, say) {
  mkdirSync(state, { recursive: true });
  if (isSearchable(state, account)) return state;
  const outside = outsideFolder(state);
  mkdirSync(outside, { recursive: true, mode: 0o755 });
  say(`the user "${account.name}" may not look into ${root}: PostgreSQL's data is in ${outside}`);
  return outside;
}

function isSearchable(folder, { uid, gid }) {
  for (let current = path.resolve(folder); ; current = path.dirname(current)) {
    const { mode, uid: owner, gid: group } = statSync(current);
    const shift = owner === uid ? 6 : group === gid ? 3 : 0;
    if (((mode >> shift) & 1) === 0) return false;
    if (current === path.dirname(current)) return true;
  }
}
