// What the operator of the refunds sees: books that differ from the provider's are found, each difference and nothing else.
import assert from 'node:assert/strict';
import path from 'node:path';
import { eventually, orderBody, shop, unique } from './client.mjs';
import { runStep } from '../stack/run.mjs';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const SHANGHAI_MS = 8 * 60 * MINUTE_MS;

/** An order that is cancelled and paid back: its refund, once it has succeeded. */
async function refunded(client, party) {
  const body = orderBody(party);
  const { id } = await client.post('/v1/orders', body, { token: party.storefront });
  const ticket = await client.post(
    '/v1/after-sales',
    { orderId: id, type: 'refund_only', reason: 'changed_mind', lines: [{ lineNumber: 1, quantity: 2 }] },
    { token: party.buyer },
  );
  await client.post(`/v1/after-sales/${ticket.id}/approve`, {}, { token: party.merchant });
  return eventually(async () => {
    const { data } = await client.get(`/v1/refunds?afterSaleId=${ticket.id}`, { token: party.buyer });
    assert.equal(data[0]?.status, 'succeeded');
    return data[0];
  });
}

const advance = (client, ms) => client.post('/dev/clock', { advance: `PT${Math.ceil(ms / 1000)}S` });
const dayOf = (ms) => new Date(ms + SHANGHAI_MS).toISOString().slice(0, 10);

/** Goes into the next day when this one is nearly over, so that a story happens on one day. */
async function withinOneDay(client) {
  const now = Date.parse((await client.get('/dev/clock')).now);
  const left = DAY_MS - ((now + SHANGHAI_MS) % DAY_MS);
  if (left < 30 * MINUTE_MS) await advance(client, left + MINUTE_MS);
}

/** The stories of reconciliation, each with its sentence. */
export const reconciling = (client, origin) => [
  {
    title: 'a reconciliation finds each difference from the provider, and nothing else; what is put right is closed',
    tell: async () => {
      await withinOneDay(client);
      const operator = await client.token({ role: 'operator', sub: 'operator-1' });
      const party = await shop(client);
      const [missing, amount, status, same] = await Promise.all(
        Array.from({ length: 4 }, () => refunded(client, party)),
      );
      const date = dayOf(Date.parse(same.updatedAt));
      const numberOf = ({ legs }) => legs[0].refundNumber;
      const extra = unique('EXTRA');
      const planted = [
        { kind: 'missing', refundNumber: numberOf(missing) },
        { kind: 'other_amount', refundNumber: numberOf(amount), amount: 17_199 },
        { kind: 'other_status', refundNumber: numberOf(status) },
        { kind: 'extra', refundNumber: extra, paymentId: same.legs[0].paymentId, amount: 4200 },
      ];
      const compared = () => client.post('/v1/reconciliations', { date }, { token: operator });
      const flawed = async (id) =>
        (await client.get('/v1/refunds?needsAttention=true&limit=100', { token: operator })).data.some(
          (refund) => refund.id === id,
        );
      await advance(client, 10 * MINUTE_MS); // What has only just happened is under way.
      assert.deepEqual((await compared()).differences, []);
      try {
        for (const each of planted) await client.post('/dev/sandbox/psp/discrepancies', each, { key: null });
        await advance(client, 10 * MINUTE_MS);

        const found = await compared();
        const byNumber = (a, b) => a[1].localeCompare(b[1]);
        assert.deepEqual(
          found.differences.map(({ kind, refundNumber }) => [kind, refundNumber]).sort(byNumber),
          planted.map(({ kind, refundNumber }) => [kind, refundNumber]).sort(byNumber),
        );
        const of = (kind) => found.differences.find((each) => each.kind === kind);
        assert.deepEqual(of('other_amount').theirs, { amount: 17_199, currency: 'CNY', status: 'succeeded' });
        assert.deepEqual([of('missing').refundId, of('missing').theirs], [missing.id, null]);
        assert.deepEqual([of('extra').refundId, of('extra').ours], [null, null]);

        const again = await compared();
        assert.deepEqual(again.differences, found.differences);
        assert.equal(again.closed, found.closed);

        const { code, output } = await runStep(
          process.execPath,
          [path.join(import.meta.dirname, '../reconcile.mjs'), `--date=${date}`],
          { env: { ...process.env, AMENDS_URL: origin }, quiet: true },
        );
        assert.equal(code, 1);
        for (const { kind, refundNumber } of planted) assert.match(output, new RegExp(`${kind} +${refundNumber} `));

        // The next day the calendar compares it by itself.
        await advance(client, DAY_MS);
        await eventually(async () => {
          const { runs, differences } = await client.get(`/v1/reconciliations/${date}`, { token: operator });
          assert.ok(runs > again.runs + 1, 'the day is not compared by itself yet');
          assert.equal(differences.length, planted.length);
        });
        const listed = await client.get('/v1/reconciliations?differing=true', { token: operator });
        assert.ok(listed.data.some((each) => each.date === date));
        for (const refund of [missing, amount, status]) assert.ok(await flawed(refund.id), `${refund.id} is no item`);
        assert.ok(!(await flawed(same.id)));
      } finally {
        for (const { refundNumber } of planted)
          await client.send('DELETE', `/dev/sandbox/psp/discrepancies/${refundNumber}`, { key: null });
      }
      const closed = await compared();
      assert.deepEqual(closed.differences, []);
      assert.equal(closed.closed, planted.length);
      for (const refund of [missing, amount, status])
        assert.ok(!(await flawed(refund.id)), `${refund.id} stays an item`);
    },
  },
];
