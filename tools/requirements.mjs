// Part of npm run check: docs/requirements.md has a row for each requirement, and all its links lead somewhere.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { flawsOfRequirements } from './proofs/requirements.mjs';
import { root } from './stack/settings.mjs';

const page = path.join(root, 'docs/requirements.md');
const flaws = flawsOfRequirements(readFileSync(page, 'utf8'), (link) =>
  existsSync(path.join(path.dirname(page), link)),
);
for (const flaw of flaws) console.error(flaw);
process.exit(flaws.length === 0 ? 0 : 1);
