// What e2e tells: the promise of the product, a cancellation, silence that means yes, and bad input of every kind.
import assert from 'node:assert/strict';
import {
  collectedReturn,
  connectTo,
  eventually,
  orderBody,
  placeShipped,
  returnFlow,
  shop,
  unique,
} from './client.mjs';
import { expecting } from './expecting.mjs';
import { lostLegs } from './lost-legs.mjs';
import { payingBack } from './paying-back.mjs';
import { reconciling } from './reconciling.mjs';

const clockOf = (client) => async () => Date.parse((await client.get('/dev/clock')).now);
const ledgerOf = async (client, orderId) =>
  client.get(`/v1/orders/${orderId}/ledger`, { token: await client.token({ role: 'operator', sub: 'operator-1' }) });
const settled = (client, order, refunded) =>
  eventually(async () => {
    const ledger = await ledgerOf(client, order.id);
    assert.equal(ledger.balanced, true);
    assert.equal(ledger.payments[0].refunded, refunded);
    const { refunds } = await client.get(`/dev/sandbox/psp/ledger?paymentId=${order.paymentId}`);
    assert.equal(
      refunds.filter(({ status }) => status === 'succeeded').reduce((sum, { amount }) => sum + amount, 0),
      refunded,
    );
    return ledger;
  });

/** What is in the book of fast refunds in one currency, minor units. */
const bookOf = async (client, currency) => {
  const token = await client.token({ role: 'operator', sub: 'operator-1' });
  const { totals } = await client.get('/v1/fast-refund/book', { token });
  return totals.find((each) => each.currency === currency) ?? { advanced: 0, settled: 0 };
};

/** A cancel of two lines, and at the same moment the first of them leaves. Answers how it came out. */
const cancelledWhileOneLeaves = async (party) => {
  const [line] = orderBody(party).lines;
  const body = orderBody(party, {
    lines: [line, { ...line, lineNumber: 2, sku: 'LAMP-B', quantity: 1 }],
    payments: [{ paymentId: unique('pay'), tender: 'card', amount: 25200 }],
  });
  const { client } = party;
  const { id } = await client.post('/v1/orders', body, { token: party.storefront });
  const both = [1, 2].map((lineNumber) => ({ lineNumber, quantity: lineNumber === 1 ? 2 : 1 }));
  const first = { lines: [both[0]], carrier: 'sf', trackingNumber: unique('SF').toUpperCase() };
  const cancel = { orderId: id, type: 'refund_only', reason: 'changed_mind', lines: both };
  const [asked, left] = await Promise.allSettled([
    client.post('/v1/after-sales', cancel, { token: party.buyer }),
    client.post(`/v1/orders/${id}/shipments`, first, { token: party.merchant }),
  ]);
  if (asked.status === 'rejected') {
    assert.match(asked.reason.message, /type_not_allowed_in_order_state/);
    return 'refused';
  }
  const path = `/v1/after-sales/${asked.value.id}`;
  if (left.status === 'rejected') {
    assert.match(left.reason.message, /cancel_in_progress/);
    await client.post(`${path}/approve`, {}, { token: party.merchant });
    await settled(client, { id, paymentId: body.payments[0].paymentId }, 25200);
    return 'locked';
  }
  const { childIds, lines } = await eventually(async () => {
    const now = await client.get(path, { token: party.buyer });
    assert.equal(now.childIds.length, 1);
    return now;
  });
  assert.deepEqual(
    lines.map(({ lineNumber, quantity }) => [lineNumber, quantity]),
    [[2, 1]],
  );
  const child = await client.get(`/v1/after-sales/${childIds[0]}`, { token: party.buyer });
  assert.deepEqual(
    [child.phase, child.interceptRequested, child.parentId, child.refund.requested.cash],
    ['shipped', true, asked.value.id, 16000],
  );
  await client.post(`${path}/approve`, {}, { token: party.merchant });
  await settled(client, { id, paymentId: body.payments[0].paymentId }, 8000);
  return 'split';
};

