// What a buyer is told of a fast refund before he applies, beside what is decided when he does.
import assert from 'node:assert/strict';
import { eventually, placeShipped, shop } from './client.mjs';

/** The stories of what options expect, each with its sentence. */
export const expecting = (client) => [
  {
    title: 'a cap of fast refund is told in the options, and decided as it was told',
    tell: async () => {
      const supervisor = await client.token({ role: 'supervisor', sub: 'supervisor-1' });
      const before = await client.get('/v1/fast-refund/settings', { token: supervisor });
      const set = (over) => client.put('/v1/fast-refund/settings', { ...before, ...over }, { token: supervisor });
      const party = await shop(client);
      await client.put(`/dev/buyers/${party.buyerId}/score`, { score: 800 });
      const order = await placeShipped(party);
      const told = async () => {
        const { lines } = await client.get(`/v1/orders/${order.id}/after-sale-options`, { token: party.buyer });
        return lines[0].options.find(({ type }) => type === 'return_refund').fastRefund;
      };
      const returned = async () => {
        const lines = [{ lineNumber: 1, quantity: 1 }];
        const body = { orderId: order.id, type: 'return_refund', reason: 'changed_mind', lines };
        const { id } = await client.post('/v1/after-sales', body, { token: party.buyer });
        await client.post(`/v1/after-sales/${id}/approve`, {}, { token: party.merchant });
        return eventually(async () => {
          const { data } = await client.get(`/v1/fast-refund/decisions?afterSaleId=${id}`, { token: supervisor });
          assert.equal(data.length, 1);
          return data[0].because;
        });
      };
      try {
        await set({ categoryLimits: [{ category: 'default', amountLimit: 0 }] });
        assert.deepEqual((await told()).because.at(-1), 'category_limit');
        await set({ buyerDailyLimit: 16_000 });
        await eventually(async () =>
          assert.deepEqual(await told(), { eligible: true, because: [], certainty: 'expected' }),
        );
        assert.deepEqual(await returned(), []);
        await set({ buyerDailyLimit: 15_999 });
        await eventually(async () => assert.deepEqual((await told()).because, ['buyer_daily_limit']));
        assert.deepEqual(await returned(), ['buyer_daily_limit']);
      } finally {
        await set({});
      }
    },
  },
];
