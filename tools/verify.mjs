// Proves the invariants from raw stores alone: event tables, Kafka from offset 0, deadlines, the sandboxes' own ledgers.
//   npm run verify                 waits up to 60 s until everything is green
//   npm run verify -- --prove      damages a copy of what it read, once per invariant, and must see each turn red
import { createRequire } from 'node:module';
import { portOffset, portsAt, root, stack } from './stack/settings.mjs';
import { DAMAGE } from './verify/damage.mjs';
import { INVARIANTS } from './verify/invariants.mjs';
import { connect, eventsOf, messagesOf, SERVICES } from './verify/stores.mjs';

const require = createRequire(import.meta.url);
const PATIENCE_MS = Number(process.env.PATIENCE_MS ?? 60_000);

const ports = portsAt(portOffset());
const { superuser } = stack.roles;
const adminUrl =
  process.env.DATABASE_ADMIN_URL ??
  `postgres://${superuser.name}:${superuser.password}@127.0.0.1:${ports.postgres}/postgres`;
const brokers = (process.env.KAFKA_BROKERS ?? `127.0.0.1:${ports.kafka}`).split(',');
const urlOf = (name) => Object.assign(new URL(adminUrl), { pathname: `/${stack.databases[name]}` }).href;

/** Everything the invariants look at, read once. */
async function read() {
  const { catalogue, FACT_TOPICS, COMMAND_TOPICS } = require(`${root}/dist/libs/contracts/src/catalogue.js`);
  const { clients, close } = await connect(urlOf, [...SERVICES, 'integrations', 'psp', 'insurer', 'sandbox']);
  try {
    const world = {
      events: {},
      streams: {},
      listings: [],
      deadlines: [],
      commands: [],
      topicOf: (type) => catalogue[type]?.topic,
      isPublic: (type) => catalogue[type]?.public === true,
    };
    for (const service of SERVICES) {
      const client = clients[service];
      world.events[service] = await eventsOf(client, service);
      world.streams[service] = (await client.query('SELECT stream_id, version FROM es.streams WHERE version > 0')).rows;
      world.listings.push(...(await client.query('SELECT kind, id, status FROM es.listings')).rows);
      world.deadlines.push(
        ...(await client.query('SELECT stream_id, name, kind, token, due_at, status FROM tmr.deadlines')).rows.map(
          (row) => ({ ...row, service }),
        ),
      );
      world.commands.push(...(await client.query('SELECT command_id AS id FROM es.commands')).rows);
    }
    world.feed = (await clients.integrations.query('SELECT event_id AS id, type FROM feed.events')).rows;
    world.books = (
      await clients.integrations.query(
        'SELECT order_id AS "orderId", account, unit, sum(amount)::float8 AS balance FROM books.postings GROUP BY 1, 2, 3',
      )
    ).rows;
    world.psp = {
      refunds: (await clients.psp.query('SELECT refund_number, payment_id, amount, status, effect FROM refunds')).rows,
    };
    world.insurer = {
      payouts: (await clients.insurer.query('SELECT claim_id, order_id, payee, amount FROM payouts')).rows,
    };
    const { rows } = await clients.sandbox.query('SELECT offset_ms FROM platform.clock');
    world.now = Date.now() + Number(rows[0]?.offset_ms ?? 0);
    world.messages = await messagesOf(brokers, [...FACT_TOPICS, ...COMMAND_TOPICS]);
    return world;
  } finally {
    await close();
  }
}

const judge = (world) => Object.entries(INVARIANTS).map(([name, check]) => ({ name, found: check(world) }));

function show(results, world) {
  for (const { name, found } of results) {
    console.log(found.length ? `FAIL  ${name.padEnd(4)} ${found.length} violations` : `ok    ${name}`);
    for (const line of found.slice(0, 5)) console.log(`      ${line}`);
  }
  const count = Object.values(world.events).reduce((sum, list) => sum + list.length, 0);
  console.log(
    `${count} events, ${world.messages.length} messages, ${world.psp.refunds.length} refunds at the provider`,
  );
  const failed = results.filter(({ found }) => found.length).length;
  console.log(`${results.length - failed} passed, ${failed} failed`);
  return failed;
}

async function verify() {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const world = await read();
    const results = judge(world);
    if (results.every(({ found }) => found.length === 0) || Date.now() > end) return show(results, world);
    await new Promise((resolve) => setTimeout(resolve, 2000));
  }
}

async function prove() {
  const { topicOf, isPublic, ...world } = await read();
  let failed = 0;
  for (const [name, check] of Object.entries(INVARIANTS)) {
    const copy = { ...structuredClone(world), topicOf, isPublic };
    DAMAGE[name](copy);
    const found = check(copy);
    if (!found.length) failed++;
    console.log(found.length ? `red   ${name.padEnd(4)} ${found[0]}` : `FAIL  ${name} stayed green over damaged data`);
  }
  console.log(`${Object.keys(INVARIANTS).length - failed} passed, ${failed} failed`);
  return failed;
}

process.exit((await (process.argv.includes('--prove') ? prove() : verify())) ? 1 : 0);
