import { bookingsOf } from '@amends/domain/ledger';
import { rolloutBucket } from '@amends/domain/refunds';
import type { Message } from '@amends/kernel';
import { createMetrics, silentLog } from '@amends/platform/observability';
import { migratedDatabase, type ThrowAwayDatabase } from '@amends/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { Pool, type PoolClient } from 'pg';
import { CreateAdvances1764200000103 } from '../migrations/create-advances';
import { DropAdvancesStand1764300000104 } from '../migrations/drop-advances-stand';
import { CreateBooks1764100000102 } from '../migrations/create-books';
import { Books } from './books';
import { FastRefundBook } from './fast-refund-book';
import { Fund } from './fund';

const [FIRST, SECOND] = ['2026-03-08T15:59:59.999Z', '2026-03-08T16:00:00.000Z'];

let database: ThrowAwayDatabase;
let pool: Pool;
let book: FastRefundBook;

beforeAll(async () => {
  database = await migratedDatabase([
    CreateBooks1764100000102,
    CreateAdvances1764200000103,
    DropAdvancesStand1764300000104,
  ]);
  pool = new Pool({ connectionString: database.appUrl });
  book = new FastRefundBook(pool);
});

beforeEach(async () => {
  const owner = new Pool({ connectionString: database.ownerUrl });
  await owner.query('TRUNCATE books.orders, books.advances, books.postings, books.fund_alarm');
  await owner.end();
});

afterAll(async () => {
  await pool.end();
  await database.drop();
});

/** The refund `n`, of order and buyer `n`. */
const told = (type: string, n: number, amount: number, occurredAt = FIRST): Message => ({
  type,
  data: {
    ...{ orderId: `ord_${String(n)}`, merchantId: 'm', buyerId: `b-${String(n)}`, afterSaleId: `aft_${String(n)}` },
    ...{ refundId: `rfd_${String(n)}`, occurredAt, amount },
  },
});

const hear = async (...messages: readonly Message[]): Promise<void> => {
  const client = await pool.connect();
  await Books.open(
    new Map([
      ['ord_1', 'CNY'],
      ['ord_2', 'CNY'],
      ['ord_3', 'EUR'],
    ]),
    client,
  );
  await FastRefundBook.hear(messages, client);
  client.release();
};

describe('the fund of fast refunds', () => {
  const metrics = createMetrics('test', false);
  const gauge = async (name: string): Promise<number | undefined> =>
    (await metrics.registry.getSingleMetric(name)?.get())?.values.find(({ labels }) => labels.currency === 'CNY')
      ?.value;
  const transacted = async (work: (client: PoolClient) => Promise<void>): Promise<void> => {
    const client = await pool.connect();
    await work(client).finally(() => client.release());
  };
  const level = (fundAlarmLevel?: number) =>
    transacted((client) =>
      Fund.hear([{ data: { fundAlarmLevel, occurredAt: FIRST } } as Parameters<typeof Fund.hear>[0][number]], client),
    );
  const booked = ({ type, data }: Message) =>
    transacted((client) => {
      const event = { eventId: randomUUID(), type, orderId: 'ord_1', at: FIRST, bookings: bookingsOf({ type, data }) };
      return Books.book([event], client);
    });

  it('alarms while more is out of its account than the level that the settings name last', async () => {
    const fund = new Fund(pool, silentLog, metrics);
    await hear();
    await booked(told('fast_refund.advanced', 1, 5000));
    expect(await fund.standing()).toEqual([{ currency: 'CNY', out: 5000, alarmLevel: null, alarm: false }]);
    await level(5000);
    expect(await fund.standing()).toMatchObject([{ alarmLevel: 5000, alarm: false }]);
    await level(4999);
    await fund.look();
    expect(await fund.standing()).toMatchObject([{ alarmLevel: 4999, alarm: true }]);
    expect([await gauge('amends_fast_refund_fund_out'), await gauge('amends_fast_refund_fund_alarm')]).toEqual([
      5000, 1,
    ]);
    await booked(told('fast_refund.settled', 1, 1000));
    await fund.look();
    expect([await gauge('amends_fast_refund_fund_out'), await gauge('amends_fast_refund_fund_alarm')]).toEqual([
      4000, 0,
    ]);
    await level();
    expect(await fund.standing()).toMatchObject([{ alarmLevel: null, alarm: false }]);
  });
});

const NOTHING = { settled: 0, recovered: 0, writtenOff: 0 };
const bucket = (n: number): number => rolloutBucket(`b-${String(n)}`);

describe('the book of fast refunds', () => {
  it('says what became of each week and bucket, and of each currency', async () => {
    await hear(
      told('fast_refund.advanced', 1, 5000),
      told('fast_refund.settled', 1, 5000),
      told('fast_refund.advanced', 2, 3000, SECOND),
      told('fast_refund.advanced', 3, 700, SECOND),
    );
    await hear(
      told('recovery.started', 2, 3000),
      told('recovery.payment_received', 2, 1000),
      told('recovery.written_off', 2, 2000),
    );
    const first = { ...NOTHING, advances: 1, advanced: 5000, settled: 5000, open: 0, lossRate: 0 };
    const second = { advances: 1, advanced: 3000, settled: 0, recovered: 1000, writtenOff: 2000, open: 0 };
    const third = { ...NOTHING, advances: 1, advanced: 700, open: 700, lossRate: 0 };
    const secondWeek = [
      { week: '2026-03-09', bucket: bucket(2), currency: 'CNY', ...second, lossRate: 0.666667 },
      { week: '2026-03-09', bucket: bucket(3), currency: 'EUR', ...third },
    ].sort((a, b) => a.bucket - b.bucket);
    expect(await book.cells({}, undefined, 10)).toEqual([
      ...secondWeek,
      { week: '2026-03-02', bucket: bucket(1), currency: 'CNY', ...first },
    ]);
    expect(await book.totals({})).toEqual([
      {
        currency: 'CNY',
        ...{ advances: 2, advanced: 8000, settled: 5000, recovered: 1000, writtenOff: 2000, open: 0 },
        lossRate: 0.25,
      },
      { currency: 'EUR', ...third },
    ]);
  });

  it('leaves out what the provider took back, until it is paid again in a later chunk', async () => {
    await hear(told('fast_refund.advanced', 1, 5000), told('fast_refund.undone', 1, 5000));
    expect(await book.totals({})).toEqual([]);
    await hear(told('fast_refund.advanced', 1, 5000, SECOND));
    expect(await book.cells({}, undefined, 10)).toMatchObject([{ week: '2026-03-02', advances: 1, open: 5000 }]);
  });

  it('is read page by page, of a span of time, of a bucket', async () => {
    await hear(
      ...[1, 2, 3].map((n) => told('fast_refund.advanced', n, 100)),
      told('fast_refund.advanced', 3, 100, SECOND),
    );
    const all = await book.cells({}, undefined, 10);
    const pages = [];
    for (let after = undefined; pages.length < 3; after = pages.at(-1)) pages.push(...(await book.cells({}, after, 1)));
    expect(pages).toEqual(all);
    expect(await book.cells({}, pages.at(-1), 1)).toEqual([]);
    expect(await book.totals({ to: FIRST })).toEqual([]);
    expect(await book.totals({ from: FIRST, bucket: bucket(3) })).toMatchObject([{ currency: 'EUR', advanced: 200 }]);
  });
});
