// The rows of the life cycles and the tests that name them.
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const ts = createRequire(import.meta.url)('typescript');

/**
 * Rows of the specification that are in no table: an object begins with them, or they are decided in another place. Each
 * with the file that says what becomes of it, which must name the row.
 */
export const ROWS_ELSEWHERE = {
  O1: 'libs/domain/orders/src/order/place.ts',
  O2: 'docs/adr/0013-rows-that-are-not-ours.md',
  O5: 'libs/domain/orders/src/order/ship.ts',
  K1: 'libs/domain/after-sales/src/case/applying.ts',
  K10: 'docs/adr/0013-rows-that-are-not-ours.md',
  K20: 'libs/domain/after-sales/src/case/reviewing.ts',
  U1: 'libs/domain/after-sales/src/policy/rules.ts',
  U5: 'libs/domain/orders/src/order/hear-ticket.ts',
  S1: 'libs/domain/after-sales/src/policy/rules.ts',
  S4: 'libs/domain/after-sales/src/case/negotiating.ts',
  R1: 'libs/domain/after-sales/src/policy/rules.ts',
  R13: 'libs/domain/after-sales/src/case/settling.ts',
  X1: 'libs/domain/after-sales/src/policy/exchange.ts',
  I1: 'libs/domain/after-sales/src/policy/rules.ts',
  P1: 'libs/domain/after-sales/src/policy/rules.ts',
  V1: 'libs/domain/after-sales/src/policy/price-protection.ts',
  V3: 'libs/domain/after-sales/src/policy/rules.ts',
  V4: 'libs/domain/after-sales/src/policy/price-protection.ts',
  V5: 'docs/adr/0013-rows-that-are-not-ours.md',
  D1: 'libs/domain/after-sales/src/case/dispute/opening.ts',
  E8: 'libs/domain/after-sales/src/case/cancelling.ts',
};

const ROW = /\b[A-Z]\d{1,2}\b/g;

/** The ids of all rows in the tables below `domain`, each once. */
export const rowsInTables = (domain) => {
  const sources = filesOf(domain, (file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'));
  const ids = sources.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/\brow: '([A-Z]\d{1,2})'/g)].map(([, id]) => id),
  );
  return [...new Set(ids)];
};

/** The row ids in the names of all tests (and of what they are grouped under) below `folders`; skipped ones do not count. */
export const rowsInTestNames = (folders) => {
  const specs = folders.flatMap((folder) => filesOf(folder, (file) => file.endsWith('.spec.ts')));
  return new Set(
    specs.flatMap((file) => testNames(file, readFileSync(file, 'utf8')).flatMap((name) => name.match(ROW) ?? [])),
  );
};

/** What the tests of a source are called. */
export const testNames = (file, source) => {
  const names = [];
  const visit = (node) => {
    const [title] = ts.isCallExpression(node) ? node.arguments : [];
    if (title !== undefined && ts.isStringLiteralLike(title)) {
      const called = node.expression.getText();
      if (/^(it|test|describe)\b/.test(called) && !/\.(skip|todo)\b/.test(called)) names.push(title.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true));
  return names;
};

/** What is wrong, a sentence each. `read` answers the text of a file, or undefined where there is none. */
export const flawsOfRows = ({ tables, named, elsewhere, read }) => [
  ...Object.entries(elsewhere)
    .filter(([row, file]) => !new RegExp(`\\b${row}\\b`).test(read(file) ?? ''))
    .map(([row, file]) => `row ${row} is said to be enforced in ${file}, which does not name it`),
  ...[...new Set([...tables, ...Object.keys(elsewhere)])]
    .filter((row) => !named.has(row))
    .map((row) => `row ${row} is in no test's name`),
];

const filesOf = (folder, wanted) =>
  readdirSync(folder, { recursive: true })
    .map((file) => path.join(folder, file))
    .filter(wanted);
