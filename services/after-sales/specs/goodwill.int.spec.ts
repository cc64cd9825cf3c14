import type { Claims } from '@amends/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { shop, started, type Running, type Shop } from './running';

let running: Running;
beforeAll(async () => {
  running = await started();
});
afterAll(async () => {
  await running.stop();
});

const ann = (by: Shop): Claims => ({ ...by.merchant, sub: 'ann' });
const bob = (by: Shop): Claims => ({ ...by.merchant, sub: 'bob' });
const budgetOf = ({ merchantId }: Shop) => `/v1/merchants/${merchantId}/goodwill-budget`;

/** 100.00 a month, 30.00 for one grant. */
const limited = async (by: Shop, monthlyLimit = 100_00, grantLimit: number | null = 30_00): Promise<void> => {
  const answer = await running.send(ann(by), 'PUT', budgetOf(by), { currency: 'CNY', monthlyLimit, grantLimit });
  expect(answer.status).toBe(200);
};
const budget = async (by: Shop) => {
  const { body } = await running.send(ann(by), 'GET', `${budgetOf(by)}?currency=CNY`);
  return { reserved: body.reserved, spent: body.spent, left: body.left };
};
const give = (who: Claims, orderId: string, requestedAmount: number, over: object = {}) =>
  running.send(who, 'POST', '/v1/after-sales', {
    ...{ orderId, type: 'compensation', reason: 'slow', requestedAmount, description: 'It took too long.' },
    ...over,
  });
const refund = (by: Shop, orderId: string, afterSaleId: string, type: string) =>
  running.hear(type, {
    ...{ orderId, merchantId: by.merchantId, buyerId: by.buyerId, occurredAt: new Date().toISOString() },
    ...{ afterSaleId, refundId: 'rfd_1', kind: 'goodwill', trying: false, lines: [] },
    status: type === 'refund.succeeded' ? 'succeeded' : 'failed',
    amount: { cash: 0, points: 0, shippingFee: 0 },
    orderShippingFee: { paid: 0, held: 0, refunded: 0 },
  });

describe('a budget of goodwill', () => {
  it('is never overshot by fifty grants at one instant', async () => {
    const by = shop();
    await limited(by, 100_00, null);
    const orders = await Promise.all(Array.from({ length: 50 }, () => running.received(by)));
    const answers = await Promise.all(orders.map((orderId) => give(ann(by), orderId, 7_00)));
    const statuses = answers.map(({ status }) => status);
    expect([201, 202].map((each) => statuses.filter((status) => status === each).length)).toEqual([14, 36]);
    expect(await budget(by)).toEqual({ reserved: 98_00, spent: 0, left: 2_00 });
  });

  it('gets back what fails, and keeps what arrives', async () => {
    const by = shop();
    await limited(by);
    const orderId = await running.received(by);
    const [failing, arriving] = [await give(ann(by), orderId, 10_00), await give(ann(by), orderId, 5_00)];
    expect(await budget(by)).toEqual({ reserved: 15_00, spent: 0, left: 85_00 });
    await refund(by, orderId, String(failing.body.id), 'refund.failed');
    await refund(by, orderId, String(arriving.body.id), 'refund.succeeded');
    expect(await budget(by)).toEqual({ reserved: 0, spent: 5_00, left: 95_00 });
  });

  it('is the own merchant’s, or the platform’s, and an agent’s is set by somebody else', async () => {
    const [by, other] = [shop(), shop()];
    const body = { currency: 'CNY', monthlyLimit: 1, grantLimit: 1 };
    expect((await running.send(other.merchant, 'PUT', budgetOf(by), body)).status).toBe(404);
    expect((await running.send({ role: 'operator' }, 'PUT', budgetOf(by), body)).status).toBe(200);
    const [agent, path] = [{ role: 'agent', sub: 'eve' }, '/v1/agents/eve/goodwill-budget'];
    expect((await running.send(agent, 'PUT', path, body)).status).toBe(403);
    expect((await running.send({ role: 'supervisor', sub: 'eve' }, 'PUT', path, body)).body.code).toBe(
      'four_eyes_required',
    );
    expect((await running.send({ role: 'supervisor', sub: 'sue' }, 'PUT', path, body)).status).toBe(200);
    expect((await running.send(agent, 'GET', `${path}?currency=CNY`)).body).toMatchObject({
      ...{ agentId: 'eve', monthlyLimit: 1, left: 1, setBy: { role: 'supervisor', id: 'sue' } },
    });
    expect((await running.send({ role: 'agent', sub: 'zoe' }, 'GET', `${path}?currency=CNY`)).status).toBe(404);
    expect((await running.send(agent, 'GET', `${path}?currency=CNY&month=2026-13`)).body.code).toBe('malformed');
  });
});

