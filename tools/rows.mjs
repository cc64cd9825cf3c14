// Part of npm run check: every row of a life cycle is in the name of a test, those included that no table holds.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { flawsOfRows, ROWS_ELSEWHERE, rowsInTables, rowsInTestNames } from './proofs/rows.mjs';
import { root } from './stack/settings.mjs';

const at = (file) => path.join(root, file);
const flaws = flawsOfRows({
  tables: rowsInTables(at('libs/domain')),
  named: rowsInTestNames([at('libs'), at('services')]),
  elsewhere: ROWS_ELSEWHERE,
  read: (file) => (existsSync(at(file)) ? readFileSync(at(file), 'utf8') : undefined),
});
for (const flaw of flaws) console.error(flaw);
process.exit(flaws.length === 0 ? 0 : 1);
