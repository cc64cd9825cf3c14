import { catalogue } from '@amends/contracts';
import { MOST_DENIALS_A_DAY, reasons } from '@amends/domain/after-sales';
import { DAY_MS, instant } from '@amends/kernel';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { shop, started, type Answer, type Running, type Shop } from './running';

let running: Running;
beforeAll(async () => {
  running = await started();
});
afterAll(async () => {
  await running.stop();
});

const operator = { role: 'operator', sub: 'olga' };
const daysAgo = (days: number) => instant(Date.now() - days * DAY_MS);
const one = [{ lineNumber: 1, quantity: 1 }];

const apply = (by: Shop, orderId: string, over: object = {}, key?: string): Promise<Answer> => {
  const body = { orderId, type: 'return_refund', reason: 'changed_mind', lines: one, ...over };
  return running.send(by.buyer, 'POST', '/v1/after-sales', body, key);
};
type Entry = Readonly<{ type: string; actor: object; data: Readonly<Record<string, unknown>> }>;
const story = async (by: Shop, orderId: string, claims: object = by.buyer): Promise<readonly Entry[]> => {
  const { status, body } = await running.send({ ...claims } as Shop['buyer'], 'GET', `/v1/orders/${orderId}/timeline`);
  expect(status).toBe(200);
  return body.data as readonly Entry[];
};
const denials = async (...asked: Parameters<typeof story>): Promise<readonly Entry[]> =>
  (await story(...asked)).filter(({ type }) => type === 'application.denied.v1');
const replay = async (body: object): Promise<Answer> => running.send(operator, 'POST', '/v1/policies/replays', body);

describe('a denied application', () => {
  it('stands in the story of its order with the policy and the clause, for both parties', async () => {
    const by = shop();
    const orderId = await running.received(by, {}, daysAgo(9));
    const denied = await apply(by, orderId, { description: 'My secret reason.' });
    expect([denied.status, denied.body.code]).toEqual([422, 'window_closed']);

    const [entry, ...others] = await denials(by, orderId);
    expect(others).toEqual([]);
    expect(entry).toMatchObject({
      actor: { role: 'buyer' },
      data: {
        ...{ orderId, buyerId: by.buyerId, type: 'return_refund', reason: 'changed_mind', lines: one },
        ...{ code: 'window_closed', policyVersion: '2026-01', rule: '/windows/noReason' },
        denialId: expect.stringMatching(/^den_/),
      },
    });
    expect(JSON.stringify(entry)).not.toMatch(/secret|caseVersion/);
    expect(await denials(by, orderId, by.merchant)).toEqual([entry]);
    const strange = await running.send(shop().buyer, 'GET', `/v1/orders/${orderId}/timeline`);
    expect(strange.status).toBe(404);
    expect(Object.keys(catalogue)).not.toContain('application.denied'); // it stays here
  });

  it('is kept once, whether the request comes again or somebody insists', async () => {
    const by = shop();
    const orderId = await running.received(by, {}, daysAgo(9));
    const key = randomUUID();
    const [first, again] = [await apply(by, orderId, {}, key), await apply(by, orderId, {}, key)];
    expect(again).toEqual(first);
    const insisting = await Promise.all(Array.from({ length: 20 }, () => apply(by, orderId)));
    expect(insisting.map(({ status }) => status)).toEqual(insisting.map(() => 422));
    expect(await denials(by, orderId)).toHaveLength(1);
  });

  it('is not kept without end, also of many at one instant', async () => {
    const by = shop();
    const orderId = await running.received(by);
    const unfit = reasons.filter(({ types }) => !types.includes('repair')).slice(0, 14);
    const asked = unfit.map(({ code }) => apply(by, orderId, { type: 'repair', reason: code }));
    expect((await Promise.all(asked)).map(({ body }) => body.code)).toEqual(unfit.map(() => 'reason_not_allowed'));
    expect(await denials(by, orderId)).toHaveLength(MOST_DENIALS_A_DAY);
    expect((await apply(by, orderId)).status).toBe(201);
  });

  it('is neither what is only looked at, nor malformed, nor somebody else’s order', async () => {
    const by = shop();
    const orderId = await running.received(by, {}, daysAgo(9));
    await running.send(by.buyer, 'GET', `/v1/orders/${orderId}/after-sale-options`);
    expect((await apply(by, orderId, { lines: [{ lineNumber: 7, quantity: 1 }] })).status).toBe(400);
    expect((await apply(shop(), orderId)).status).toBe(404);
    expect(await denials(by, orderId)).toEqual([]);
  });
});

