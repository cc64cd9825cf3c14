// Money that the provider cannot give back: the operators' queue, by hand with four eyes, and the buyer's balance.
import assert from 'node:assert/strict';
import { eventually, orderBody, shop } from './client.mjs';

const accountTotal = async (client, operator, account) => {
  const { data } = await client.get('/v1/ledger/trial-balance', { token: operator });
  return data
    .filter((each) => each.account === account && each.currency === 'CNY')
    .reduce((sum, { balance }) => sum + balance, 0);
};

/** A refund of 172.00 whose card is closed: as it stands in the operators' queue. */
async function lost(client, party, operator) {
  const body = orderBody(party);
  const { id } = await client.post('/v1/orders', body, { token: party.storefront });
  const { paymentId } = body.payments[0];
  await client.post('/dev/sandbox/psp/behaviours', { paymentId, behaviour: 'account_closed', times: 1 }, { key: null });
  const ticket = await client.post(
    '/v1/after-sales',
    { orderId: id, type: 'refund_only', reason: 'changed_mind', lines: [{ lineNumber: 1, quantity: 2 }] },
    { token: party.buyer },
  );
  await client.post(`/v1/after-sales/${ticket.id}/approve`, {}, { token: party.merchant });
  const refund = await eventually(async () => {
    const { data } = await client.get('/v1/refunds?needsAttention=true&limit=100', { token: operator });
    const found = data.find(({ afterSaleId }) => afterSaleId === ticket.id);
    assert.ok(found, 'it is not in the queue');
    return found;
  });
  return { refund, ticketId: ticket.id, orderId: id, paymentId, path: `/v1/refunds/${refund.id}` };
}

/** The refund is done, out of the queue, and its ticket and books say so. */
const isDone = (client, party, operator, { refund, ticketId, orderId }) =>
  eventually(async () => {
    const now = await client.get(`/v1/refunds/${refund.id}`, { token: operator });
    assert.deepEqual([now.status, now.attention], ['succeeded', null]);
    const { status } = await client.get(`/v1/after-sales/${ticketId}`, { token: party.buyer });
    assert.equal(status, 'completed');
    const ledger = await client.get(`/v1/orders/${orderId}/ledger`, { token: operator });
    assert.deepEqual([ledger.balanced, ledger.payments[0].refunded], [true, 17_200]);
    return now;
  });

/** The stories of lost legs, each with its sentence. */
export const lostLegs = (client) => [
  {
    title: 'money for a closed account is paid by hand: one person says so, another confirms, nothing is paid twice',
    tell: async () => {
      const [first, second] = await Promise.all(
        ['operator-1', 'operator-2'].map((sub) => client.token({ role: 'operator', sub })),
      );
      const party = await shop(client);
      const before = await accountTotal(client, first, 'assets:bank');
      const made = await lost(client, party, first);
      const { refund, path } = made;
      assert.equal(refund.attention.reason, 'account_closed');
      assert.deepEqual(refund.attention.possibleActions, ['retry', 'manual_settlement', 'reroute']);
      const mine = await client.get(path, { token: party.buyer });
      assert.ok(!('attention' in mine), 'what operators have to do is not for the buyer');
      const asBuyer = await client.send('GET', '/v1/refunds?needsAttention=true', { token: party.buyer });
      assert.deepEqual([asBuyer.status, asBuyer.body.code], [403, 'forbidden']);

      const body = { legId: refund.legs[0].id, reference: 'T-1', reason: 'the card is closed' };
      const proposed = await client.post(`${path}/manual-settlements`, body, { token: first });
      assert.deepEqual(proposed.attention.possibleActions, ['confirm_settlement', 'decline_settlement']);
      const retried = await client.send('POST', `${path}/retry`, { token: first, body: {} });
      assert.deepEqual([retried.status, retried.body.code], [409, 'invalid_transition']);
      const confirm = `${path}/manual-settlements/1/confirm`;
      const alone = await client.send('POST', confirm, { token: first, body: {} });
      assert.deepEqual([alone.status, alone.body.code], [403, 'four_eyes_required']);
      await client.post(confirm, {}, { token: second });

      const done = await isDone(client, party, first, made);
      assert.deepEqual(
        [done.manualSettlements[0].proposedBy, done.manualSettlements[0].decidedBy],
        ['operator-1', 'operator-2'],
      );
      const { refunds } = await client.get(`/dev/sandbox/psp/ledger?paymentId=${made.paymentId}`);
      assert.deepEqual(refunds, []);
      await eventually(async () =>
        assert.equal(Math.abs((await accountTotal(client, first, 'assets:bank')) - before), 17_200),
      );
    },
  },
  {
    title: 'money for a closed account goes to the balance when the buyer agrees; when he does not, it is retried',
    tell: async () => {
      const operator = await client.token({ role: 'operator', sub: 'operator-1' });
      const agent = await client.token({ role: 'agent', sub: 'agent-1' });
      const [party, other] = [await shop(client), await shop(client)];
      const [made, refused] = [await lost(client, party, operator), await lost(client, other, operator)];
      const offer = ({ path, refund }) =>
        client.post(`${path}/reroutes`, { legId: refund.legs[0].id, tender: 'balance' }, { token: agent });
      const balanceOf = async ({ buyerId, buyer }) =>
        (await client.get(`/v1/buyers/${buyerId}/accounts`, { token: buyer })).balance.balance;

      const offered = await offer(made);
      assert.equal(offered.attention, null);
      const foreign = await client.send('POST', `${made.path}/reroutes/1/accept`, { token: other.buyer, body: {} });
      assert.equal(foreign.status, 404);
      assert.equal(await balanceOf(party), 0);
      await client.post(`${made.path}/reroutes/1/accept`, {}, { token: party.buyer });
      const done = await isDone(client, party, operator, made);
      assert.deepEqual([done.legs.length, done.legs[0].tender], [1, 'balance']);
      assert.equal(await balanceOf(party), 17_200);
      const again = await client.send('POST', `${made.path}/reroutes/1/accept`, { token: party.buyer, body: {} });
      assert.deepEqual([again.status, again.body.code], [409, 'invalid_transition']);
      assert.equal(await balanceOf(party), 17_200);

      await offer(refused);
      await client.post(`${refused.path}/reroutes/1/decline`, {}, { token: other.buyer });
      const back = await client.get(refused.path, { token: operator });
      assert.deepEqual([back.reroutes[0].status, back.attention.reason], ['declined', 'account_closed']);
      await client.post(`${refused.path}/retry`, {}, { token: operator });
      const paid = await isDone(client, other, operator, refused);
      assert.equal(paid.legs[0].tender, 'card');
    },
  },
];
