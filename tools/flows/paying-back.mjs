// What a buyer owes and pays by a link: the story over HTTP.
import assert from 'node:assert/strict';
import { collectedReturn, eventually, placeShipped, shop, unique } from './client.mjs';

const RETURN_URL = 'https://shop.example/orders/1';

/** A party whose advance has become a debt: the courier never had the parcel. */
async function debtor(client) {
  const party = await shop(client);
  const order = await placeShipped(party);
  const clock = async () => Date.parse((await client.get('/dev/clock')).now);
  const { parcel, until } = await collectedReturn(party, order.id, { clock, score: 800 });
  await until((now) => now.fastRefund.status === 'advanced');
  await client.post('/dev/sandbox/carrier/scans', { ...parcel, event: 'scan_revoked' });
  await until((now) => now.fastRefund.status === 'recovering');
  const [{ refundId, open }] = (await client.get('/v1/fast-refund/recoveries', { token: party.buyer })).data;
  const path = `/v1/fast-refund/recoveries/${refundId}`;
  const read = () => client.get(path, { token: party.buyer });
  const link = () => client.post(`${path}/payment-links`, { returnUrl: RETURN_URL }, { token: party.buyer });
  const pay = (amount) => client.post(`${path}/payments`, { paymentId: unique('pay'), amount }, { token: party.buyer });
  return { party, path, open, read, link, pay, until };
}

/** Pays on a page of the sandbox. */
const payOn = (client, { url }) => client.post(`${new URL(url).pathname}/pay`, {});

/** The stories of paying back, each with its sentence. */
export const payingBack = (client) => [
  {
    title: 'what is owed is paid by a link of the payment provider, once, and told by its webhook (A8)',
    tell: async () => {
      const { party, path, open, read, link, until } = await debtor(client);
      const before = await read();
      assert.deepEqual([before.status, before.open, before.paymentLink], ['recovering', 8000, null]);
      assert.ok(before.nextReminderAt < before.writeOffAt);

      const { paymentLink } = await link();
      assert.deepEqual([paymentLink.amount, paymentLink.status], [open, 'open']);
      assert.deepEqual((await link()).paymentLink, paymentLink);
      assert.equal((await payOn(client, paymentLink)).status, 'paid');
      assert.equal((await payOn(client, paymentLink)).status, 'paid');
      await until((now) => now.fastRefund.status === 'recovered');
      const after = await read();
      assert.deepEqual([after.open, after.recovered, after.paymentLink.status], [0, 8000, 'paid']);
      assert.equal(after.nextReminderAt, null);
      const body = { returnUrl: RETURN_URL };
      const again = await client.send('POST', `${path}/payment-links`, { body, token: party.buyer });
      assert.deepEqual([again.status, again.body.code], [409, 'invalid_transition']);
    },
  },
  {
    title:
      'a link that nobody uses is over by itself; a payment that comes another way closes it, the next one is over what is left (A8)',
    tell: async () => {
      const { read, link, pay, until } = await debtor(client);
      const { paymentLink: unused } = await link();
      await client.post('/dev/clock', { advance: 'PT13H' });
      await eventually(async () => assert.equal((await read()).paymentLink.status, 'closed'));
      assert.equal((await payOn(client, unused)).status, 'closed');

      const { paymentLink: first } = await link();
      await pay(3000);
      assert.equal((await payOn(client, first)).status, 'closed');
      const { paymentLink: second, open } = await link();
      assert.deepEqual([open, second.amount], [5000, 5000]);
      await payOn(client, second);
      await until((now) => now.fastRefund.status === 'recovered');
      assert.deepEqual([(await read()).open, (await read()).recovered], [0, 8000]);
    },
  },
];
