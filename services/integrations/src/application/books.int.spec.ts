import { bookingsOf } from '@amends/domain/ledger';
import { migratedDatabase, type ThrowAwayDatabase } from '@amends/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { Pool } from 'pg';
import { CreateBooks1764100000102 } from '../migrations/create-books';
import { Books, type Bookings } from './books';
import { journalText } from './journal-texts';

const PERIOD = { from: '2026-03-01T00:00:00.000Z', to: '2026-03-02T00:00:00.000Z' };
const AT = '2026-03-01T02:00:00.000Z';
const ESCROW = 'liabilities:escrow:m';

let database: ThrowAwayDatabase;
let pool: Pool;
let books: Books;

beforeAll(async () => {
  database = await migratedDatabase([CreateBooks1764100000102]);
  pool = new Pool({ connectionString: database.appUrl });
  books = new Books(pool);
});

beforeEach(async () => {
  const owner = new Pool({ connectionString: database.ownerUrl });
  await owner.query('TRUNCATE books.orders, books.postings');
  await owner.end();
});

afterAll(async () => {
  await pool.end();
  await database.drop();
});

const event = (type: string, data: object): Bookings => ({
  eventId: randomUUID(),
  type,
  orderId: 'ord_1',
  at: AT,
  bookings: bookingsOf({ type, data: { orderId: 'ord_1', merchantId: 'm', ...data } }),
});

const paid = event('order.paid', { payments: [{ tender: 'card', amount: 1000 }], lines: [] });
const leg = { legId: 'rfd_1-1', tender: 'card', amount: 400 };

const heard = async (events: readonly Bookings[], currencies = new Map([['ord_1', 'CNY']])): Promise<void> => {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await Books.open(currencies, client);
    await Books.book(events, client);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
};

const balances = async (): Promise<Readonly<Record<string, number>>> =>
  Object.fromEntries(
    (await books.trialBalance()).map(({ account, currency, balance }) => [`${account} ${currency}`, balance]),
  );

describe('the books', () => {
  it('hold what is left with the provider and owed to the shop', async () => {
    await heard([paid, event('refund_leg.succeeded', leg)]);
    expect(await books.trialBalance()).toEqual([
      { account: 'assets:provider', currency: 'CNY', debit: 1000, credit: 400, balance: 600 },
      { account: ESCROW, currency: 'CNY', debit: 400, credit: 1000, balance: -600 },
    ]);
  });

  it('take back what failed late, once, and book it again when it goes through after all', async () => {
    const succeeded = () => event('refund_leg.succeeded', leg);
    const failed = () => event('refund_leg.failed', leg);
    await heard([paid, failed(), succeeded(), failed(), failed()]);
    expect(await balances()).toEqual({ 'assets:provider CNY': 1000, [`${ESCROW} CNY`]: -1000 });
    await heard([succeeded()]);
    expect(await balances()).toEqual({ 'assets:provider CNY': 600, [`${ESCROW} CNY`]: -600 });
  });

  it('refuse the same event a second time', async () => {
    await heard([paid]);
    await expect(heard([paid])).rejects.toThrow('postings_event_id_line_key');
    expect(await balances()).toMatchObject({ 'assets:provider CNY': 1000 });
  });

  it('leave out an order whose currency has not been heard', async () => {
    await heard([event('refund_leg.succeeded', leg)], new Map());
    expect(await books.trialBalance()).toEqual([]);
    await heard([paid]);
    expect(await balances()).toEqual({ 'assets:provider CNY': 600, [`${ESCROW} CNY`]: -600 });
  });

  it('answer a period page by page', async () => {
    await heard([paid, event('refund_leg.succeeded', leg)]);
    const [first] = await books.lines(PERIOD, '0', 1);
    const rest = await books.lines(PERIOD, first?.position ?? '', 10);
    expect([first, ...rest].map((line) => [line?.account, line?.amount])).toEqual([
      ['assets:provider', 1000],
      [ESCROW, -1000],
      [ESCROW, 400],
      ['assets:provider', -400],
    ]);
    expect(await books.lines({ from: PERIOD.to, to: '2026-03-03T00:00:00.000Z' }, '0', 10)).toEqual([]);
  });

  const hledger = spawnSync('hledger', ['--version']).status === 0;
  (hledger ? it : it.skip)('are accepted by hledger', async () => {
    const points = event('order.paid', { payments: [], lines: [{ paid: { platformDiscount: 50, points: 20 } }] });
    await heard([paid, points, event('refund_leg.succeeded', leg)]);
    async function* pages() {
      yield await books.lines(PERIOD, '0', 1000);
    }
    let journal = '';
    for await (const part of journalText(pages(), 'hledger')) journal += part;
    expect(spawnSync('hledger', ['-f-', 'check'], { input: journal, encoding: 'utf8' })).toMatchObject({
      status: 0,
      stderr: '',
    });
    const { stdout } = spawnSync('hledger', ['-f-', 'balance', '-N', '--flat', '-O', 'csv'], {
      input: journal,
      encoding: 'utf8',
    });
    expect(stdout.split('\n')).toContain('"assets:provider","6.00 CNY"');
    const broken = spawnSync('hledger', ['-f-', 'check'], {
      input: journal.replace(' -4.00', ' -4.01'),
      encoding: 'utf8',
    });
    expect(broken.status).not.toBe(0);
  });
});
