// A storefront's view of the product: HTTP alone. Used by e2e, bench and chaos.
import { randomUUID } from 'node:crypto';
import http from 'node:http';

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Thrown when an answer is not the one wanted; carries the whole answer. */
export class Unexpected extends Error {
  constructor(answer, wanted) {
    super(`${answer.method} ${answer.path} answered ${answer.status}, wanted ${wanted}: ${answer.text.slice(0, 400)}`);
    this.answer = answer;
  }
}

/**
 * A connection to one origin, kept open. `retries`: how often a request that was not answered, or got 503, is sent again under the same key;
 * `onAnswer` sees every answer, also those.
 */
export function connectTo(origin, { retries = 0, sockets = 128, onAnswer = () => {} } = {}) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: sockets });
  const url = new URL(origin);

  const once = (method, path, { token, body, headers }) =>
    new Promise((resolve, reject) => {
      const payload = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body);
      const request = http.request(
        {
          agent,
          host: url.hostname,
          port: url.port,
          method,
          path,
          headers: {
            accept: 'application/json',
            ...(payload === undefined
              ? {}
              : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(payload) }),
            ...(token ? { authorization: `Bearer ${token}` } : {}),
            ...headers,
          },
          timeout: 30_000,
        },
        (response) => {
          const chunks = [];
          response.on('data', (chunk) => chunks.push(chunk));
          response.on('error', reject);
          response.on('end', () => {
            const text = Buffer.concat(chunks).toString();
            let parsed;
            try {
              parsed = text ? JSON.parse(text) : undefined;
            } catch {
              parsed = undefined;
            }
            resolve({ method, path, status: response.statusCode, headers: response.headers, text, body: parsed });
          });
        },
      );
      request.on('timeout', () => request.destroy(new Error(`${method} ${path}: no answer in 30 s`)));
      request.on('error', reject);
      request.end(payload);
    });

  async function send(method, path, { token, body, headers = {}, key } = {}) {
    const all = { ...headers, ...(method === 'GET' || key === null ? {} : { 'idempotency-key': key ?? randomUUID() }) };
    for (let attempt = 0; ; attempt++) {
      try {
        const answer = await once(method, path, { token, body, headers: all });
        onAnswer(answer);
        const again =
          answer.status === 503 || (answer.status === 409 && answer.body?.code === 'idempotency_in_progress');
        if (!again || attempt >= retries) return answer;
      } catch (error) {
        if (attempt >= retries) throw error;
      }
      await sleep(Math.min(100 * 2 ** attempt, 2000));
    }
  }

  const wanting = async (status, promise) => {
    const answer = await promise;
    if (status === undefined ? answer.status >= 300 : answer.status !== status)
      throw new Unexpected(answer, status ?? '2xx');
    return answer.body;
  };

  return {
    send,
    get: (path, options) => wanting(200, send('GET', path, options)),
    post: (path, body, options) => wanting(undefined, send('POST', path, { ...options, body })),
    put: (path, body, options) => wanting(undefined, send('PUT', path, { ...options, body })),
    token: async (claims) => (await wanting(undefined, send('POST', '/dev/tokens', { body: claims, key: null }))).token,
    close: () => agent.destroy(),
  };
}

/** Repeats until `check` answers something; what it threw last if it never does. */
export async function eventually(check, patienceMs = 20_000) {
  const end = Date.now() + patienceMs;
  let pause = 15;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > end) throw error;
    }
    await sleep(pause);
    pause = Math.min(pause * 1.5, 300);
  }
}

const address = {
  name: 'Li Lei',
  phone: '13800000000',
  region: 'CN-SH',
  city: 'Shanghai',
  street: '1 Nanjing Rd',
  postalCode: '200000',
};
const run = randomUUID().slice(0, 8);
let counter = 0;
export const unique = (prefix) => `${prefix}-${run}-${++counter}`;

/** A shop with one buyer: tokens, and the requests that a storefront makes. */
export async function shop(client, { merchantId = unique('merchant'), buyerId = unique('buyer') } = {}) {
  const [storefront, merchant, buyer] = await Promise.all([
    client.token({ role: 'storefront', merchantId }),
    client.token({ role: 'merchant', merchantId, sub: merchantId }),
    client.token({ role: 'buyer', buyerId, sub: buyerId }),
  ]);
  return { client, merchantId, buyerId, storefront, merchant, buyer };
}

