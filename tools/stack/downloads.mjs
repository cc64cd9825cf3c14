// Fetches servers that are not installed from Maven Central (deploy/local/pom.xml), once; `.amends/servers` keeps them.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, cp, mkdir, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { downloadsFolder, Problem, root } from './settings.mjs';
import { fileInZip } from './zip.mjs';

const pom = path.join(root, 'deploy/local/pom.xml');

/** Folder with Kafka's jars. */
export const kafkaJars = (say) => once('kafka', say, 'Kafka 4.1 (43 MB)', (into) => copyDependencies('kafka', into));

/** Path of a Redis server. */
export async function redisServer(say) {
  const made = await once('redis', say, 'Redis 6.2 (13 MB)', async (into) => {
    await copyDependencies('redis', path.join(into, 'jars'));
    const jar = await theFile(path.join(into, 'jars'), /^embedded-redis.*\.jar$/);
    const binary = await fileInZip(jar, (name) => redisBinaryName().test(name));
    await writeFile(path.join(into, 'redis-server'), binary);
    await chmod(path.join(into, 'redis-server'), 0o755);
    await rm(path.join(into, 'jars'), { recursive: true });
  });
  return path.join(made, 'redis-server');
}

/** PostgreSQL's bin folder. */
export async function postgresBin(say) {
  const made = await once('postgres', say, 'PostgreSQL 17 (15 MB)', async (into) => {
    await copyDependencies('postgres', path.join(into, 'jars'), [`-Dpostgres.platform=${postgresPlatform()}`]);
    const jar = await theFile(path.join(into, 'jars'), /^embedded-postgres.*\.jar$/);
    const archive = path.join(into, 'postgres.txz');
    await writeFile(archive, await fileInZip(jar, (name) => name.endsWith('.txz')));
    await run(
      'tar',
      ['xJf', archive, '-C', into],
      'tar and xz are needed to unpack PostgreSQL (install xz-utils), or install PostgreSQL 15 or newer.',
    );
    await rm(archive);
    await rm(path.join(into, 'jars'), { recursive: true });
  });
  return path.join(made, 'bin');
}

/** Copies a finished download elsewhere, for a user who may not look into the checkout. */
export async function copyDownload(from, to) {
  if (!(await exists(to))) await cp(from, to, { recursive: true, verbatimSymlinks: true });
  return to;
}

/** Made in a folder beside it and renamed when complete: an interrupted or parallel download does no harm. */
async function once(name, say, title, make) {
  const finished = path.join(downloadsFolder, `${name}-${await versionsMark()}`);
  if (await exists(finished)) return finished;
  say(`fetching ${title} from Maven Central ...`);
  const started = Date.now();
  const unfinished = `${finished}.${process.pid}.part`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { recursive: true });
  try {
    await make(unfinished);
    await rename(unfinished, finished).catch(async (error) => {
      if (!(await exists(finished))) throw error;
    });
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  say(`fetched ${title} in ${((Date.now() - started) / 1000).toFixed(1)} s`);
  return finished;
}

/** Other versions in the POM are another download. */
const versionsMark = async () =>
  createHash('sha256')
    .update(await readFile(pom))
    .digest('hex')
    .slice(0, 8);

const copyDependencies = (profile, into, more = []) =>
  run(
    'mvn',
    [
      '-B',
      '-ntp',
      '-q',
      '-f',
      pom,
      `-P${profile}`,
      ...more,
      'dependency:copy-dependencies',
      `-DoutputDirectory=${into}`,
    ],
    'Neither a container engine nor Maven is here: start Docker, or install Java 17 and Maven (mvn), or give DATABASE_URL, KAFKA_BROKERS and REDIS_URL.',
  );

/** Runs to the end; `missing` is the sentence for "there is no such command". */
function run(command, args, missing) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    // Not left behind when this tool is interrupted.
    const end = () => child.kill();
    process.once('exit', end);
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.once('error', (error) => reject(error.code === 'ENOENT' ? new Problem(missing) : error));
    child.once('exit', () => process.off('exit', end));
    child.once('exit', (code) =>
      code === 0
        ? resolve()
        : reject(new Problem(`${command} failed (exit ${code}):\n${output.trim().split('\n').slice(-12).join('\n')}`)),
    );
  });
}

const ARCHITECTURES = { x64: 'amd64', arm64: 'arm64' };

function postgresPlatform() {
  const architecture = ARCHITECTURES[process.arch];
  if (!architecture || !['linux', 'darwin'].includes(process.platform)) throw unsupported('PostgreSQL');
  return `${process.platform}-${architecture === 'arm64' ? 'arm64v8' : architecture}`;
}

function redisBinaryName() {
  const architecture = ARCHITECTURES[process.arch];
  if (!architecture || !['linux', 'darwin'].includes(process.platform)) throw unsupported('Redis');
  return new RegExp(`^redis-server-.*-${process.platform}-${architecture}$`);
}

const unsupported = (server) =>
  new Problem(`There is no ready-made ${server} for ${process.platform}-${process.arch}: install it, or start Docker.`);

async function theFile(inFolder, pattern) {
  const name = (await readdir(inFolder)).find((candidate) => pattern.test(candidate));
  if (!name) throw new Problem(`Maven did not bring ${pattern} to ${inFolder}.`);
  return path.join(inFolder, name);
}

const exists = (file) =>
  stat(file).then(
    () => true,
    () => false,
  );
