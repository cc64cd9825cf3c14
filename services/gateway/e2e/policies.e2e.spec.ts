import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { eventually, placedOrder, post, read, shippedOrder, until } from './fixtures';
import { accepted, hangUp, send } from './http';
import { newPeople, type People } from './people';

type Json = Record<string, unknown>;
type Suggested = Readonly<{
  label: string;
  because: string;
  request: Readonly<{ method: string; path: string; body?: object }>;
}>;

const lines = [{ lineNumber: 1, quantity: 1 }];
const put = (path: string, json: object, token: string) => accepted({ method: 'PUT', path, json, token });

/** An order whose lamp is with the buyer, as after-sales knows it. */
const receivedOrder = async (people: People): Promise<string> => {
  const { orderId } = await shippedOrder(people);
  await post(`/v1/orders/${orderId}/receipt`, {}, people.tokens.buyer);
  await eventually(async () => {
    const option = await returnOption(people, orderId);
    return option.windowEndsAt === null ? undefined : true;
  });
  return orderId;
};
const returnOption = async ({ tokens }: People, orderId: string): Promise<Json> => {
  const { lines: shown } = await read(`/v1/orders/${orderId}/after-sale-options`, tokens.buyer);
  const [line] = shown as readonly Readonly<{ options: readonly Json[] }>[];
  return line?.options.find(({ type }) => type === 'return_refund') ?? {};
};
const apply = async ({ tokens }: People, orderId: string, over: object = {}): Promise<string> => {
  const wish = { orderId, type: 'return_refund', reason: 'no_reason_7d', lines, ...over };
  return String((await post('/v1/after-sales', wish, tokens.buyer)).id);
};

afterAll(hangUp);

describe('suggested actions over HTTP (M17 to M20)', () => {
  const suggested = async (
    { buyerId, tokens }: People,
    about: string,
    more: object = {},
  ): Promise<readonly Suggested[]> =>
    eventually(async () => {
      const path = `/v1/buyers/${buyerId}/suggested-actions?entryPoint=im_merchant`;
      const { data } = await accepted({ method: 'GET', path, token: tokens.buyer, ...more });
      const found = data as readonly Suggested[];
      return found.some(({ request }) => JSON.stringify(request).includes(about)) ? found : undefined;
    });
  const makes: Readonly<Record<string, (people: People) => Promise<string>>> = {
    unshipped: placedOrder,
    'on its way': async (people) => (await shippedOrder(people)).orderId,
    rejected: async (people) => {
      const id = await apply(people, await receivedOrder(people));
      await post(`/v1/after-sales/${id}/reject`, { reasonCode: 'other', explanation: 'no' }, people.tokens.merchant);
      return `${id}/dispute`;
    },
    'waiting for the goods': async (people) => {
      const id = await apply(people, await receivedOrder(people));
      await post(`/v1/after-sales/${id}/approve`, {}, people.tokens.merchant);
      return `${id}/pickup`;
    },
  };

  it.each(Object.entries(makes))('of what is %s can all be sent as they are', async (_, make) => {
    const people = await newPeople();
    const found = await suggested(people, await make(people));
    for (const n of found.keys()) {
      // One may exclude another, so each is tried by somebody else.
      const others = await newPeople();
      const { request } = (await suggested(others, await make(others)))[n] ?? found[0] ?? { request: undefined };
      if (request === undefined) throw new Error('nothing is suggested');
      const { method, path, body } = request;
      await accepted({ method, path, token: others.tokens.buyer, ...(body && { json: body }) });
    }
  });

  it('are told in Chinese to who asks in Chinese', async () => {
    const people = await newPeople();
    const orderId = await placedOrder(people);
    const [first] = await suggested(people, orderId, { headers: { 'accept-language': 'zh-CN' } });
    expect([first?.label, first?.request.path]).toEqual([
      '这笔订单可以怎么处理？',
      `/v1/orders/${orderId}/after-sale-options`,
    ]);
  });

  it("are nobody else's business", async () => {
    const people = await newPeople();
    await suggested(people, await placedOrder(people));
    const strangers = await newPeople();
    const path = `/v1/buyers/${people.buyerId}/suggested-actions`;
    for (const role of ['buyer', 'merchant'] as const)
      expect((await send({ method: 'GET', path, token: strangers.tokens[role] })).status).toBe(404);
    for (const role of ['merchant', 'agent'] as const)
      expect((await send({ method: 'GET', path, token: people.tokens[role] })).status).toBe(200);
  });
});

