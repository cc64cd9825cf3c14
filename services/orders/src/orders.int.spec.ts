import type { AfterSaleSubmitted, TicketFacts } from '@amends/contracts';
import { EventStore } from '@amends/platform/event-store';
import { createService, type RunningService } from '@amends/platform/http';
import type { Received } from '@amends/platform/messaging';
import {
  kafkaBrokers,
  redisUrl,
  startedIdentity,
  throwAwayDatabase,
  type Claims,
  type ThrowAwayDatabase,
} from '@amends/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes, randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { afterSalesReactions } from './consumers/after-sales';
import { orders } from './module';

type Answer = Readonly<{ status: number; etag: string | null; body: Readonly<Record<string, unknown>>; text: string }>;

let database: ThrowAwayDatabase;
let service: RunningService;
let identity: Awaited<ReturnType<typeof startedIdentity>>;

beforeAll(async () => {
  database = await throwAwayDatabase();
  identity = await startedIdentity();
  service = await createService(orders, {
    // HTTP only: what others say is put in by hand, so that no consumer of another run interferes.
    ROLE: 'api',
    AMENDS_MODE: 'demo',
    PORT: '0',
    HOST: '127.0.0.1',
    LOG_LEVEL: 'error',
    DATABASE_URL: database.appUrl,
    MIGRATION_DATABASE_URL: database.ownerUrl,
    KEYRING_DATABASE_URL: database.appUrl,
    KEYRING_MIGRATION_DATABASE_URL: database.ownerUrl,
    KEYRING_MASTER_KEY: randomBytes(32).toString('base64'),
    KAFKA_BROKERS: kafkaBrokers().join(','),
    REDIS_URL: redisUrl(),
    JWKS_URL: identity.jwksUrl,
    CLOCK_URL: ' ',
  });
});

afterAll(async () => {
  await service.stop();
  identity.stop();
  await database.drop();
});

