// Made at random once and kept with the data: what they sealed must stay readable.
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { folder } from './settings.mjs';

/** One `NAME=value` a line, as `node --env-file` reads it. */
export const SECRETS_FILE = 'secrets.env';

const MAKERS = {
  KEYRING_MASTER_KEY: () => randomBytes(32).toString('base64'),
  PSP_WEBHOOK_SECRET: () => `whsec_${randomBytes(32).toString('base64')}`,
  INSURER_WEBHOOK_SECRET: () => `whsec_${randomBytes(32).toString('base64')}`,
  CARRIER_WEBHOOK_SECRET: () => randomBytes(32).toString('base64'),
};

/** The secrets of the stack whose data is in `state`; one given in the environment is taken as it is. */
export function secretsOf(state) {
  const file = path.join(folder(state), SECRETS_FILE);
  const kept = read(file);
  const secrets = Object.fromEntries(Object.entries(MAKERS).map(([name, make]) => [name, kept[name] ?? make()]));
  writeFileSync(file, lines(secrets), { mode: 0o600 });
  return Object.fromEntries(Object.keys(MAKERS).map((name) => [name, process.env[name] || secrets[name]]));
}

const lines = (values) =>
  Object.entries(values)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');

function read(file) {
  try {
    return Object.fromEntries(
      readFileSync(file, 'utf8')
        .split('\n')
        .filter(Boolean)
        .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
    );
  } catch {
    return {};
  }
}
