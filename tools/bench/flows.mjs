// The whole return over HTTP, as many as fit: submit, approve, pickup, scan, receipt; the refund and the claim follow.
import { quantile, timed } from './figures.mjs';
import { connectTo, eventually, placeShipped, shop, sleep, unique } from '../flows/client.mjs';

const HOUR = 3_600_000;

/** Orders of many buyers, placed and shipped before the clock starts. */
async function prepare(client, count) {
  const parties = await Promise.all(Array.from({ length: Math.min(count, 16) }, () => shop(client)));
  const orders = new Array(count);
  await timed(count, 32, async (i) => {
    const base = parties[i % parties.length];
    const buyerId = unique('buyer');
    const party = { ...base, buyerId, buyer: await client.token({ role: 'buyer', buyerId, sub: buyerId }) };
    orders[i] = { party, order: await placeShipped(party) };
  });
  return orders;
}

/** The steps of one flow; the milliseconds of each command go into `commands`. Waits for nothing but what the next command needs. */
async function flow(client, { party, order }, now, commands) {
  const command = async (path, body, token) => {
    const begun = performance.now();
    const answer = await client.post(path, body, { token });
    commands.push(performance.now() - begun);
    return answer;
  };
  const ticket = await command(
    '/v1/after-sales',
    { orderId: order.id, type: 'return_refund', reason: 'changed_mind', lines: [{ lineNumber: 1, quantity: 1 }] },
    party.buyer,
  );
  const path = `/v1/after-sales/${ticket.id}`;
  await command(`${path}/approve`, {}, party.merchant);
  const from = now + 4 * HOUR;
  const asked = await command(
    `${path}/pickup`,
    {
      address: order.body.shippingAddress,
      slot: { from: new Date(from).toISOString(), to: new Date(from + 2 * HOUR).toISOString() },
    },
    party.buyer,
  );
  const { pickupId } = asked.returnShipment;
  const booked = await newer(client, asked, party.buyer, (seen) => seen.returnShipment.trackingNumber !== null);
  await client.post('/dev/sandbox/carrier/scans', { pickupId, event: 'picked_up', freight: 1500 });
  await newer(client, booked, party.buyer, (seen) => seen.status === 'awaiting_merchant_receipt');
  return command(
    `${path}/receipt`,
    { lines: [{ lineNumber: 1, accepted: 1, damaged: 0, missing: 0 }], evidenceIds: [] },
    party.merchant,
  );
}

/** The ticket as soon as `holds(ticket)`, as a storefront waits: it names the version it has and is answered with the next. */
async function newer(client, ticket, token, holds, patienceMs = 60_000) {
  const end = Date.now() + patienceMs;
  let seen = ticket;
  while (!holds(seen)) {
    if (Date.now() > end) throw new Error(`${seen.id} is ${seen.status}`);
    const headers = { 'if-none-match': `"${seen.version}"` };
    const answer = await client.send('GET', `/v1/after-sales/${seen.id}`, { token, headers });
    if (answer.status === 200) seen = answer.body;
    else if (answer.status !== 304)
      throw new Error(`${seen.id} answered ${answer.status}: ${answer.text.slice(0, 300)}`);
  }
  return seen;
}

/** Flows per second, from the first submission to the last completed ticket. */
export async function flowsPerSecond(origin, { count = 1500, width = 48 } = {}) {
  const client = connectTo(origin, { sockets: 128 });
  const orders = await prepare(client, count);
  await sleep(1500);
  const now = Date.parse((await client.get('/dev/clock')).now);
  const commands = [];
  const tickets = new Array(count);
  const start = performance.now();
  await timed(count, width, async (i) => (tickets[i] = await flow(client, orders[i], now, commands)));
  const spoken = (performance.now() - start) / 1000;
  await timed(count, width, (i) =>
    newer(client, tickets[i], orders[i].party.buyer, ({ status }) => status === 'completed', 120_000),
  );
  const seconds = (performance.now() - start) / 1000;
  client.close();
  return { perSecond: count / seconds, spokenPerSecond: count / spoken, p95: quantile(commands, 0.95), count };
}

/** Milliseconds from the carrier's scan to the refund in the provider's own books, at a gentle pace. */
export async function scanToProvider(origin, { count = 60 } = {}) {
  const client = connectTo(origin);
  const orders = await prepare(client, count);
  const now = Date.parse((await client.get('/dev/clock')).now);
  const times = [];
  for (const { party, order } of orders) {
    await client.put(`/dev/buyers/${party.buyerId}/score`, { score: 900 });
    const ticket = await client.post(
      '/v1/after-sales',
      { orderId: order.id, type: 'return_refund', reason: 'changed_mind', lines: [{ lineNumber: 1, quantity: 1 }] },
      { token: party.buyer },
    );
    const path = `/v1/after-sales/${ticket.id}`;
    await client.post(`${path}/approve`, {}, { token: party.merchant });
    const from = now + 4 * HOUR;
    const { returnShipment } = await client.post(
      `${path}/pickup`,
      {
        address: order.body.shippingAddress,
        slot: { from: new Date(from).toISOString(), to: new Date(from + 2 * HOUR).toISOString() },
      },
      { token: party.buyer },
    );
    await eventually(async () => {
      const { fastRefund, returnShipment: parcel } = await client.get(path, { token: party.buyer });
      if (fastRefund.status !== 'eligible' || parcel.trackingNumber === null)
        throw new Error(`${fastRefund.status}, ${parcel.status}`);
    });
    const begun = performance.now();
    await client.post('/dev/sandbox/carrier/scans', {
      pickupId: returnShipment.pickupId,
      event: 'picked_up',
      freight: 1500,
    });
    for (;;) {
      const { refunds } = await client.get(`/dev/sandbox/psp/ledger?paymentId=${order.paymentId}`);
      if (refunds.length > 0) break;
      if (performance.now() - begun > 20_000) throw new Error('no refund at the provider within 20 s of the scan');
      await sleep(2);
    }
    times.push(performance.now() - begun);
  }
  client.close();
  return { p50: quantile(times, 0.5), p95: quantile(times, 0.95) };
}