const send = async (
  claims: Claims,
  method: string,
  path: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> => {
  const token = await identity.tokenOf(claims);
  const answer = await fetch(service.url.replace('[::1]', '127.0.0.1') + path, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json', 'idempotency-key': randomUUID() }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, etag: answer.headers.get('etag'), body: JSON.parse(text) as Answer['body'], text };
};

/** A merchant and a buyer whom no other test knows. */
const shop = () => {
  const [merchantId, buyerId] = [`m-${randomUUID()}`, `b-${randomUUID()}`];
  return {
    merchantId,
    buyerId,
    storefront: { role: 'storefront', merchantId },
    merchant: { role: 'merchant', merchantId },
    buyer: { role: 'buyer', buyerId },
  };
};
type Shop = ReturnType<typeof shop>;

const line = (lineNumber: number, quantity: number, unitPrice: number, over: object = {}) => ({
  lineNumber,
  sku: `SKU-${String(lineNumber)}`,
  spu: 'SKU',
  title: 'A thing',
  quantity,
  unitPrice,
  ...over,
});
const anOrder = ({ merchantId, buyerId }: Shop, over: object = {}) => ({
  orderNumber: `SO-${randomUUID()}`,
  buyerId,
  merchantId,
  currency: 'CNY',
  paidAt: '2026-03-01T02:00:00Z',
  shippingAddress: {
    name: 'Li Lei',
    phone: '13800000000',
    region: 'CN-SH',
    city: 'Shanghai',
    street: '1 Nanjing Rd',
    postalCode: '200000',
  },
  lines: [line(1, 2, 1000), line(2, 1, 500)],
  shippingFee: 100,
  payments: [{ paymentId: randomUUID(), tender: 'card', amount: 2600 }],
  ...over,
});
const placed = async (by: Shop, over: object = {}): Promise<string> => {
  const { status, body } = await send(by.storefront, 'POST', '/v1/orders', anOrder(by, over));
  expect(status).toBe(201);
  return String(body.id);
};
const parcel = (...lines: readonly (readonly [lineNumber: number, quantity: number])[]) => ({
  lines: lines.map(([lineNumber, quantity]) => ({ lineNumber, quantity })),
  carrier: 'sf',
  trackingNumber: `SF${randomUUID()}`,
});

describe('placing an order', () => {
  it('answers it with the shares of its lines', async () => {
    const by = shop();
    const order = anOrder(by);
    const { status, etag, body } = await send(by.storefront, 'POST', '/v1/orders', order);
    expect([status, etag, body.version]).toEqual([201, '"1"', 1]);
    expect(body).toMatchObject({
      status: 'awaiting_shipment',
      currency: 'CNY',
      shippingFee: { paid: 100, refunded: 0, held: 0 },
      lines: [
        {
          lineNumber: 1,
          status: 'awaiting_shipment',
          afterSaleStatus: 'none',
          quantity: 2,
          shipped: 0,
          received: 0,
          returnRequested: 0,
          returned: 0,
          refunded: 0,
          replaced: 0,
          reissued: 0,
          inRepair: 0,
          paid: { cash: 2000, points: 0, tenders: [{ paymentId: order.payments[0]?.paymentId, amount: 2000 }] },
        },
        { lineNumber: 2, quantity: 1, paid: { cash: 500 } },
      ],
    });
    expect((await send(by.buyer, 'GET', `/v1/orders/${String(body.id)}`)).body).toEqual(body);
  });

  it('takes an order number once per merchant, also in the same moment', async () => {
    const by = shop();
    const order = anOrder(by);
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => send(by.storefront, 'POST', '/v1/orders', order)),
    );
    const [accepted, ...more] = answers.filter(({ status }) => status === 201);
    expect(more).toEqual([]);
    for (const { status, body } of answers.filter((answer) => answer !== accepted))
      expect([status, body.code, body.id]).toEqual([409, 'order_exists', accepted?.body.id]);
    const other = shop();
    const same = { ...anOrder(other), orderNumber: order.orderNumber };
    expect((await send(other.storefront, 'POST', '/v1/orders', same)).status).toBe(201);
  });

  it('is refused when it does not add up or does not fit together, and nothing is written', async () => {
    const by = shop();
    const place = (over: object) => send(by.storefront, 'POST', '/v1/orders', anOrder(by, over));
    const short = await place({ payments: [{ paymentId: 'p', tender: 'card', amount: 2599 }] });
    expect([short.status, short.body.code, short.body.expected]).toEqual([422, 'payment_mismatch', 2600]);
    const pointers = async (over: object) => {
      const { status, body } = await place(over);
      return [status, body.code, (body.errors as readonly { pointer: string }[]).map(({ pointer }) => pointer)];
    };
    expect(await pointers({ lines: [line(1, 1, 10.5), line(1, 1, 1)] })).toEqual([
      400,
      'malformed',
      ['/lines/0/unitPrice'],
    ]);
    expect(await pointers({ lines: [line(1, 1, 10), line(1, 1, 1)] })).toEqual([
      400,
      'malformed',
      ['/lines/1/lineNumber'],
    ]);
    expect(await pointers({ surprise: 1 })).toEqual([400, 'unknown_field', ['/surprise']]);
    expect(await pointers({ lines: [] })).toEqual([400, 'malformed', ['/lines']]);
    const listed = await send(by.storefront, 'GET', `/v1/orders?merchantId=${by.merchantId}`);
    expect(listed.body).toEqual({ data: [], nextCursor: null });
  });

  it('stores no address in the clear', async () => {
    await placed(shop());
    const admin = new Client({ connectionString: database.adminUrl });
    await admin.connect();
    const { rows } = await admin.query<{ stored: string }>(
      `SELECT string_agg(data::text, '') AS stored FROM es.events UNION ALL SELECT string_agg(state::text, '') FROM es.streams`,
    );
    await admin.end();
    for (const { stored } of rows) {
      expect(stored).toContain('merchantId');
      for (const secret of ['Li Lei', '13800000000', 'Nanjing']) expect(stored).not.toContain(secret);
    }
  });
});

