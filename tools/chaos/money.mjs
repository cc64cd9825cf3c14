// What money must survive: services that die at named points, parallel refunds of more than there is, a provider at its worst.
import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { eventually, orderBody, shop, sleep, unique } from '../flows/client.mjs';
import { portsAt } from '../stack/settings.mjs';

const PATIENCE_MS = 120_000;
const DEATHS = Number(process.env.DEATHS ?? 10);
const CAPTURED = 100_000;
const PARALLEL = 200;
const FAILING = 40;
const MINUTE_MS = 60_000;

/** Where services die, and which: each point lies between two steps of one refund. */
const POINTS = [
  ['refunds', 'provider.answered', 'after the provider has paid, before that is recorded'],
  ['refunds', 'append.committed', 'after an append, before it is published'],
  ['refunds', 'relay.published', 'after a publication, before it is marked'],
  ['refunds', 'inbox.open', 'inside the transaction of the inbox'],
  ['refunds', 'inbox.committed', 'before the offset is committed'],
  ['after-sales', 'append.committed', 'after an append, before it is published'],
  ['after-sales', 'relay.published', 'after a publication, before it is marked'],
  ['after-sales', 'inbox.committed', 'before the offset is committed'],
];

/** An order that has not left, one line, paid by card. */
async function placed(client, { quantity = 1, unitPrice = 5000 } = {}) {
  const party = await shop(client);
  const [line] = orderBody(party).lines;
  const paymentId = unique('pay');
  const body = orderBody(party, {
    lines: [{ ...line, quantity, unitPrice }],
    shippingFee: 0,
    payments: [{ paymentId, tender: 'card', amount: quantity * unitPrice }],
  });
  const { id } = await client.post('/v1/orders', body, { token: party.storefront });
  return { client, party, id, paymentId };
}

/** Applies for the whole line and lets the merchant say yes. */
async function refund({ client, party, id }, quantity = 1) {
  const lines = [{ lineNumber: 1, quantity }];
  const asked = { orderId: id, type: 'refund_only', reason: 'changed_mind', lines };
  const ticket = await client.post('/v1/after-sales', asked, { token: party.buyer });
  await client.post(`/v1/after-sales/${ticket.id}/approve`, {}, { token: party.merchant });
  return ticket.id;
}

const booksOf = async (client, paymentId) =>
  (await client.get(`/dev/sandbox/psp/ledger?paymentId=${paymentId}`)).refunds.filter(
    ({ status }) => status === 'succeeded',
  );
const ledgerOf = async (client, id) =>
  client.get(`/v1/orders/${id}/ledger`, { token: await client.token({ role: 'operator', sub: 'operator-1' }) });
const ticketOf = ({ client, party }, ticketId) => client.get(`/v1/after-sales/${ticketId}`, { token: party.buyer });
const advance = (client, ms) => client.post('/dev/clock', { advance: `PT${(ms / 1000).toFixed(3)}S` }, { key: null });

/** The ticket is done, and the provider has paid it exactly once. */
const paidOnce = (order, ticketId, amount, patienceMs = PATIENCE_MS) =>
  eventually(async () => {
    assert.equal((await ticketOf(order, ticketId)).status, 'completed');
    assert.deepEqual((await booksOf(order.client, order.paymentId)).map((each) => each.amount), [amount]); // prettier-ignore
    const { payments, balanced } = await ledgerOf(order.client, order.id);
    assert.deepEqual([payments[0].refunded, payments[0].held, balanced], [amount, 0, true]);
  }, patienceMs);

/** F2: dies at the point, again and again, each time in the midst of a refund that must come to its end by itself. */
const dying = ([service, point, where]) => ({
  title: `F2: ${service} dies ${where}`,
  run: async (client, { fuses }) => {
    const fuse = path.join(fuses, `${service}.${point}`);
    for (let death = 0; death < DEATHS; death++) {
      const order = await placed(client);
      writeFileSync(fuse, '');
      const ticketId = await refund(order);
      await eventually(() => assert.ok(!existsSync(fuse), `${service} has not come to ${point}`), PATIENCE_MS);
      await letQueriesCome(client, order, ticketId);
      await paidOnce(order, ticketId, 5000);
    }
    return `${DEATHS} deaths`;
  },
});

/** A call that was cut off is asked about after a minute of the domain's clock. */
async function letQueriesCome(client, order, ticketId) {
  const until = Date.now() + 5000;
  while (Date.now() < until) {
    if ((await ticketOf(order, ticketId)).status === 'completed') return;
    await sleep(200);
  }
  await advance(client, MINUTE_MS + 1000);
}

