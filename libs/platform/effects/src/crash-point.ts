import { existsSync, unlinkSync } from 'node:fs';
import path from 'node:path';

/** Places where a process may die in a chaos run: each between two steps that no transaction joins. */
export const CRASH_POINTS = [
  'append.committed',
  'relay.published',
  'inbox.open',
  'inbox.committed',
  'provider.answered',
] as const;
export type CrashPoint = (typeof CRASH_POINTS)[number];

let fuses: Readonly<{ folder: string; service: string }> | undefined;

/** From now on a file `service.point` in the folder kills this process at that point. Never in production. */
export const armCrashPoints = (folder: string, service: string): void => {
  fuses = { folder, service };
};

/**
 * Ends the process at once, as if the machine had been switched off, where a fuse lies for this point; the fuse is used up
 * by it. Without armed points it does nothing.
 */
export const crashPoint = (point: CrashPoint): void => {
  if (fuses === undefined) return;
  const fuse = path.join(fuses.folder, `${fuses.service}.${point}`);
  if (!existsSync(fuse)) return;
  unlinkSync(fuse);
  process.kill(process.pid, 'SIGKILL');
};