/** The stories, each with its sentence. */
export function stories(origin) {
  const client = connectTo(origin);
  return [
    {
      title: 'a courier comes, the money is back at the scan, the insurer pays the freight',
      tell: async () => {
        const party = await shop(client);
        const order = await placeShipped(party);
        const before = await bookOf(client, 'CNY');
        const ticket = await returnFlow(party, order.id, { clock: clockOf(client), score: 800 });
        // The merchant pays the fund back after the ticket is done.
        await eventually(async () => {
          const { fastRefund } = await client.get(`/v1/after-sales/${ticket.id}`, { token: party.buyer });
          assert.equal(fastRefund.status, 'settled');
        });
        const ledger = await settled(client, order, 8000);
        assert.deepEqual(
          [ledger.advances[0].advanced, ledger.advances[0].settled, ledger.advances[0].open],
          [8000, 8000, 0],
        );
        await eventually(async () => {
          const { advanced, settled: taken } = await bookOf(client, 'CNY');
          assert.ok(advanced >= before.advanced + 8000, 'the advance is not in the book');
          assert.ok(taken >= before.settled + 8000, 'nor is what the merchant has paid back');
        });
        await eventually(async () => {
          const { data } = await client.get(`/v1/insurance/claims?afterSaleId=${ticket.id}`, { token: party.buyer });
          assert.deepEqual([data[0].status, data[0].insurerPays, data[0].buyerPays], ['settled', 1935, 365]);
        });
        const { data: units } = await client.get(`/v1/orders/${order.id}/units`, { token: party.buyer });
        assert.deepEqual(
          units.map(({ unitId, custody, afterSaleId }) => [unitId, custody, afterSaleId]),
          [
            [`${order.id}/1/1`, 'refunded', ticket.id],
            [`${order.id}/1/2`, 'shipped', undefined],
          ],
        );
        const [{ history }] = units;
        const lived = ['with_merchant', 'shipped', 'way_back', 'back', 'refunded'];
        assert.deepEqual(
          history.map(({ custody }) => custody),
          lived,
        );
        const at = encodeURIComponent(history[2].at);
        const { data: then } = await client.get(`/v1/orders/${order.id}/units?at=${at}&limit=1`, {
          token: party.merchant,
        });
        assert.deepEqual(
          then.map(({ custody }) => custody),
          ['way_back'],
        );
        await eventually(async () => {
          const { data } = await client.get(`/v1/after-sales/${ticket.id}/timeline?limit=100`, { token: party.buyer });
          const types = data.map(({ type }) => type.replace(/\.v\d+$/, ''));
          for (const type of [
            'after_sale.submitted',
            'after_sale.approved',
            'return.picked_up',
            'fast_refund.advanced',
            'return.received',
            'after_sale.completed',
            'claim.settled',
          ])
            assert.ok(types.includes(type), `${type} is not in the timeline`);
        });
      },
    },
    {
      title: 'a courier says that he never had the parcel: the advance becomes a debt, and is paid back (A7)',
      tell: async () => {
        const party = await shop(client);
        const order = await placeShipped(party);
        const { path, parcel, until } = await collectedReturn(party, order.id, { clock: clockOf(client), score: 800 });
        await until((now) => now.fastRefund.status === 'advanced');
        await client.post('/dev/sandbox/carrier/scans', { ...parcel, event: 'scan_revoked' });
        const ticket = await until((now) => now.fastRefund.status === 'recovering');
        assert.deepEqual([ticket.status, ticket.closeReason], ['closed', 'scan_revoked']);
        const ledger = await settled(client, order, 8000);
        const [{ refundId, open }] = ledger.advances;
        assert.deepEqual([open, ledger.lines[0].units.refunded], [8000, 1]);
        await eventually(async () => {
          const { lines } = await client.get(`/v1/orders/${order.id}`, { token: party.buyer });
          assert.equal(lines[0].refunded, 1);
        });
        await client.post(
          `/v1/fast-refund/recoveries/${refundId}/payments`,
          { paymentId: unique('pay'), amount: 8000 },
          { token: party.buyer },
        );
        await until((now) => now.fastRefund.status === 'recovered');
        assert.equal((await client.get(path, { token: party.buyer })).closeReason, 'scan_revoked');
      },
    },
    {
      title: 'a scan is taken back for which nothing was advanced: nothing happens (A7)',
      tell: async () => {
        const party = await shop(client);
        const order = await placeShipped(party);
        const { parcel, until } = await collectedReturn(party, order.id, { clock: clockOf(client), score: 600 });
        await client.post('/dev/sandbox/carrier/scans', { ...parcel, event: 'scan_revoked' });
        await client.post('/dev/sandbox/carrier/scans', { ...parcel, event: 'in_transit' });
        const ticket = await until((now) => now.returnShipment.status === 'in_transit');
        assert.deepEqual([ticket.status, ticket.fastRefund.status], ['awaiting_merchant_receipt', 'none']);
      },
    },
    {
      title: 'somebody comes to repair it where it is: arranged, moved, diagnosed, done, and nothing is sent (P2)',
      tell: async () => {
        const party = await shop(client);
        const order = await placeShipped(party);
        const repair = {
          ...{ orderId: order.id, type: 'repair', reason: 'malfunction', serialNumber: 'SN-1' },
          lines: [{ lineNumber: 1, quantity: 1 }],
        };
        const { id, serialNumber } = await client.post('/v1/after-sales', repair, { token: party.buyer });
        assert.equal(serialNumber, 'SN-1');
        const path = `/v1/after-sales/${id}`;
        const now = await clockOf(client)();
        const at = (hours) => new Date(now + hours * 3_600_000).toISOString();
        const visit = (from) => ({ appointment: { from: at(from), to: at(from + 2) } });
        const { status, onSite } = await client.post(
          `${path}/approve`,
          { onSite: visit(24) },
          { token: party.merchant },
        );
        assert.deepEqual([status, onSite], ['on_site_scheduled', visit(24)]);
        const past = await client.send('POST', `${path}/appointment`, { token: party.buyer, body: visit(-4) });
        assert.deepEqual([past.status, past.body.code], [422, 'slot_too_soon']);
        const moved = await client.post(`${path}/appointment`, visit(48), { token: party.buyer });
        assert.deepEqual(moved.onSite, visit(48));
        const finding = { inWarranty: true, humanDamage: false, finding: 'A loose wire.' };
        await client.post(`${path}/diagnosis`, finding, { token: party.merchant });
        const done = await client.post(`${path}/repair-finished`, { outcome: 'repaired' }, { token: party.merchant });
        assert.equal(done.status, 'awaiting_buyer_receipt');
        const ended = await client.post(`${path}/confirm-receipt`, {}, { token: party.buyer });
        assert.equal(ended.status, 'completed');
      },
    },
    {
      title: 'a buyer complains until there is too much to answer',
      tell: async () => {
        const party = await shop(client);
        const said = { subject: 'Late', text: 'It came late.' };
        for (let count = 0; count < 5; count++) await client.post('/v1/complaints', said, { token: party.buyer });
        const more = await client.send('POST', '/v1/complaints', { token: party.buyer, body: said });
        assert.deepEqual([more.status, more.body.code], [422, 'complaint_limit']);
      },
    },
    {
      title: 'an order that has not left is cancelled: all of it comes back, with the freight',
      tell: async () => {
        const party = await shop(client);
        const body = orderBody(party);
        const { id } = await client.post('/v1/orders', body, { token: party.storefront });
        const ticket = await client.post(
          '/v1/after-sales',
          { orderId: id, type: 'refund_only', reason: 'changed_mind', lines: [{ lineNumber: 1, quantity: 2 }] },
          { token: party.buyer },
        );
        await client.post(`/v1/after-sales/${ticket.id}/approve`, {}, { token: party.merchant });
        await settled(client, { id, paymentId: body.payments[0].paymentId }, 17200);
        await eventually(async () =>
          assert.equal((await client.get(`/v1/orders/${id}`, { token: party.buyer })).status, 'closed'),
        );
      },
    },
    {
      title: 'a line leaves while two are cancelled: the other is paid, its parcel is stopped, or it stays (U4)',
      tell: async () => {
        const party = await shop(client);
        const rounds = [];
        while (rounds.length < 8) rounds.push(await cancelledWhileOneLeaves(party));
        assert.ok(rounds.includes('split'), `none was split: ${rounds.join(', ')}`);
      },
    },
    ...[
      ['JPY', 'yen, which have no smaller coin', 1, 333],
      ['KWD', 'dinars, of a thousand fils each', 3, 1001],
      ['EUR', 'euros', 3, 1000],
    ].map(([currency, named, quantity, unitPrice]) => ({
      title: `${named}: parts of a line add up to what was paid for it`,
      tell: async () => {
        const party = await shop(client);
        const [line] = orderBody(party).lines;
        const total = quantity * unitPrice - 1;
        const body = orderBody(party, {
          ...{ currency, shippingFee: 0, discounts: [{ code: 'ONE', bearer: 'merchant', amount: 1 }] },
          lines: [{ ...line, quantity, unitPrice }],
          payments: [{ paymentId: unique('pay'), tender: 'card', amount: total }],
        });
        const { id } = await client.post('/v1/orders', body, { token: party.storefront });
        const [{ paymentId }] = body.payments;
        let back = 0;
        for (let left = quantity; left > 0; left--) {
          back += left === 1 ? total - back : Math.floor((total - back) / left);
          const lines = [{ lineNumber: 1, quantity: 1 }];
          const asked = { orderId: id, type: 'refund_only', reason: 'changed_mind', lines };
          const ticket = await client.post('/v1/after-sales', asked, { token: party.buyer });
          await client.post(`/v1/after-sales/${ticket.id}/approve`, {}, { token: party.merchant });
          const ledger = await settled(client, { id, paymentId }, back);
          assert.equal(ledger.currency, currency);
        }
        assert.equal(back, total);
      },
    })),
    {
      title: 'silence means yes: at the deadline the system approves, and pays',
      tell: async () => {
        const party = await shop(client);
        const { id, paymentId } = await placeShipped(party);
        const ticket = await client.post(
          '/v1/after-sales',
          { orderId: id, type: 'refund_only', reason: 'slow', lines: [{ lineNumber: 1, quantity: 1 }] },
          { token: party.buyer },
        );
        await client.post(
          '/dev/clock',
          { now: new Date(Date.parse(ticket.deadline.at) + 200).toISOString() },
          { key: null },
        );
        const late = await client.send('POST', `/v1/after-sales/${ticket.id}/reject`, {
          token: party.merchant,
          body: { reasonCode: 'other', explanation: 'too late', evidenceIds: [] },
        });
        assert.deepEqual([late.status, late.body.code], [409, 'deadline_passed']);
        await settled(client, { id, paymentId }, 8000);
      },
    },
    {
      title: 'an integrator reads every step, in the feed and live',
      tell: async () => {
        const party = await shop(client);
        const token = await client.token({ role: 'integrator', sub: unique('integrator') });
        const live = fetch(`${origin}/v1/events/stream?types=refund.*`, {
          headers: { authorization: `Bearer ${token}` },
        });
        const stream = (await live).body.getReader();
        const body = orderBody(party);
        const { id } = await client.post('/v1/orders', body, { token: party.storefront });
        const ticket = await client.post(
          '/v1/after-sales',
          { orderId: id, type: 'refund_only', reason: 'changed_mind', lines: [{ lineNumber: 1, quantity: 1 }] },
          { token: party.buyer },
        );
        await client.post(`/v1/after-sales/${ticket.id}/approve`, {}, { token: party.merchant });
        let [text, done] = ['', false];
        const timer = setTimeout(() => stream.cancel(), 20_000);
        while (!done && !(text.includes('refund.succeeded.v1') && text.includes(ticket.id))) {
          const chunk = await stream.read();
          done = chunk.done;
          text += new TextDecoder().decode(chunk.value);
        }
        clearTimeout(timer);
        await stream.cancel();
        assert.ok(
          text.includes('refund.succeeded.v1') && text.includes(ticket.id),
          'the live stream did not tell of the refund',
        );
        assert.match(text, /^id: /m);
      },
    },
    {
      title: 'an exchange for a dearer colour is paid for first, and for a cheaper one something comes back',
      tell: () => exchangesAtOtherPrices(client),
    },
    {
      title: 'goodwill above its budget waits for another person of the shop',
      tell: async () => {
        const party = await shop(client);
        const { merchantId, merchant: token } = party;
        const colleague = await client.token({ role: 'merchant', merchantId, sub: unique('colleague') });
        const path = `/v1/merchants/${merchantId}/goodwill-budget`;
        await client.put(path, { currency: 'CNY', monthlyLimit: 5000, grantLimit: 2000 }, { token });
        const { id, paymentId } = await placeShipped(party);
        const give = (requestedAmount) => ({ orderId: id, type: 'compensation', reason: 'slow', requestedAmount });
        await client.post('/v1/after-sales', give(1000), { token });
        const proposal = await client.send('POST', '/v1/after-sales', { token, body: give(3000) });
        assert.deepEqual([proposal.status, proposal.body.because], [202, ['grant_limit']]);
        const confirm = `/v1/goodwill-proposals/${proposal.body.id}/confirm`;
        const own = await client.send('POST', confirm, { token, body: {} });
        assert.deepEqual([own.status, own.body.code], [403, 'four_eyes_required']);
        await settled(client, { id, paymentId }, 1000);
        await client.post(confirm, {}, { token: colleague });
        await settled(client, { id, paymentId }, 4000);
        await eventually(async () => {
          const { reserved, spent, left } = await client.get(`${path}?currency=CNY`, { token });
          assert.deepEqual([reserved, spent, left], [0, 4000, 1000]);
        });
      },
    },
    ...badInput(client),
    ...expecting(client),
    ...lostLegs(client),
    ...reconciling(client, origin),
    ...payingBack(client),
  ];
}