describe('an order', () => {
  it('is there only for those whom it concerns', async () => {
    const [by, other] = [shop(), shop()];
    const id = await placed(by);
    const path = `/v1/orders/${id}`;
    for (const role of [by.buyer, by.merchant, by.storefront, { role: 'agent' }, { role: 'operator' }])
      expect((await send(role, 'GET', path)).status).toBe(200);
    for (const role of [other.buyer, other.merchant, other.storefront]) {
      const { status, body } = await send(role, 'GET', path);
      expect([status, body.code]).toEqual([404, 'not_found']);
    }
    expect((await send({ role: 'integrator' }, 'GET', path)).status).toBe(403);
    expect((await send(other.merchant, 'POST', `${path}/shipments`, parcel([1, 1]))).status).toBe(404);
    expect((await send(other.buyer, 'POST', `${path}/receipt`, {})).status).toBe(404);
    expect((await send(by.buyer, 'POST', `${path}/shipments`, parcel([1, 1]))).status).toBe(403);
    expect((await send(by.buyer, 'POST', '/v1/orders', anOrder(by))).status).toBe(403);
    expect((await send(other.storefront, 'POST', '/v1/orders', anOrder(by))).status).toBe(403);
    expect((await send(by.buyer, 'GET', '/v1/orders/ord_nonsense')).status).toBe(404);
  });

  it('is listed for whom it concerns, by merchant, buyer and status', async () => {
    const by = shop();
    const [first, second] = [await placed(by), await placed(by)];
    await send(by.merchant, 'POST', `/v1/orders/${first}/shipments`, parcel([1, 2], [2, 1]));
    const ids = async (role: Claims, query: string) =>
      ((await send(role, 'GET', `/v1/orders?${query}`)).body.data as readonly { id: string }[]).map(({ id }) => id);
    expect(await ids(by.buyer, '')).toEqual([second, first]);
    expect(await ids({ role: 'agent' }, `merchantId=${by.merchantId}&status=awaiting_receipt`)).toEqual([first]);
    expect(await ids(by.merchant, `buyerId=${by.buyerId}&limit=1`)).toEqual([second]);
    expect(await ids(shop().buyer, `buyerId=${by.buyerId}`)).toEqual([]);
    expect((await send(by.buyer, 'GET', '/v1/orders?status=lost')).status).toBe(400);
    expect((await send(by.buyer, 'GET', '/v1/orders?cursor=x')).status).toBe(400);
  });

  it('is shipped and received, in the version that the caller has seen', async () => {
    const by = shop();
    const path = `/v1/orders/${await placed(by)}`;
    const old = await send(by.merchant, 'POST', `${path}/shipments`, parcel([1, 1]), { 'if-match': '"7"' });
    expect([old.status, old.body.code, old.body.version, old.body.allowedActions]).toEqual([
      409,
      'version_conflict',
      1,
      ['shipments'],
    ]);
    const shipped = await send(by.merchant, 'POST', `${path}/shipments`, parcel([1, 2], [2, 1]), { 'if-match': '"1"' });
    expect([shipped.status, shipped.etag, shipped.body.status]).toEqual([201, '"3"', 'awaiting_receipt']);
    const more = await send(by.merchant, 'POST', `${path}/shipments`, parcel([2, 1]));
    expect([more.status, more.body.code]).toEqual([422, 'quantity_exceeds_ordered']);
    const part = await send(by.buyer, 'POST', `${path}/receipt`, { lineNumbers: [1] });
    expect([part.status, part.body.status]).toEqual([200, 'awaiting_receipt']);
    const rest = await send(by.storefront, 'POST', `${path}/receipt`, {});
    expect([rest.status, rest.body.status]).toEqual([200, 'completed']);
    const again = await send(by.buyer, 'POST', `${path}/receipt`, {});
    expect([again.status, again.body.code, again.body.currentStatus]).toEqual([409, 'invalid_transition', 'completed']);
  });

  it('does not leave while it is being cancelled', async () => {
    const by = shop();
    const orderId = await placed(by);
    const facts: TicketFacts = {
      orderId,
      merchantId: by.merchantId,
      buyerId: by.buyerId,
      occurredAt: new Date().toISOString(),
      afterSaleId: 'aft_1',
      type: 'refund_only',
      status: 'pending_merchant_review',
      phase: 'unshipped',
      reason: 'changed_mind',
      responsibility: 'buyer',
      returnFreightBearer: null,
      initiator: 'buyer',
      lines: [{ lineNumber: 1, quantity: 2 }],
      interceptRequested: false,
      underIntervention: false,
      ticketVersion: 1,
    };
    await hear('after_sale.submitted', facts);
    const path = `/v1/orders/${orderId}`;
    const { status, body } = await send(by.merchant, 'POST', `${path}/shipments`, parcel([1, 1]));
    expect([status, body.code]).toEqual([409, 'cancel_in_progress']);
    await hear('after_sale.completed', {
      ...facts,
      status: 'completed',
      ticketVersion: 3,
      refunded: facts.lines,
    });
    expect((await send(by.buyer, 'GET', path)).body.lines).toMatchObject([
      { status: 'closed', afterSaleStatus: 'fully_refunded', refunded: 2 },
      { status: 'awaiting_shipment' },
    ]);
  });

  /** As the consumer does it. */
  const hear = async (
    type: string,
    data: TicketFacts & Partial<AfterSaleSubmitted['data']> & Readonly<Record<string, unknown>>,
  ) => {
    const metadata = { actor: { role: 'system', id: 'orders' }, correlationId: randomUUID() };
    const message = { type, data } as unknown as Received; // only what reactions read
    for (const reaction of afterSalesReactions.filter((each) => each.type === type))
      await service.inject(EventStore).run(metadata, (unit) => reaction.handle(message, unit));
  };
});

describe('a price', () => {
  it('is announced for the own merchant', async () => {
    const by = shop();
    const price = { merchantId: by.merchantId, sku: 'MUG', spu: 'MUG', unitPrice: 900, currency: 'CNY' };
    const { status, body } = await send(by.storefront, 'POST', '/v1/prices', price);
    expect(status).toBe(202);
    expect(body).toMatchObject({ sku: 'MUG', unitPrice: 900 });
    expect((await send(by.storefront, 'POST', '/v1/prices', { ...price, unitPrice: 800 })).status).toBe(202);
    expect((await send(shop().storefront, 'POST', '/v1/prices', price)).status).toBe(403);
    expect((await send(by.merchant, 'POST', '/v1/prices', price)).status).toBe(403);
    expect((await send(by.storefront, 'POST', '/v1/prices', { ...price, unitPrice: -1 })).status).toBe(400);
  });
});