describe('what was promised at payment, over HTTP (M84 to M89)', () => {
  it('is shown with the order, and kept when the shop thinks otherwise', async () => {
    const people = await newPeople();
    const { merchantId, tokens } = people;
    const policy = `/v1/merchants/${merchantId}/policy`;
    await put(policy, { windows: { noReason: 30 }, unconditionalReturn: true }, tokens.merchant);
    const orderId = await receivedOrder(people);
    await put(policy, { disabledTypes: ['exchange'] }, tokens.merchant);
    const { data } = await read(`/v1/orders/${orderId}/policy`, tokens.buyer);
    expect(data).toMatchObject([{ version: '2026-01.m1', windows: { noReason: 30 }, disabledTypes: [] }]);
    const { data: today } = await read(`/v1/policies?merchantId=${merchantId}`, tokens.buyer);
    expect((today as readonly Json[])[0]).toMatchObject({ version: '2026-01.m2', windows: { noReason: 7 } });

    const exchange = { orderId, type: 'exchange', reason: 'unsuitable', lines };
    const ticket = await post('/v1/after-sales', exchange, tokens.buyer);
    expect(ticket).toMatchObject({ type: 'exchange', policyVersion: '2026-01.m1' });
    await post(`/v1/after-sales/${String(ticket.id)}/cancel`, {}, tokens.buyer);
    const returned = await read(`/v1/after-sales/${await apply(people, orderId)}`, tokens.buyer);
    expect(returned.status).toBe('awaiting_buyer_shipment');
  });

  it('is named by a denial, with the clause', async () => {
    const people = await newPeople();
    const orderId = await placedOrder(people);
    const refused = await eventually(async () => {
      const json = { orderId, type: 'return_refund', reason: 'no_reason_7d', lines };
      const headers = { 'idempotency-key': randomUUID() };
      const answer = await send({ method: 'POST', path: '/v1/after-sales', json, headers, token: people.tokens.buyer });
      return answer.status === 422 ? answer.body : undefined;
    });
    expect(refused).toMatchObject({
      code: 'type_not_allowed_in_order_state',
      denial: { policyVersion: '2026-01', rule: '/types/return_refund/phases' },
    });
  });
});

describe('policy flags over HTTP', () => {
  it('are shown before anybody applies, and honoured in the money', async () => {
    const people = await newPeople();
    const { merchantId, tokens } = people;
    const path = `/v1/merchants/${merchantId}/policy-flags`;
    expect((await send({ method: 'PUT', path, json: {}, token: tokens.merchant })).status).toBe(403);
    await put(path, { returnFeePercent: 10, negotiateFirst: true }, tokens.operator);
    const orderId = await receivedOrder(people);
    expect(await returnOption(people, orderId)).toMatchObject({ maxRefund: { cash: 7200 }, negotiateFirst: true });

    const id = await apply(people, orderId);
    const rejection = { reasonCode: 'other', explanation: 'no', evidenceIds: [] };
    const ticket = `/v1/after-sales/${id}`;
    const early = await send({ method: 'POST', path: `${ticket}/reject`, json: rejection, token: tokens.merchant });
    expect([early.status, early.body.code]).toEqual([422, 'negotiation_required']);
    await post(`${ticket}/approve`, {}, tokens.merchant);
    const trackingNumber = `YT${randomUUID().slice(0, 8)}`;
    await post(`${ticket}/waybill`, { carrier: 'yt', trackingNumber }, tokens.buyer);
    await post(
      `${ticket}/receipt`,
      { lines: [{ lineNumber: 1, accepted: 1, damaged: 0, missing: 0 }] },
      tokens.merchant,
    );
    await until(ticket, tokens.buyer, 'completed');
    expect(await read(ticket, tokens.buyer)).toMatchObject({
      refund: { approved: { cash: 7200 } },
      fees: [{ kind: 'return_fee', amount: 800, payer: 'buyer', status: 'paid' }],
    });
    const ledger = await read(`/v1/orders/${orderId}/ledger`, tokens.merchant);
    expect(ledger).toMatchObject({ lines: [{ cash: { paid: 8000, refunded: 7200, remaining: 800 } }], balanced: true });
  });
});