/** One thing for a dearer one, which is then returned; another for a cheaper one. All that was paid for both can be proven. */
async function exchangesAtOtherPrices(client) {
  const party = await shop(client);
  const { merchantId, merchant, buyer } = party;
  const operator = await client.token({ role: 'operator', sub: 'operator-1' });
  await client.put(`/v1/merchants/${merchantId}/policy-flags`, { exchangePriceDifference: true }, { token: operator });
  const [body] = orderBody(party).lines;
  const tee = { ...body, sku: 'TEE-WHITE', spu: 'TEE', title: 'A tee', category: 'apparel' };
  for (const [color, unitPrice] of [
    ['red', 9500],
    ['blue', 7000],
  ]) {
    const announced = {
      sku: `TEE-${color.toUpperCase()}`,
      spu: 'TEE',
      category: 'apparel',
      unitPrice,
      currency: 'CNY',
    };
    const attributes = { ...tee.attributes, color };
    await client.post('/v1/prices', { merchantId, ...announced, attributes }, { token: party.storefront });
  }
  const { id, paymentId } = await placeShipped(party, { lines: [tee] });
  await client.post(`/v1/orders/${id}/receipt`, {}, { token: buyer });

  const act = (ticket, action, who, said = {}) =>
    client.post(`/v1/after-sales/${ticket}/${action}`, said, { token: who });
  const sendBack = async (ticket) => {
    await act(ticket, 'waybill', buyer, { carrier: 'yt', trackingNumber: unique('YT').toUpperCase() });
    const lines = [{ lineNumber: 1, accepted: 1, damaged: 0, missing: 0 }];
    return act(ticket, 'receipt', merchant, { lines, evidenceIds: [] });
  };
  const applied = async (application) => {
    const whole = { orderId: id, reason: 'unsuitable', lines: [{ lineNumber: 1, quantity: 1 }], ...application };
    const ticket = await client.post('/v1/after-sales', whole, { token: buyer });
    return act(ticket.id, 'approve', merchant);
  };
  const exchanged = async (ticket) => {
    await sendBack(ticket);
    await act(ticket, 'replacement-shipment', merchant, { carrier: 'sf', trackingNumber: unique('SF').toUpperCase() });
    return act(ticket, 'confirm-receipt', buyer);
  };

  const { lines } = await client.get(`/v1/orders/${id}/after-sale-options`, { token: buyer });
  const { targets } = lines[0].options.find(({ type }) => type === 'exchange');
  const price = Object.fromEntries(targets.map(({ sku, priceDifference }) => [sku, priceDifference]));
  assert.deepEqual([price['TEE-RED'].pays, price['TEE-BLUE'].back], [1500, 1000]);

  const blue = await applied({ type: 'exchange', targetSku: 'TEE-BLUE' });
  await exchanged(blue.id);
  await settled(client, { id, paymentId }, 1000);

  const red = await applied({ type: 'exchange', targetSku: 'TEE-RED' });
  assert.equal(red.status, 'awaiting_quote_acceptance');
  const difference = unique('pay');
  await act(red.id, 'quote/accept', buyer, { paymentId: difference });
  await exchanged(red.id);

  // The white one is gone: the units that are left are the blue and the red one, and the red one came last.
  const first = await applied({ type: 'return_refund' });
  await sendBack(first.id);
  const second = await applied({ type: 'return_refund' });
  await sendBack(second.id);
  const ledger = await settled(client, { id, paymentId }, 16000);
  await eventually(async () => {
    const { charges } = await ledgerOf(client, id);
    assert.deepEqual([charges[0].paymentId, charges[0].captured, charges[0].refunded], [difference, 1500, 1500]);
  });
  assert.equal(ledger.lines[0].cash.refunded, 16000);
}

