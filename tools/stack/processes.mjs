// Starting and ending processes so that none stays behind: not after Ctrl-C, not after a crash, not after `kill -9` of this tool.
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, openSync, closeSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Problem } from './settings.mjs';

const LOG_LIMIT_BYTES = 50_000_000;
const RANKS = { service: 1, server: 2 };

/**
 * A family of processes with one list on disk (`file`): who started them, and which they are.
 * `claim` refuses when the family is alive elsewhere and ends what a killed predecessor left behind.
 */
export async function claim(file, purpose) {
  const previous = readRun(file);
  if (previous && previous.pid !== process.pid) {
    if (isSame(previous)) {
      throw new Problem(
        `${previous.purpose} already runs from this checkout (process ${previous.pid}). Stop it first, or start beside it with AMENDS_PORT_OFFSET=100.`,
      );
    }
    await endLeftovers(previous.children);
  }
  return new Family(file, purpose);
}

/** What `claim` wrote, when its owner is alive; otherwise undefined. */
export function aliveRun(file) {
  const run = readRun(file);
  return run && isSame(run) ? run : undefined;
}

/** The processes that the last owner of this file had started. */
export const recordedChildren = (file) => readRun(file)?.children ?? [];

/** Ends what a killed predecessor left behind; nothing else is touched. */
export async function endLeftovers(children) {
  for (const kind of ['service', 'server']) {
    const left = children.filter((child) => child.kind === kind && isSame(child));
    for (const child of left) signal(child.pid, child.stopSignal);
    await Promise.all(left.map((child) => holdsWithin(() => !isSame(child), 10_000)));
    for (const child of left) if (isSame(child)) signal(child.pid, 'SIGKILL');
  }
}

class Family {
  #file;
  #live = new Map();
  #ending = new Set();
  #watchdog;
  #details;

  constructor(file, purpose) {
    this.#file = file;
    this.#details = { pid: process.pid, started: startOf(process.pid), purpose };
    this.#watchdog = spawn('sh', [path.join(import.meta.dirname, 'watchdog.sh')], {
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    this.#watchdog.unref();
    this.#watchdog.stdin.on('error', () => {});
    this.#watchdog.stdin.unref();
    this.#details.watchdog = this.#watchdog.pid;
    this.#write();
  }

  /** Adds to what others can read about this run, for example its addresses. */
  describe(details) {
    Object.assign(this.#details, details);
    this.#write();
  }

  /**
   * Starts a process that writes to `log` and answers its handle. `kind`: 'service' or 'server'; `stopSignal` asks it to end.
   * Detached: Ctrl-C in a terminal reaches this tool alone, which then ends the others in order.
   */
  start({ name, kind, command, args, stopSignal = 'SIGTERM', log, ...options }) {
    if (this.#ending.has(kind)) throw new Problem(`${name} is not started: everything is being stopped.`);
    mkdirSync(path.dirname(log), { recursive: true });
    if ((statSync(log, { throwIfNoEntry: false })?.size ?? 0) > LOG_LIMIT_BYTES) renameSync(log, `${log}.1`);
    const output = openSync(log, 'a');
    const child = spawn(command, args, { ...options, detached: true, stdio: ['ignore', output, output] });
    closeSync(output);
    const ended = new Promise((resolve) => {
      child.once('error', (error) => resolve({ code: null, signal: null, error }));
      child.once('exit', (code, signalName) => resolve({ code, signal: signalName }));
    });
    const handle = { name, pid: child.pid, kind, stopSignal, log, ended, exited: undefined };
    if (child.pid !== undefined) {
      handle.started = startOf(child.pid);
      this.#live.set(child.pid, handle);
      this.#tell(`add ${RANKS[kind]} ${stopSignal.replace('SIG', '')} ${child.pid}`);
      this.#write();
    }
    void ended.then((how) => {
      handle.exited = how;
      if (!this.#live.delete(handle.pid)) return;
      this.#tell(`drop ${handle.pid}`);
      this.#write();
    });
    return handle;
  }

  /** May a process of this kind be started again? Not while its kind is being ended. */
  isEnding(kind) {
    return this.#ending.has(kind);
  }

  /** Ends all processes of a kind: asks, waits `patienceMs`, kills. None of that kind starts again. */
  async stopAll(kind, patienceMs) {
    this.#ending.add(kind);
    await Promise.all(
      [...this.#live.values()].filter((handle) => handle.kind === kind).map((handle) => this.stop(handle, patienceMs)),
    );
  }

  /** Ends one process: asks, waits `patienceMs`, kills. */
  async stop(handle, patienceMs) {
    if (handle.exited || !handle.pid) return;
    signal(handle.pid, handle.stopSignal);
    const timer = setTimeout(() => signal(handle.pid, 'SIGKILL'), patienceMs);
    await handle.ended;
    clearTimeout(timer);
  }

  /** Nothing is left: forget the list and let the watchdog go. */
  close() {
    this.#tell('done');
    this.#watchdog.stdin.end();
    rmSync(this.#file, { force: true });
    this.#file = undefined;
  }

  #tell(line) {
    if (this.#watchdog.stdin.writable) this.#watchdog.stdin.write(`${line}\n`);
  }

  #write() {
    if (!this.#file) return;
    const children = [...this.#live.values()].map(({ name, kind, pid, stopSignal, started }) => ({
      name,
      kind,
      pid,
      stopSignal,
      started,
    }));
    mkdirSync(path.dirname(this.#file), { recursive: true });
    writeFileSync(`${this.#file}.new`, JSON.stringify({ ...this.#details, children }, null, 2), { mode: 0o600 });
    renameSync(`${this.#file}.new`, this.#file);
  }
}

/** The last lines of a log, for a sentence about why something ended. */
export function tailOf(log, lines = 15) {
  try {
    return readFileSync(log, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
  } catch {
    return '';
  }
}

/** Waits until `check` answers true; false when `timeoutMs` passed first. */
export async function holdsWithin(check, timeoutMs) {
  for (const until = Date.now() + timeoutMs; Date.now() < until;) {
    if (await check()) return true;
    await pause(100);
  }
  return false;
}

/** Waits for a server to answer; a Problem with the end of its log when it ends or stays silent. */
export async function answered(handle, ask, timeoutMs = 60_000) {
  for (const until = Date.now() + timeoutMs; Date.now() < until;) {
    if (handle.exited || !handle.pid)
      throw new Problem(
        `${handle.name} ended while starting${handle.exited?.error ? `: ${handle.exited.error.message}` : ''}. Its log (${handle.log}):\n${tailOf(handle.log)}`,
      );
    try {
      return await ask();
    } catch {
      await pause(100);
    }
  }
  throw new Problem(
    `${handle.name} does not answer after ${timeoutMs / 1000} s. Its log (${handle.log}):\n${tailOf(handle.log)}`,
  );
}

function readRun(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** The same process and not another that got its number: both its id and its start agree. */
const isSame = ({ pid, started }) => started !== undefined && startOf(pid) === started;

/** When a process started, in the words of the system; undefined when it is gone (or only its parent has not noticed). */
function startOf(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return fields[0] === 'Z' ? undefined : fields[19];
  } catch {
    if (process.platform === 'linux') return undefined;
  }
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined;
  } catch {
    return undefined;
  }
}

function signal(pid, name) {
  try {
    process.kill(pid, name);
  } catch {
    // Already gone.
  }
}
