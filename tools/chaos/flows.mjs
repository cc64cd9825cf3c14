// What goes on while parts are killed: whole returns, one after the other, through every service.
import assert from 'node:assert/strict';
import { eventually, placeShipped, returnFlow, shop, sleep } from '../flows/client.mjs';

const PATIENCE_MS = 120_000;

/** An order, its return, the money back at the provider, the freight from the insurer, and all of it in the feed. */
async function wholeFlow(client, score) {
  const party = await shop(client);
  const order = await placeShipped(party);
  const clock = async () => Date.parse((await client.get('/dev/clock')).now);
  const ticket = await returnFlow(party, order.id, { clock, score, patienceMs: PATIENCE_MS });
  await eventually(async () => {
    const { refunds } = await client.get(`/dev/sandbox/psp/ledger?paymentId=${order.paymentId}`);
    const paid = refunds.map(({ status, amount }) => `${amount} ${status}`);
    assert.deepEqual(paid, ['8000 succeeded'], `the provider's books of ticket ${ticket.id}`);
  }, PATIENCE_MS);
  await eventually(async () => {
    const { data } = await client.get(`/v1/insurance/claims?afterSaleId=${ticket.id}`, { token: party.buyer });
    assert.deepEqual(
      data.map(({ status }) => status),
      ['settled'],
      `the claims of ticket ${ticket.id}`,
    );
  }, PATIENCE_MS);
}

/**
 * Starts `count` flows, one every `everyMs`. Answers `{ begun, finished }` at the end: when each flow began, and when it had finished or the
 * error that ended it.
 */
export function startFlows(client, count, everyMs) {
  const flow = async (_, index) => {
    await sleep(index * everyMs);
    const begunAt = Date.now();
    try {
      await wholeFlow(client, index % 2 ? 800 : 600);
      return { begunAt, finishedAt: Date.now() };
    } catch (error) {
      return { begunAt, error };
    }
  };
  return Promise.all(Array.from({ length: count }, flow));
}
