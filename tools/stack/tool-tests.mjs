import { readdirSync } from 'node:fs';
import path from 'node:path';
import { root } from './settings.mjs';

/** The tests of the tools themselves; they run on Node alone (`node --test`). */
export const toolTests = () =>
  readdirSync(path.join(root, 'tools'), { recursive: true })
    .filter((file) => file.endsWith('.spec.mjs'))
    .map((file) => path.join('tools', file));
