import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { shop, started, type Running, type Shop } from './running';

let running: Running;
beforeAll(async () => {
  running = await started();
});
afterAll(async () => {
  await running.stop();
});

/** Exchanges of one thing of 100.00 each, of a merchant who sends the other first, to a buyer who may have 500.00 out. */
const applied = async (by: Shop, count: number, credit: object = {}): Promise<readonly string[]> => {
  const policy = { category: 'apparel', fastExchange: true };
  await running.send(by.merchant, 'PUT', `/v1/merchants/${by.merchantId}/policy`, policy);
  await running.creditOf(by.buyerId, credit);
  const ids: string[] = [];
  for (let n = 0; n < count; n++) {
    const orderId = await running.received(by);
    const lines = [{ lineNumber: 1, quantity: 1 }];
    const body = { orderId, type: 'exchange', reason: 'unsuitable', lines };
    const answer = await running.send(by.buyer, 'POST', '/v1/after-sales', body);
    expect(answer.status).toBe(201);
    ids.push(String(answer.body.id));
  }
  return ids;
};
const statusesOf = async (by: Shop, ids: readonly string[]): Promise<readonly unknown[]> =>
  Promise.all(ids.map(async (id) => (await running.send(by.buyer, 'GET', `/v1/after-sales/${id}`)).body.status));
const ahead = (statuses: readonly unknown[]) => statuses.filter((each) => each === 'awaiting_merchant_shipment').length;

describe('the room a buyer has for goods that go ahead (X9)', () => {
  it('is counted once in one batch', async () => {
    const by = shop();
    const ids = await applied(by, 8);
    const answer = await running.send(by.merchant, 'POST', '/v1/after-sales/batch-approvals', { ids });
    expect(answer.status).toBe(200);
    expect(ahead(await statusesOf(by, ids))).toBe(5);
  });

  it('is counted once by approvals at one instant', async () => {
    const by = shop();
    const ids = await applied(by, 8);
    const answers = await Promise.all(
      ids.map((id) => running.send(by.merchant, 'POST', `/v1/after-sales/${id}/approve`, {})),
    );
    expect(answers.map(({ status }) => status)).toEqual(ids.map(() => 200));
    expect(ahead(await statusesOf(by, ids))).toBe(5);
  });

  it('counts what refunds has heard of only once, and is told before as at the approval', async () => {
    const by = shop();
    const [first = '', second = ''] = await applied(by, 2, { exposure: 300_00, tickets: [] });
    const approve = (id: string) => running.send(by.merchant, 'POST', `/v1/after-sales/${id}/approve`, {});
    const orderId = await running.received(by);
    const told = async () => {
      const { body } = await running.send(by.buyer, 'GET', `/v1/orders/${orderId}/after-sale-options`);
      const [line] = body.lines as readonly { options: readonly { type: string; fastExchange?: object }[] }[];
      return line?.options.find(({ type }) => type === 'exchange')?.fastExchange;
    };
    expect((await approve(first)).body.status).toBe('awaiting_merchant_shipment');
    // 300.00 heard, 100.00 decided here: 200.00 for both units of another order are too much.
    expect(await told()).toEqual({ eligible: false, because: ['exposure_limit'] });
    await running.creditOf(by.buyerId, { exposure: 400_00, tickets: [first] });
    expect((await approve(second)).body.status).toBe('awaiting_merchant_shipment');
    await running.creditOf(by.buyerId, { exposure: 0, tickets: [first, second] });
    expect(await told()).toEqual({ eligible: true, because: [] });
  });
});