/** Each must be answered with a code of the contract, and write nothing. */
function badInput(client) {
  const asked = (orderId, over = {}) => ({
    orderId,
    type: 'refund_only',
    reason: 'changed_mind',
    lines: [{ lineNumber: 1, quantity: 1 }],
    ...over,
  });
  const deep = (depth) => '['.repeat(depth) + ']'.repeat(depth);
  const cases = [
    ['an unknown field', (order) => ({ body: asked(order, { surprise: 1 }) }), 400, 'unknown_field'],
    ['a prototype', (order) => ({ body: `{"orderId":"${order}","__proto__":{"type":"refund_only"}}` }), 400],
    ['a list for a text', (order) => ({ body: asked(order, { reason: ['changed_mind'] }) }), 400, 'malformed'],
    ['an object for a list', (order) => ({ body: asked(order, { lines: { lineNumber: 1 } }) }), 400, 'malformed'],
    ...[-1, 0.5, '1000', 2 ** 53, 0, null].map((amount) => [
      `an amount of ${JSON.stringify(amount)}`,
      (order) => ({ body: asked(order, { requestedAmount: amount }) }),
      amount === null ? [201, 400] : 400,
      amount === null ? undefined : 'malformed',
    ]),
    ['truncated JSON', () => ({ body: '{"orderId": "ord' }), 400, 'malformed'],
    ['no object', () => ({ body: 'null' }), 400, 'malformed'],
    ['deep JSON', () => ({ body: `{"orderId": ${deep(5000)}}` }), 400, 'malformed'],
    [
      'another media type',
      () => ({ body: 'a=b', headers: { 'content-type': 'application/x-www-form-urlencoded' } }),
      415,
      'unsupported_media_type',
    ],
    ['an oversized body', () => ({ body: `{"description":"${'x'.repeat(1_200_000)}"}` }), 413],
    ['an unknown order', () => ({ body: asked('ord_01H00000000000000000000000') }), 404, 'not_found'],
    ['an order id that is none', () => ({ body: asked("ord_' OR 1=1") }), [400, 404]],
    ['no key', (order) => ({ body: asked(order), key: null }), 400, 'idempotency_key_required'],
    [
      'a forged token',
      (order, party) => ({ body: asked(order), token: `${party.buyer.slice(0, -6)}AAAAAA` }),
      401,
      'unauthorized',
    ],
    ['no token', (order) => ({ body: asked(order), token: undefined }), 401, 'unauthorized'],
    [
      "another buyer's token",
      (order, party, stranger) => ({ body: asked(order), token: stranger.buyer }),
      404,
      'not_found',
    ],
    ['a role that may not', (order, party) => ({ body: asked(order), token: party.storefront }), 403, 'forbidden'],
  ];
  let fixture;
  const prepared = () =>
    (fixture ??= (async () => {
      const [party, stranger] = [await shop(client), await shop(client)];
      const { id } = await client.post('/v1/orders', orderBody(party), { token: party.storefront });
      return { party, stranger, id };
    })());
  return cases.map(([what, make, status, code]) => ({
    title: `bad input: ${what}`,
    tell: async () => {
      const { party, stranger, id } = await prepared();
      const count = async () => (await client.get(`/v1/after-sales?orderId=${id}`, { token: party.buyer })).data.length;
      const before = await count();
      const answer = await client.send('POST', '/v1/after-sales', { token: party.buyer, ...make(id, party, stranger) });
      assert.ok([status].flat().includes(answer.status), `answered ${answer.status} ${answer.text.slice(0, 300)}`);
      if (code) assert.equal(answer.body?.code, code);
      if (answer.status !== 201) assert.equal(await count(), before, 'nothing is written');
    },
  }));
}
