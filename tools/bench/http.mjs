// One command and reads over HTTP, beside bare routes with one INSERT and one SELECT: the same client, the same
// concurrency, the same server of PostgreSQL, each on its own port without the gateway.
import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import path from 'node:path';
import { Pool } from 'undici';
import { connectTo, orderBody, shop, sleep, unique } from '../flows/client.mjs';
import { NODE_FLAGS } from '../stack/services.mjs';
import { timed } from './figures.mjs';
import { scratchDatabase } from './scratch.mjs';

const IN_FLIGHT = 64;
const PARTIES = 16;
const COMMANDS = 4000;
const READS = 20_000;
const WARM_UP = 1000;
const SETTLE_MS = 3000;

const { AMENDS_URL: origin, AFTER_SALES_URL: service } = process.env;
if (!origin || !service) throw new Error('AMENDS_URL or AFTER_SALES_URL is missing: run this through npm run bench');

/** One service as its neighbours see it; answers what `send({ method, path, headers, body })` was answered. */
const directly = (url) => {
  const pool = new Pool(url, { connections: IN_FLIGHT, pipelining: 1 });
  const send = async ({ method, path, headers, body }, wanted) => {
    const answer = await pool.request({
      method,
      path,
      headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      body,
    });
    const text = await answer.body.text();
    if (answer.statusCode !== wanted)
      throw new Error(`${method} ${path} answered ${answer.statusCode}: ${text.slice(0, 300)}`);
    return text;
  };
  return { send, close: () => pool.close() };
};

/** Orders that have not left, each with what its buyer will ask for. */
async function applications(count) {
  const client = connectTo(origin, { sockets: IN_FLIGHT });
  const parties = await Promise.all(Array.from({ length: PARTIES }, () => shop(client)));
  const made = new Array(count);
  await timed(count, IN_FLIGHT, async (i) => {
    const party = parties[i % PARTIES];
    const { id: orderId } = await client.post('/v1/orders', orderBody(party), { token: party.storefront });
    const lines = [{ lineNumber: 1, quantity: 1 }];
    const body = { orderId, type: 'refund_only', reason: 'changed_mind', lines, entryPoint: 'order_detail' };
    made[i] = { token: party.buyer, orderId, body: JSON.stringify(body) };
  });
  client.close();
  return made;
}

const afterSales = directly(service);
const asked = await applications(WARM_UP + COMMANDS);
await sleep(SETTLE_MS);
const tickets = new Array(asked.length);
const apply = async (i) => {
  const { token, orderId, body } = asked[i];
  const headers = { authorization: `Bearer ${token}`, 'idempotency-key': unique('bench') };
  const text = await afterSales.send({ method: 'POST', path: '/v1/after-sales', headers, body }, 201);
  tickets[i] = {
    headers: { authorization: headers.authorization },
    ticket: `/v1/after-sales/${JSON.parse(text).id}`,
    options: `/v1/orders/${orderId}/after-sale-options`,
    list: '/v1/after-sales?limit=20',
  };
};
await timed(WARM_UP, IN_FLIGHT, apply);
const command = await timed(COMMANDS, IN_FLIGHT, (i) => apply(WARM_UP + i));
await sleep(SETTLE_MS);

const read = (what) => (i) => {
  const { headers, [what]: path } = tickets[i % tickets.length];
  return afterSales.send({ method: 'GET', path, headers }, 200);
};
const reads = {};
for (const what of ['ticket', 'options', 'list']) {
  await timed(WARM_UP, IN_FLIGHT, read(what));
  reads[what] = (await timed(READS, IN_FLIGHT, read(what))).perSecond;
}
const ticket = JSON.parse(await read('ticket')(0));
await afterSales.close();

// The bare routes store and answer a row as large as the application, and as the ticket.
const database = await scratchDatabase('amends_bench_http', [], 1);
const child = fork(path.join(import.meta.dirname, 'bare-service.mjs'), {
  execArgv: NODE_FLAGS,
  env: { ...process.env, DATABASE_URL: database.url },
});
try {
  const [{ url }] = await once(child, 'message');
  const bare = directly(url);
  const ids = Array.from({ length: WARM_UP + COMMANDS }, () => randomUUID());
  const insert = (i) =>
    bare.send({ method: 'POST', path: '/rows', body: JSON.stringify({ id: ids[i], data: ticket }) }, 201);
  await timed(WARM_UP, IN_FLIGHT, insert);
  const inserted = await timed(COMMANDS, IN_FLIGHT, (i) => insert(WARM_UP + i));
  const select = (i) => bare.send({ method: 'GET', path: `/rows/${ids[i % ids.length]}` }, 200);
  await timed(WARM_UP, IN_FLIGHT, select);
  const selected = await timed(READS, IN_FLIGHT, select);
  await bare.close();
  console.log(
    JSON.stringify({
      command: command.perSecond,
      insert: inserted.perSecond,
      reads,
      select: selected.perSecond,
    }),
  );
} finally {
  child.disconnect();
  await once(child, 'exit');
  await database.drop();
}
