// Reads and reservations of refunds while few, and while many are stored: the same work on a store of 10,000 refunds and on
// one of LEDGER_REFUNDS (a million), there on the newest orders and on orders anywhere; each is touched once and nothing of
// it is in the process's memory.
import { randomBytes } from 'node:crypto';
import { timed } from './figures.mjs';
import { dist, scratchDatabase } from './scratch.mjs';

const FEW = 10_000;
const MANY = Number(process.env.LEDGER_REFUNDS ?? 1_000_000);
const IN_FLIGHT = 64;
const FILLING = 256;
const TOUCHED = 4000;
const WARM_UP = 1000;
const REPEATED = 10; // So many times, until the code that reads is compiled.
const CASH = 8000;

const { PgEventStore, eventStoreMigrations } = dist('libs/platform/event-store/src/index.js');
const { SystemClock } = dist('libs/platform/timers/src/index.js');
const { idOf, uuidv7 } = dist('libs/kernel/src/index.js');
const { changeAccount } = dist('services/refunds/src/application/change-account.js');
const { RefundFinder } = dist('services/refunds/src/application/refund-finder.js');

const database = await scratchDatabase('amends_bench_ledger', eventStoreMigrations, 8);
const clock = new SystemClock();
const randomness = { bytes: (count) => randomBytes(count) };
const storeOf = () => new PgEventStore({ pool: database.pool, clock, randomness, remembered: 100 });
const metadata = { actor: { role: 'system', id: 'bench' }, correlationId: 'bench' };
const now = () => new Date().toISOString();
const newId = (prefix) => idOf(prefix, uuidv7(Date.now(), randomBytes(10)));

/** An order of two lamps, and one ticket for each. */
function story() {
  const stream = uuidv7(Date.now(), randomBytes(10));
  const orderId = idOf('ord', stream);
  const parties = { orderId, merchantId: 'bench-merchant', buyerId: `bench-${orderId}`, occurredAt: now() };
  const tenders = [{ paymentId: `pay-${orderId}`, amount: 2 * CASH }];
  const paid = {
    ...parties,
    orderNumber: orderId,
    currency: 'CNY',
    paidAt: parties.occurredAt,
    policyVersion: '1',
    shippingAddress: { sealed: '' },
    shippingInsurance: false,
    payments: [{ paymentId: `pay-${orderId}`, tender: 'card', amount: 2 * CASH }],
    shippingFee: { paid: 0, tenders: [] },
    lines: [
      {
        ...{ lineNumber: 1, sku: 'LAMP-A', spu: 'LAMP', title: 'A lamp', category: 'default', kind: 'physical' },
        ...{ attributes: {}, quantity: 2, unitPrice: CASH, lineDiscount: 0, gift: false, giftOf: null },
        ...{ randomShip: false, warrantyMonths: 0 },
        paid: { cash: 2 * CASH, points: 0, merchantDiscount: 0, platformDiscount: 0, tenders },
      },
    ],
  };
  return { stream, parties, paid };
}

/** Asks for one lamp's money. */
const request = (parties, refundId) => {
  const line = { lineNumber: 1, units: 1, cash: CASH, points: 0, merchantDiscount: 0, platformDiscount: 0 };
  const money = { lines: [line], shippingFee: 0 };
  const asked = { ...parties, afterSaleId: newId('aft'), refundId, kind: 'normal', money };
  return { type: 'RequestRefund', data: { request: asked, at: now() } };
};

/** Orders of which one lamp has been refunded, the n-th of them remembered when it will be touched. */
async function fill(store, from, to, touched) {
  const every = Math.max(1, Math.floor((to - from) / touched));
  const kept = [];
  const filled = await timed(to - from, FILLING, async (i) => {
    const { stream, parties, paid } = story();
    const refundId = newId('rfd');
    await store.run(metadata, async (unit) => {
      await changeAccount(unit, stream, { type: 'OpenAccount', data: { paid, at: now() } });
      const { state } = await changeAccount(unit, stream, request(parties, refundId));
      const [leg] = state.refunds[0].legs;
      const heard = { refundId, legId: leg.legId, attempt: leg.attempts, answer: { outcome: 'succeeded' }, at: now() };
      await changeAccount(unit, stream, { type: 'HearProvider', data: heard });
    });
    if (i % every === 0) kept.push({ stream, parties, refundId });
  });
  process.stderr.write(`${to} refunds stored, the last ${to - from} at ${Math.round(filled.perSecond)}/s\n`);
  return kept;
}

/** The work that is compared, on orders all over the store. */
async function touch(orders) {
  const store = storeOf();
  const finder = new RefundFinder(store, undefined, { now: () => '9999-01-01T00:00:00.000Z' });
  const operator = { role: 'operator', id: 'bench' };
  const shuffled = orders.map((order) => [Math.random(), order]).sort(([a], [b]) => a - b);
  const at = (i) => shuffled[i % shuffled.length][1];
  const half = Math.floor(shuffled.length / 2); // One half is read, the other reserves.
  const read = async (i) => {
    const found = await finder.refund(operator, at(i).refundId);
    if (found?.refund.status !== 'succeeded') throw new Error(`refund ${at(i).refundId} is not there`);
  };
  const reserve = async (i) => {
    const { stream, parties } = at(half + i);
    await store.run(metadata, async (unit) => {
      const { state } = await changeAccount(unit, stream, request(parties, newId('rfd')));
      if (state.refunds.length !== 2 || state.refunds[1].status !== 'processing')
        throw new Error('nothing was reserved');
    });
  };
  const warm = Math.min(WARM_UP, Math.floor(half / 4));
  await timed(REPEATED * warm, IN_FLIGHT, (i) => read(i % warm));
  const reads = await timed(half - warm, IN_FLIGHT, (i) => read(warm + i));
  await timed(warm, IN_FLIGHT, reserve);
  const reserved = await timed(half - warm, IN_FLIGHT, (i) => reserve(warm + i));
  return { reads: reads.perSecond, reserved: reserved.perSecond, readP95: reads.p95, reserveP95: reserved.p95 };
}

const sizeOf = async () => {
  const { rows } = await database.pool.query('SELECT pg_database_size(current_database())::float8 AS bytes');
  return rows[0].bytes;
};

const filler = storeOf();
const early = await fill(filler, 0, FEW, 2 * TOUCHED);
await database.settle();
const few = await touch(early);
const late = await fill(filler, FEW, MANY - 2 * TOUCHED, 2 * TOUCHED);
const newest = await fill(filler, MANY - 2 * TOUCHED, MANY, 2 * TOUCHED);
await database.settle();
const many = { anywhere: await touch(late), newest: await touch(newest) };
const bytes = await sizeOf();
await database.drop();
console.log(JSON.stringify({ few, many, count: MANY, bytes }));
