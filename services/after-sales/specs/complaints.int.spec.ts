import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { shop, started, type Answer, type Running, type Shop } from './running';

let running: Running;
beforeAll(async () => {
  running = await started();
});
afterAll(async () => {
  await running.stop();
});

const file = ({ buyer }: Shop): Promise<Answer> =>
  running.send(buyer, 'POST', '/v1/complaints', { subject: 'Late', text: 'It came late.' });
const fifty = (by: Shop): Promise<readonly Answer[]> => Promise.all(Array.from({ length: 50 }, () => file(by)));
const counts = (answers: readonly Answer[]) => {
  const codes = answers.map(({ status, body }) =>
    status === 201 ? 'filed' : `${String(status)} ${String(body.code)}`,
  );
  return Object.fromEntries(
    [...new Set(codes)].sort().map((code) => [code, codes.filter((each) => each === code).length]),
  );
};
const ids = async ({ buyer }: Shop): Promise<readonly string[]> => {
  const { body } = await running.send(buyer, 'GET', '/v1/complaints?limit=100');
  return (body.data as readonly Readonly<{ id: string }>[]).map(({ id }) => id);
};

describe('the limits of complaints (M82)', () => {
  it('are met to the last one by fifty at one instant', async () => {
    const by = shop();
    expect(counts(await fifty(by))).toEqual({ '422 complaint_limit': 45, filed: 5 });
    expect(await ids(by)).toHaveLength(5);
  });

  it('leave room for as many as are closed, up to ten a day, and are each buyer’s own', async () => {
    const by = shop();
    await fifty(by);
    const open = await ids(by);
    const close = (id: string) => running.send(by.buyer, 'POST', `/v1/complaints/${id}/close`, {});
    const closed = await Promise.all(open.slice(0, 3).map(close));
    expect(closed.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(counts(await fifty(by))).toEqual({ '422 complaint_limit': 47, filed: 3 });
    await Promise.all((await ids(by)).map(close));
    expect(counts(await fifty(by))).toEqual({ '422 complaint_limit': 48, filed: 2 });
    expect((await file(shop())).status).toBe(201);
  });

  it('count what was filed before anybody counted', async () => {
    const by = shop();
    await Promise.all([file(by), file(by), file(by)]);
    await running.forget('complaint_count');
    expect(counts(await fifty(by))).toEqual({ '422 complaint_limit': 48, filed: 2 });
  });
});
