import { brokenAt, type Chain } from '@amends/domain/after-sales';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { createHash } from 'node:crypto';
import { objectsOf, type Objects } from './fixtures';
import { accepted, hangUp, send, type Answer } from './http';
import { newPeople, type People, type Role } from './people';

jest.setTimeout(180_000);

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

let people: People;
let strangers: People;
let objects: Objects;
let ticket: string;
let order: string;
let refund: string;

beforeAll(async () => {
  [people, strangers] = await Promise.all([newPeople(), newPeople()]);
  objects = await objectsOf(people);
  ticket = `/v1/after-sales/${objects.aft ?? ''}`;
  order = `/v1/orders/${objects.ord ?? ''}`;
  refund = `/v1/refunds/${objects.rfd ?? ''}`;
});

afterAll(hangUp);

const ask = (path: string, role: Role = 'buyer'): Promise<Answer> =>
  send({ method: 'GET', path, token: people.tokens[role] });

describe('a look back', () => {
  it('shows a ticket as it was, with what was allowed then', async () => {
    const { status, body, headers } = await ask(`${ticket}?version=1`, 'merchant');
    expect([status, headers.etag]).toEqual([200, '"1"']);
    expect(body).toMatchObject({
      version: 1,
      status: 'pending_merchant_review',
      deadline: { kind: 'merchant_review', secondsLeft: 48 * 3600 },
      allowedActions: ['approve', 'offers', 'reject'],
    });
    expect((await ask(ticket, 'merchant')).body).toMatchObject({
      ...{ status: 'completed', allowedActions: ['dispositions'] },
    });
  });

  it('shows a ticket of an instant, and none of before', async () => {
    const createdAt = String((await ask(ticket)).body.createdAt);
    expect((await ask(`${ticket}?at=${createdAt}`)).body).toMatchObject({ version: 1, createdAt });
    const before = new Date(Date.parse(createdAt) - 1).toISOString();
    expect(await ask(`${ticket}?at=${before}`)).toMatchObject({ status: 404, body: { code: 'not_found' } });
  });

  it('shows an order and a refund as they were', async () => {
    expect((await ask(`${order}?version=1`)).body).toMatchObject({ version: 1, status: 'awaiting_shipment' });
    expect((await ask(order)).body).not.toMatchObject({ status: 'awaiting_shipment' });
    expect((await ask(`${refund}?version=1`)).body).toMatchObject({ version: 1, status: 'reserved', legs: [] });
    expect((await ask(refund)).body).toMatchObject({ status: 'succeeded' });
  });

  it('knows no version that never was, and shows strangers nothing', async () => {
    for (const path of [ticket, order, refund]) {
      expect((await ask(`${path}?version=999`)).status).toBe(404);
      const token = strangers.tokens.buyer;
      expect((await send({ method: 'GET', path: `${path}?version=1`, token })).status).toBe(404);
      expect(await ask(`${path}?version=1&at=2026-01-01T00:00:00Z`)).toMatchObject({
        status: 400,
        body: { code: 'malformed', errors: [{ pointer: '/version' }] },
      });
    }
  });
});

describe('a timeline (M95)', () => {
  it('of an order tells what every service says of it, its ticket among them', async () => {
    const { data } = (await ask(`${order}/timeline`)).body as { data: readonly { service: string; type: string }[] };
    expect([...new Set(data.map(({ service }) => service))].sort()).toEqual([
      'after-sales',
      'insurance',
      'orders',
      'pickups',
      'refunds',
    ]);
    const types = data.map(({ type }) => type);
    for (const type of ['order.paid.v1', 'order.line_shipped.v1', 'after_sale.submitted.v1', 'refund.succeeded.v1'])
      expect(types).toContain(type);
  });

  it.each(['ticket', 'order'])('of a %s can be kept, and proven by both parties', async (which) => {
    const path = `${which === 'ticket' ? ticket : order}/timeline?format=json`;
    const [mine, theirs] = await Promise.all([ask(path), ask(path, 'merchant')]);
    const chain = mine.body as unknown as Chain<object> & { id: string };
    expect(chain.entries.length).toBeGreaterThan(10);
    expect(brokenAt(chain.id, chain, sha256)).toBeUndefined();
    expect(theirs.body.head).toBe(chain.head);
    expect(chain.id).toBe(which === 'ticket' ? objects.aft : objects.ord);
  });

  it('as a page shows the same hashes and loads nothing', async () => {
    const { entries, head } = (await ask(`${ticket}/timeline?format=json`)).body as unknown as Chain<object>;
    const page = await ask(`${ticket}/timeline?format=html`);
    expect(page.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': expect.stringMatching(/^default-src 'none';/),
      'x-content-type-options': 'nosniff',
    });
    for (const { hash } of entries) expect(page.text).toContain(hash);
    expect(page.text).toContain(head);
  });
});