const parallel = {
  title: `F11: ${PARALLEL} parallel refunds that sum to twice what was paid`,
  run: async (client) => {
    const order = await placed(client, { unitPrice: CAPTURED });
    const amount = (2 * CAPTURED) / PARALLEL;
    const ask = () =>
      client.send('POST', '/v1/after-sales', {
        token: order.party.merchant,
        body: {
          ...{ orderId: order.id, type: 'compensation', reason: 'changed_mind' },
          ...{ requestedAmount: amount, lines: [{ lineNumber: 1, quantity: 1 }] },
        },
      });
    const answers = await Promise.all(Array.from({ length: PARALLEL }, ask));
    const accepted = answers.filter(({ status }) => status === 201).length;
    const other = answers.find(({ status }) => ![201, 409, 422].includes(status));
    assert.equal(other, undefined, `answered ${other?.status} ${other?.text}`);
    assert.equal(accepted * amount, CAPTURED, 'what was accepted');
    await eventually(async () => {
      const paid = (await booksOf(client, order.paymentId)).reduce((sum, each) => sum + each.amount, 0);
      const { payments } = await ledgerOf(client, order.id);
      assert.deepEqual([paid, payments[0].refunded, payments[0].remaining], [CAPTURED, CAPTURED, 0]);
    }, PATIENCE_MS);
    return `${accepted} of ${PARALLEL} accepted, ${CAPTURED} paid`;
  },
};

/** F12, one behaviour of the provider: exactly one effect, after so much of the domain's time. */
const treated = (behaviour, times, afterMs = 0) => ({
  title: `F12: the provider's ${behaviour.replaceAll('_', ' ')}`,
  run: async (client) => {
    const order = await placed(client);
    await client.post('/dev/sandbox/psp/behaviours', { paymentId: order.paymentId, behaviour, times }, { key: null });
    const ticketId = await refund(order);
    if (afterMs > 0) {
      await eventually(async () => {
        const { data } = await client.get(`/v1/refunds?afterSaleId=${ticketId}`, { token: order.party.buyer });
        assert.notEqual(data[0]?.legs[0]?.status ?? 'submitted', 'submitted');
      }, PATIENCE_MS);
      await advance(client, afterMs);
    }
    await paidOnce(order, ticketId, 5000);
  },
});

const late = {
  title: 'F12: a refund that fails after it has succeeded',
  run: async (client) => {
    const order = await placed(client);
    const behaviour = { paymentId: order.paymentId, behaviour: 'late_failure', times: 1 };
    await client.post('/dev/sandbox/psp/behaviours', behaviour, { key: null });
    const ticketId = await refund(order);
    await eventually(async () => assert.equal((await ticketOf(order, ticketId)).status, 'refund_failed'), PATIENCE_MS);
    const { payments } = await ledgerOf(client, order.id);
    assert.deepEqual([payments[0].refunded, payments[0].remaining], [0, 5000], 'the money is back in the books');
    const operator = await client.token({ role: 'operator', sub: 'operator-1' });
    const { data } = await client.get(`/v1/refunds?afterSaleId=${ticketId}`, { token: operator });
    await client.post(`/v1/refunds/${data[0].id}/retry`, {}, { token: operator });
    await paidOnce(order, ticketId, 5000);
    return 'reopened, retried, paid once';
  },
};

/** Nine of ten calls fail for ten minutes of the domain's clock; then all is well, and nothing is owed or paid twice. */
const storm = {
  title: 'F12: nine calls of ten fail for ten minutes',
  run: async (client, { offset }) => {
    const orders = await Promise.all(Array.from({ length: FAILING }, () => placed(client)));
    const struck = orders.filter((_, index) => index % 10 !== 0);
    // What is not answered is asked about after 1, 2, 5 and 15 minutes, is not known there, and is tried again. While the
    // provider is left alone nobody is called, so that two failures for each last for more than ten minutes.
    for (const { paymentId } of struck)
      await client.post('/dev/sandbox/psp/behaviours', { paymentId, behaviour: 'http_500', times: 2 }, { key: null });
    const tickets = await Promise.all(orders.map((order) => refund(order)));
    let leftAlone = false;
    const look = async () => (leftAlone ||= (await gauge(offset)) === 1);
    for (let minute = 0; minute < 10; minute++) {
      for (let i = 0; i < 4; i++) {
        await look();
        await sleep(250);
      }
      await advance(client, MINUTE_MS);
    }
    assert.ok(leftAlone, 'the provider was never left alone');
    const untilMs = Date.now() + PATIENCE_MS;
    while ((await Promise.all(orders.map(isPaid))).includes(false) && Date.now() < untilMs) {
      await sleep(2000);
      await advance(client, 15 * MINUTE_MS);
    }
    await Promise.all(orders.map((order, index) => paidOnce(order, tickets[index], 5000)));
    return `${orders.length} refunds, each paid once`;
  },
};

const isPaid = async ({ client, paymentId }) => (await booksOf(client, paymentId)).length === 1;

const gauge = async (offset) => {
  const text = await (await fetch(`http://127.0.0.1:${portsAt(offset).refunds}/metrics`)).text();
  return Number(/^amends_payment_provider_left_alone(?:{[^}]*})? (\d+)/m.exec(text)?.[1]);
};

/** The rounds: `{ title, run(client, { fuses, offset }) }`; `run` throws, or answers what it has seen. */
export const MONEY_ROUNDS = [
  ...POINTS.map(dying),
  parallel,
  treated('timeout_before_effect', 1, MINUTE_MS + 1000),
  treated('timeout_after_effect', 1, MINUTE_MS + 1000),
  treated('duplicate_notification', 1),
  treated('pending_then_succeed', 1),
  late,
  storm,
];