describe('a policy replay', () => {
  it('says who would have been let in and who kept out, page by page, the newest first', async () => {
    const by = shop();
    const late = await running.received(by, {}, daysAgo(9));
    const inTime = await running.received(by, {}, daysAgo(6));
    await apply(by, late);
    const accepted = await apply(by, inTime);
    expect(accepted.status).toBe(201);
    await apply(by, late, { type: 'repair', reason: 'changed_mind' });
    const [early, unfit] = await denials(by, late);

    const more = { merchantId: by.merchantId, draft: { windows: { noReason: 10 } } };
    const whole = await replay(more);
    expect(whole.body.progress).toMatchObject({
      ...{ judged: 3, changed: 2, deniedToAccepted: 1, acceptedToDenied: 0, complete: true },
      reachedBack: early?.data.occurredAt,
    });
    expect(whole.body.data).toMatchObject([
      {
        ...{ orderId: late, afterSaleId: null, denialId: unfit?.data.denialId, change: 'unchanged', changed: false },
        denial: { code: 'reason_not_allowed', policyVersion: '2026-01', rule: '/types/repair/reasons' },
      },
      { orderId: inTime, afterSaleId: accepted.body.id, denialId: null, denial: null, change: 'other_terms' },
      {
        ...{ orderId: late, denialId: early?.data.denialId, change: 'denied_to_accepted', changed: true },
        now: { outcome: 'refused', code: 'window_closed', rule: '/windows/noReason' },
        draft: { outcome: 'accepted', requested: { cash: 100_00 } },
      },
    ]);

    const paged: unknown[] = [];
    let cursor: unknown = null;
    do {
      const { body }: Answer = await replay({ ...more, limit: 1, ...(cursor === null ? {} : { cursor }) });
      paged.push(...(body.data as readonly unknown[]));
      cursor = body.nextCursor;
      expect((body.progress as { judged: number }).judged).toBe(paged.length);
    } while (cursor !== null);
    expect(paged).toEqual(whole.body.data);

    const less = await replay({ ...more, draft: { windows: { noReason: 1 } }, onlyChanged: true });
    expect(less.body).toMatchObject({
      data: [{ afterSaleId: accepted.body.id, change: 'accepted_to_denied' }],
      progress: { judged: 3, changed: 1, acceptedToDenied: 1, deniedToAccepted: 0 },
    });
    const same = await replay({ ...more, draft: {}, onlyChanged: true });
    expect(same.body).toMatchObject({ data: [], progress: { judged: 3, changed: 0 } });
    const since = await replay({ ...more, from: String(unfit?.data.occurredAt) });
    expect(since.body.progress).toMatchObject({ judged: 1, complete: true });
  });

  it('takes no cursor that is not its own', async () => {
    const cursors = [
      'x',
      Buffer.from('[1,1,"x"]').toString('base64url'),
      Buffer.from('[1,0,0,-1,"x"]').toString('base64url'),
    ];
    for (const cursor of cursors) {
      const { status, body } = await replay({ draft: {}, cursor });
      expect([status, body.code]).toEqual([400, 'malformed']);
    }
    const forged = Buffer.from('[1,0,0,0,"x"]').toString('base64url');
    expect((await replay({ draft: {}, cursor: forged })).status).toBe(400);
  });
});
