// Durable appends of two events with an expected version, through the library, beside single-row inserts of pgbench.
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { timed } from './figures.mjs';
import { dist, scratchDatabase } from './scratch.mjs';

const COUNT = 30_000;
const { PgEventStore, eventStoreMigrations } = dist('libs/platform/event-store/src/index.js');
const { SystemRandomness } = dist('libs/platform/http/src/service/randomness.js');
const { SystemClock } = dist('libs/platform/timers/src/index.js');

const database = await scratchDatabase('amends_bench_append', eventStoreMigrations, 8);
const store = new PgEventStore({ pool: database.pool, clock: new SystemClock(), randomness: new SystemRandomness() });
const aggregate = {
  category: 'bench',
  revision: 1,
  initialState: { count: 0 },
  evolve: (state) => ({ count: state.count + 1 }),
};
const metadata = { actor: { role: 'system', id: 'bench' }, correlationId: 'bench' };
const event = { type: 'bench.happened', data: { occurredAt: new Date().toISOString(), text: 'x'.repeat(300) } };
const append = () =>
  store.run(metadata, async (unit) => {
    const stream = randomUUID();
    await unit.load(aggregate, stream);
    unit.append(aggregate, stream, [event, event]);
  });

await timed(4000, 64, append);
const at64 = await timed(COUNT, 64, append);
const at256 = await timed(COUNT, 256, append);
const yardstick = await singleInserts();
await database.drop();
console.log(
  JSON.stringify({
    at64: at64.perSecond,
    p99: at64.p99,
    at256: at256.perSecond,
    yardstick,
    yardstickName: 'pgbench inserts, 32 clients',
  }),
);

/** Commits of one row a second by 32 clients, as pgbench counts them; the row is as wide as an event. */
async function singleInserts() {
  await database.pool.query('SELECT 1');
  const folder = mkdtempSync(path.join(os.tmpdir(), 'amends-pgbench-'));
  try {
    const script = path.join(folder, 'insert.sql');
    writeFileSync(script, "INSERT INTO single_rows (id, data) VALUES (gen_random_uuid(), repeat('x', 600));\n");
    const sql = (text) => execFileSync('psql', [database.adminUrl, '-qc', text]);
    sql(
      'CREATE TABLE single_rows (position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, id uuid NOT NULL UNIQUE, data text NOT NULL)',
    );
    const text = execFileSync(
      'pgbench',
      ['-n', '-c', '32', '-j', '2', '-T', '6', '-M', 'prepared', '-f', script, database.adminUrl],
      { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
    );
    return Number(/tps = ([\d.]+)/.exec(text)?.[1]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