/** The body of an order: two lamps of 80.00, freight 12.00, insured. */
export const orderBody = ({ merchantId, buyerId }, over = {}) => {
  const lines = over.lines ?? [
    {
      lineNumber: 1,
      sku: 'LAMP-A',
      spu: 'LAMP',
      title: 'A lamp',
      category: 'default',
      kind: 'physical',
      attributes: {
        brand: 'Acme',
        model: 'LAMP',
        spec: 'standard',
        color: 'red',
        size: 'M',
        packaging: 'box',
        saleMode: 'single',
      },
      quantity: 2,
      unitPrice: 8000,
      lineDiscount: 0,
      gift: false,
      randomShip: false,
      warrantyMonths: 12,
    },
  ];
  const amount = lines.reduce((sum, line) => sum + line.quantity * line.unitPrice, 0) + 1200;
  return {
    orderNumber: unique('SO'),
    buyerId,
    merchantId,
    currency: 'CNY',
    paidAt: new Date().toISOString(),
    shippingAddress: address,
    lines,
    shippingFee: 1200,
    discounts: [],
    points: { redeemed: 0, value: 0 },
    payments: [{ paymentId: unique('pay'), tender: 'card', amount }],
    shippingInsurance: true,
    ...over,
  };
};

/** Places an order and ships all of it. */
export async function placeShipped(party, over) {
  const { client } = party;
  const body = orderBody(party, over);
  const order = await client.post('/v1/orders', body, { token: party.storefront });
  const lines = body.lines.map(({ lineNumber, quantity }) => ({ lineNumber, quantity }));
  await client.post(
    `/v1/orders/${order.id}/shipments`,
    { lines, carrier: 'sf', trackingNumber: unique('SF').toUpperCase() },
    { token: party.merchant },
  );
  return { id: order.id, paymentId: body.payments[0].paymentId, body };
}

/** The whole return: submit, approve, pickup, scan, receipt; the money and the claim follow. `clock` gives the domain's now in ms, `patienceMs` bounds each wait. */
export async function returnFlow(party, orderId, options = {}) {
  const { client, merchant } = party;
  const { quantity = 1 } = options;
  const { path, parcel, until } = await collectedReturn(party, orderId, options);
  await client.post('/dev/sandbox/carrier/scans', { ...parcel, event: 'signed' });
  await client.post(
    `${path}/receipt`,
    { lines: [{ lineNumber: 1, accepted: quantity, damaged: 0, missing: 0 }], evidenceIds: [] },
    { token: merchant },
  );
  return until((now) => now.status === 'completed');
}

/** A return as far as the courier's scan: its path, its parcel, and a way to wait for what becomes of it. */
export async function collectedReturn(
  party,
  orderId,
  { clock = async () => Date.now(), quantity = 1, score, patienceMs = 60_000 } = {},
) {
  const { client, buyer, merchant } = party;
  if (score !== undefined) await client.put(`/dev/buyers/${party.buyerId}/score`, { score });
  const ticket = await client.post(
    '/v1/after-sales',
    {
      orderId,
      type: 'return_refund',
      reason: 'changed_mind',
      lines: [{ lineNumber: 1, quantity }],
      entryPoint: 'order_detail',
      evidenceIds: [],
    },
    { token: buyer },
  );
  const path = `/v1/after-sales/${ticket.id}`;
  const read = () => client.get(path, { token: buyer });
  const until = (what) =>
    eventually(async () => {
      const now = await read();
      if (!what(now)) throw new Error(`ticket ${ticket.id} is ${now.status}`);
      return now;
    }, patienceMs);
  await client.post(`${path}/approve`, {}, { token: merchant });
  const from = (await clock()) + 4 * 3_600_000;
  const slot = { from: new Date(from).toISOString(), to: new Date(from + 2 * 3_600_000).toISOString() };
  await client.post(`${path}/pickup`, { address, slot }, { token: buyer });
  // Only once the carrier has given it a number does he know the parcel.
  const { returnShipment } = await until((now) => now.returnShipment?.trackingNumber);
  const parcel = { pickupId: returnShipment.pickupId };
  await client.post('/dev/sandbox/carrier/scans', { ...parcel, event: 'picked_up', freight: 2300, weightGrams: 900 });
  await until((now) => now.status === 'awaiting_merchant_receipt');
  return { path, parcel, until };
}
