// The one place where tools learn ports, names and folders: deploy/local/stack.json plus the environment.
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '../..');
export const stackFile = path.join(root, 'deploy/local/stack.json');
export const stack = JSON.parse(readFileSync(stackFile, 'utf8'));

/** Every service of the product, in the order in which they are started. */
export const SERVICE_NAMES = [
  'sandbox',
  'orders',
  'after-sales',
  'refunds',
  'pickups',
  'insurance',
  'integrations',
  'gateway',
];

/** The servers below the services; keys of `stack.ports`. */
export const INFRASTRUCTURE_PORTS = ['postgres', 'kafka', 'kafka-controller', 'redis'];

/** What is kept between runs: `.amends/`, or a folder of its own for a stack on other ports. */
export function stateFolder(offset) {
  return path.join(root, '.amends', ...(offset === 0 ? [] : [`offset-${offset}`]));
}

/** Where the parts of a stack write their logs, as a person types it. */
export const logsFolder = (offset) => path.relative(root, path.join(stateFolder(offset), 'logs'));

/** Downloaded servers: shared by all stacks of this checkout, kept by `npm run reset`. */
export const downloadsFolder = path.join(root, '.amends/servers');

/** `AMENDS_PORT_OFFSET` moves every port, so that several stacks can run side by side. */
export function portOffset(fallback = 0) {
  const given = process.env.AMENDS_PORT_OFFSET;
  if (given === undefined || given === '') return fallback;
  const offset = Number(given);
  if (!Number.isInteger(offset) || offset < 0 || offset > 40_000)
    throw new Problem(`AMENDS_PORT_OFFSET must be a whole number between 0 and 40000, not "${given}".`);
  return offset;
}

/** Port of each part by its name in stack.json; at offset 0 `PORT` moves the gateway alone. */
export function portsAt(offset) {
  const ports = Object.fromEntries(Object.entries(stack.ports).map(([name, port]) => [name, port + offset]));
  const given = process.env.PORT;
  if (offset === portOffset() && given !== undefined && given !== '') {
    const port = Number(given);
    if (!Number.isInteger(port) || port < 1 || port > 65_535)
      throw new Problem(`PORT must be a whole number between 1 and 65535, not "${given}".`);
    ports.gateway = port;
  }
  return ports;
}

/** Makes the folder and answers its path. */
export function folder(...parts) {
  const made = path.join(...parts);
  mkdirSync(made, { recursive: true });
  return made;
}

/** Something the person in front of the screen can put right: shown as one sentence, without a stack trace. */
export class Problem extends Error {}