describe('a history (M1, M81)', () => {
  const totals = {
    tickets: 2,
    byType: { return_refund: 1, refund_only: 1 },
    byOutcome: { completed: 1, open: 1 },
    refunded: [{ currency: 'CNY', cash: 8000, points: 0 }],
  };

  it.each(['buyer', 'merchant', 'agent', 'operator'] as const)('of a buyer is shown to a %s', async (role) => {
    const { status, body } = await ask(`/v1/buyers/${people.buyerId}/after-sale-history?limit=1`, role);
    expect([status, body.totals]).toEqual([200, totals]);
    const rest = await ask(`/v1/buyers/${people.buyerId}/after-sale-history?cursor=${String(body.nextCursor)}`, role);
    expect(rest.body).toMatchObject({
      nextCursor: null,
      data: [{ id: objects.aft, outcome: 'completed', refunded: { cash: 8000, points: 0 } }],
    });
  });

  it('is not there for a merchant of whom the buyer never asked anything', async () => {
    const path = `/v1/buyers/${people.buyerId}/after-sale-history`;
    expect((await send({ method: 'GET', path, token: strangers.tokens.merchant })).status).toBe(404);
  });

  it('of the reasons tells the merchant why goods came back, and on which dimension (M2, M9)', async () => {
    const { body } = await ask(`/v1/merchants/${people.merchantId}/reasons`, 'merchant');
    const counted = { sku: 'LAMP-A', tickets: 1, units: 1 };
    expect(body.data).toEqual([
      { ...counted, reason: 'changed_mind', label: 'I changed my mind', dimension: 'service' },
      { ...counted, reason: 'slow', label: 'The delivery is too slow', dimension: 'logistics' },
    ]);
    const other = await ask(`/v1/merchants/${people.merchantId}/reasons?sku=OTHER`, 'agent');
    expect(other.body).toMatchObject({ data: [], nextCursor: null });
  });

  it.each([
    ['from=2026-03-02T00:00:00Z&to=2026-03-01T00:00:00Z', '/to'],
    ['from=2026-01-01T00:00:00Z&to=2026-12-01T00:00:00Z', '/from'],
  ])('of the reasons wants a period: ?%s', async (query, pointer) => {
    expect(await ask(`/v1/merchants/${people.merchantId}/reasons?${query}`, 'merchant')).toMatchObject({
      status: 400,
      body: { errors: [{ pointer }] },
    });
  });
});

describe('the guide and standard replies (M78)', () => {
  it('say in the words of the reader what may be done', async () => {
    const path = `/v1/after-sales/${objects.aft ?? ''}/guide`;
    const headers = { 'accept-language': 'zh-CN' };
    const { body } = await send({ method: 'GET', path, token: people.tokens.agent, headers });
    expect(body).toMatchObject({ status: 'completed', statusLabel: '已完成', typeLabel: '退货退款' });
    expect(body.steps).toMatchObject([
      { action: 'dispositions', by: ['merchant'], label: '处置退回商品', until: null },
    ]);
    expect(body.happensByItself).toMatchObject([{ on: 'refund_reversed', at: null, rows: ['K17'] }]);
  });

  it('differ for merchants and agents', async () => {
    const codes = async (role: Role) =>
      ((await ask('/v1/standard-replies?status=refund_failed', role)).body.data as { code: string }[]).map(
        ({ code }) => code,
      );
    expect(await codes('merchant')).toEqual(['we_are_on_it']);
    expect(await codes('supervisor')).toEqual(['we_are_on_it', 'refund_is_retried']);
  });
});

describe('a complaint (M82)', () => {
  const file = (json: object) => accepted({ method: 'POST', path: '/v1/complaints', token: people.tokens.buyer, json });
  const answer = (id: unknown, role: Role) =>
    send({
      ...{ method: 'POST', path: `/v1/complaints/${String(id)}/answers`, token: people.tokens[role] },
      json: { text: 'We are sorry.' },
    });

  it('is answered, and stands in the timeline of its ticket with its words', async () => {
    const { id, subject } = await file({ afterSaleId: objects.aft, subject: 'The courier', text: 'He was rude.' });
    expect(subject).toBeNull();
    expect((await answer(id, 'merchant')).status).toBe(403);
    expect(await answer(id, 'agent')).toMatchObject({ status: 201, body: { status: 'answered', version: 2 } });
    expect((await ask(`/v1/complaints/${String(id)}`)).body).toMatchObject({
      ...{ subject: 'The courier', text: 'He was rude.', orderId: objects.ord, allowedActions: ['close'] },
      answers: [{ number: 1, by: 'agent', text: 'We are sorry.' }],
    });
    const { data } = (await ask(`${ticket}/timeline`, 'merchant')).body as { data: readonly object[] };
    expect(data).toContainEqual(
      expect.objectContaining({
        type: 'complaint.filed.v1',
        data: expect.objectContaining({ complaintId: id, text: 'He was rude.' }) as object,
      }),
    );
    const path = `/v1/complaints/${String(id)}/close`;
    expect(await accepted({ method: 'POST', path, token: people.tokens.buyer, json: {} })).toMatchObject({
      ...{ status: 'closed', closedBy: 'buyer', allowedActions: [] },
    });
    expect(await answer(id, 'agent')).toMatchObject({ status: 409, body: { code: 'invalid_transition' } });
  });

  it('of others, and about the orders of others, is not there', async () => {
    const { id } = await file({ subject: 'The app', text: 'It is slow.' });
    const token = strangers.tokens.buyer;
    expect((await send({ method: 'GET', path: `/v1/complaints/${String(id)}`, token })).status).toBe(404);
    const about = { orderId: objects.ord, subject: 'x', text: 'x' };
    expect((await send({ method: 'POST', path: '/v1/complaints', token, json: about })).status).toBe(404);
    expect((await send({ method: 'GET', path: '/v1/complaints', token })).body).toEqual({ data: [], nextCursor: null });
  });

  // Moves the clock, so it comes last.
  it('that nobody answers within 48 hours is visibly late', async () => {
    const { id } = await file({ orderId: objects.ord, subject: 'Nobody answers', text: 'Hello?' });
    await accepted({ method: 'POST', path: '/dev/clock', json: { advance: 'PT48H' } });
    const late = async () => (await ask('/v1/complaints?status=escalated', 'agent')).body.data as { id: string }[];
    for (let tries = 0; tries < 50 && !(await late()).some((each) => each.id === id); tries++)
      await new Promise((wake) => setTimeout(wake, 200));
    expect((await ask(`/v1/complaints/${String(id)}`)).body).toMatchObject({
      ...{ status: 'escalated', overdue: true, deadline: null },
    });
  });
});