describe('batch extensions over HTTP (K19)', () => {
  let people: People;
  beforeAll(async () => {
    people = await newPeople();
  });
  const path = '/v1/after-sales/batch-extensions';
  const deadlineOf = async (id: string): Promise<string> => {
    const { deadline } = await read(`/v1/after-sales/${id}`, people.tokens.buyer);
    return String((deadline as Json).at);
  };
  const twoDaysAfter = (at: string) => new Date(Date.parse(at) + 2 * 86_400_000).toISOString();

  it('move what runs, answer for each, and stand in each story', async () => {
    const id = await apply(people, await receivedOrder(people));
    const before = await deadlineOf(id);
    const unknown = 'aft_01H00000000000000000000000';
    const { data } = await post(path, { ids: [id, unknown], days: 2, reason: 'flood' }, people.tokens.operator);
    expect(data).toEqual([
      { id, ok: true, kind: 'merchant_review', at: twoDaysAfter(before) },
      { id: unknown, ok: false, kind: null, at: null, code: 'not_found' },
    ]);
    expect(await deadlineOf(id)).toBe(twoDaysAfter(before));
    const { data: story } = await read(`/v1/after-sales/${id}/timeline`, people.tokens.buyer);
    expect(story).toContainEqual(
      expect.objectContaining({
        type: 'after_sale.deadline_changed.v1',
        actor: expect.objectContaining({ role: 'operator' }),
        data: expect.objectContaining({ because: 'flood' }),
      }),
    );
  });

  it('reach a region by where its orders go', async () => {
    const id = await apply(people, await receivedOrder(people));
    const before = await deadlineOf(id);
    const elsewhere = await post(path, { region: 'CN-XZ', days: 2, reason: 'snow' }, people.tokens.supervisor);
    expect(elsewhere.data).toEqual([]);
    const { data } = await post(path, { region: 'CN-SH', days: 2, reason: 'flood' }, people.tokens.supervisor);
    expect(data).toContainEqual({ id, ok: true, kind: 'merchant_review', at: twoDaysAfter(before) });
  });

  it("are not the merchant's to give, and want either ids or a region", async () => {
    const json = { ids: ['aft_01H00000000000000000000000'], days: 2, reason: 'flood' };
    const sent = async (body: object, token: string) =>
      (await send({ method: 'POST', path, json: body, token, headers: { 'idempotency-key': randomUUID() } })).status;
    expect(await sent(json, people.tokens.merchant)).toBe(403);
    expect(await sent({ ...json, region: 'CN-SH' }, people.tokens.operator)).toBe(400);
    expect(await sent({ days: 2, reason: 'flood' }, people.tokens.operator)).toBe(400);
  });
});

describe('policy replays over HTTP', () => {
  it('say which answers would change, page by page', async () => {
    const people = await newPeople();
    const { merchantId, tokens } = people;
    const kept = await apply(people, await receivedOrder(people), { reason: 'damaged_in_transit' });
    const lost = await apply(people, await receivedOrder(people));
    const body = { draft: { flags: { returnFeePercent: 50 } }, merchantId, limit: 1 };
    const first = await post('/v1/policies/replays', body, tokens.operator);
    expect(first).toMatchObject({
      data: [
        {
          ...{ afterSaleId: lost, changed: true, merchantId },
          now: { outcome: 'accepted', requested: { cash: 8000 } },
          draft: { outcome: 'accepted', requested: { cash: 4000 } },
        },
      ],
      progress: { judged: 1, changed: 1, complete: false },
    });
    const { nextCursor } = first;
    const second = await post('/v1/policies/replays', { ...body, cursor: nextCursor }, tokens.agent);
    expect(second).toMatchObject({
      data: [{ afterSaleId: kept, changed: false }],
      progress: { judged: 2, changed: 1, complete: true },
      nextCursor: null,
    });
    const bad = await send({
      method: 'POST',
      path: '/v1/policies/replays',
      json: { ...body, cursor: 'x' },
      token: tokens.agent,
    });
    expect([bad.status, bad.body.code]).toEqual([400, 'malformed']);
    expect((await read(`/v1/after-sales/${lost}`, tokens.buyer)).refund).toMatchObject({ requested: { cash: 8000 } });
  });
});