describe('goodwill above its limit', () => {
  it('waits for another person of the shop, is listed for him, and is given by his word', async () => {
    const by = shop();
    await limited(by);
    const orderId = await running.received(by);
    const { status, body } = await give(ann(by), orderId, 40_00);
    expect([status, body.status, body.because]).toEqual([202, 'awaiting_confirmation', ['grant_limit']]);
    const path = `/v1/goodwill-proposals/${String(body.id)}`;
    const list = await running.send(bob(by), 'GET', '/v1/goodwill-proposals?status=awaiting_confirmation');
    expect(list.body.data).toMatchObject([{ id: body.id, amount: 40_00, note: 'It took too long.' }]);
    expect((await running.send(shop().merchant, 'GET', path)).status).toBe(404);
    expect((await running.send(by.buyer, 'GET', path)).status).toBe(403);
    expect(await budget(by)).toEqual({ reserved: 0, spent: 0, left: 100_00 });

    const own = await running.send(ann(by), 'POST', `${path}/confirm`, {});
    expect([own.status, own.body.code]).toEqual([403, 'four_eyes_required']);
    const confirmed = await running.send(bob(by), 'POST', `${path}/confirm`, {});
    expect(confirmed.body).toMatchObject({ status: 'confirmed', decidedBy: { role: 'merchant', id: 'bob' } });
    const ticket = await running.send(by.buyer, 'GET', `/v1/after-sales/${String(confirmed.body.grantId)}`);
    expect(ticket.body).toMatchObject({
      ...{ type: 'compensation', status: 'refunding', initiator: 'merchant' },
      refund: { approved: { cash: 40_00 } },
    });
    expect(await budget(by)).toEqual({ reserved: 40_00, spent: 0, left: 60_00 });
    const again = await running.send(bob(by), 'POST', `${path}/confirm`, {});
    expect([again.status, again.body.code]).toEqual([409, 'invalid_transition']);
  });

  it('is given once, by however many at one instant', async () => {
    const by = shop();
    await limited(by);
    const { body } = await give(ann(by), await running.received(by), 40_00);
    const path = `/v1/goodwill-proposals/${String(body.id)}/confirm`;
    const answers = await Promise.all(
      ['bob', 'carl', 'dora'].map((sub) => running.send({ ...by.merchant, sub }, 'POST', path, {})),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    expect((await budget(by)).reserved).toBe(40_00);
  });

  it('of what nobody could give is refused at once, and declined with a word', async () => {
    const by = shop();
    await limited(by);
    const orderId = await running.received(by);
    const tooMuch = await give(ann(by), orderId, 200_01);
    expect([tooMuch.status, tooMuch.body.code]).toEqual([422, 'amount_exceeds_refundable']);
    const { body } = await give(ann(by), orderId, 40_00);
    const path = `/v1/goodwill-proposals/${String(body.id)}/decline`;
    expect((await running.send(bob(by), 'POST', path, { explanation: ' ' })).status).toBe(400);
    expect((await running.send(bob(by), 'POST', path, { explanation: 'Too much.' })).body.status).toBe('declined');
    const read = await running.send(ann(by), 'GET', `/v1/goodwill-proposals/${String(body.id)}`);
    expect(read.body).toMatchObject({ status: 'declined', explanation: 'Too much.', grantId: null });
  });

  it('of the platform is a supervisor’s to confirm', async () => {
    const by = shop();
    const [eve, sue] = [
      { role: 'agent', sub: `eve-${randomUUID()}` },
      { role: 'supervisor', sub: 'sue' },
    ];
    const body = { currency: 'CNY', grantLimit: 5_00 };
    await running.send(sue, 'PUT', `/v1/agents/${eve.sub}/goodwill-budget`, body);
    const proposal = await give(eve, await running.received(by), 6_00);
    expect(proposal.status).toBe(202);
    const path = `/v1/goodwill-proposals/${String(proposal.body.id)}/confirm`;
    expect((await running.send(bob(by), 'POST', path, {})).status).toBe(404);
    expect((await running.send({ role: 'agent', sub: 'zoe' }, 'POST', path, {})).status).toBe(403);
    expect((await running.send(sue, 'POST', path, {})).status).toBe(200);
  });
});

describe('a coupon out of goodwill', () => {
  it('draws on the same budget, and waits above it', async () => {
    const by = shop();
    await limited(by);
    const { body } = await give(ann(by), await running.received(by), 5_00);
    const path = `/v1/after-sales/${String(body.id)}/goodwill-coupons`;
    const coupon = { value: 20_00, note: 'For your patience.' };
    const given = await running.send(ann(by), 'POST', path, coupon);
    expect([given.status, given.body.goodwillCoupons]).toMatchObject([201, [{ value: 20_00, expiresAt: null }]]);
    expect(await budget(by)).toEqual({ reserved: 5_00, spent: 20_00, left: 75_00 });

    const above = await running.send(ann(by), 'POST', path, { ...coupon, value: 31_00 });
    expect([above.status, above.body.kind]).toEqual([202, 'coupon']);
    const confirm = `/v1/goodwill-proposals/${String(above.body.id)}/confirm`;
    expect((await running.send(bob(by), 'POST', confirm, {})).status).toBe(200);
    expect(await budget(by)).toEqual({ reserved: 5_00, spent: 51_00, left: 44_00 });
    const timeline = await running.send(by.buyer, 'GET', `/v1/after-sales/${String(body.id)}/timeline`);
    expect(JSON.stringify(timeline.body)).toContain('For your patience.');
    expect((await running.send(shop().merchant, 'POST', path, coupon)).status).toBe(404);
  });
});
