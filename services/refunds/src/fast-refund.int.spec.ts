import type { AfterSaleApproved, FastRefundSettings, ReturnPickedUp } from '@amends/contracts';
import {
  accountAggregate,
  buyerCreditAggregate,
  DEMO_SETTINGS,
  settingsDecider,
  standingOf,
} from '@amends/domain/refunds';
import { idOf } from '@amends/kernel';
import {
  eventStoreMigrations,
  handle,
  isTransient,
  PgEventStore,
  TooMuchContention,
} from '@amends/platform/event-store';
import type { Reaction, Received } from '@amends/platform/messaging';
import { FixedClock, throwAwayDatabase, type ThrowAwayDatabase } from '@amends/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomBytes, randomUUID } from 'node:crypto';
import { Pool } from 'pg';
import { DataSource } from 'typeorm';
import { FastRefundTerms } from './application/fast-refund-terms';
import { accountOf, creditStream, settingsStream } from './application/streams';
import type { RefundsConfig } from './config';
import { scans } from './consumers/scans';
import { tickets } from './consumers/tickets';

/** Consumers as they run in several processes: each with what it remembers, its reactions in a transaction. */
type Process = Readonly<{ store: PgEventStore; reactions: readonly Reaction[] }>;
type Ticket = Readonly<{ orderId: string; merchantId: string; buyerId: string; afterSaleId: string }>;

const METADATA = { actor: { role: 'system', id: 'refunds' }, correlationId: 'c' };
const PROCESSES = 4;
const TICKETS = 200;
const EACH = 1000;

let database: ThrowAwayDatabase;
let pool: Pool;
let processes: readonly Process[];

beforeAll(async () => {
  database = await throwAwayDatabase();
  const owner = await new DataSource({
    type: 'postgres',
    url: database.ownerUrl,
    migrations: eventStoreMigrations,
  }).initialize();
  await owner.runMigrations();
  await owner.destroy();
  pool = new Pool({ connectionString: database.appUrl, max: 20 });
  processes = Array.from({ length: PROCESSES }, () => {
    const store = new PgEventStore({ pool, clock: new FixedClock(), randomness: { bytes: randomBytes } });
    const terms = new FastRefundTerms(store, { AMENDS_MODE: 'demo' } as RefundsConfig);
    return { store, reactions: [...tickets(terms), ...scans(terms)] };
  });
});

afterAll(async () => {
  await pool.end();
  await database.drop();
});

beforeEach(() => change({}));

const on = (n: number): Process => processes[n % PROCESSES] ?? unreachable();
const unreachable = (): never => {
  throw new Error('there is no such process');
};

const change = async (over: Partial<FastRefundSettings>): Promise<void> => {
  const settings = { ...DEMO_SETTINGS, minScore: 0, ...over };
  await on(0).store.run(METADATA, (unit) =>
    handle(unit, settingsDecider, settingsStream, { type: 'ChangeSettings', data: { settings, at: unit.now } }),
  );
};

/** As a consumer does: locks what is named, decides, writes and commits; what was only unlucky is done again. */
const hear = async ({ store, reactions }: Process, type: string, data: object): Promise<void> => {
  const reaction = reactions.find((each) => each.type === type) ?? unreachable();
  for (let tries = 1; ; tries++) {
    const client = await pool.connect();
    try {
      await client.query('BEGIN');
      const unit = store.unitOn(client, METADATA);
      await unit.fetch([...(reaction.streams?.(data) ?? [])]);
      await reaction.handle({ data } as Received, unit); // reactions read nothing else of a message
      await unit.write();
      await client.query('COMMIT');
      store.written(unit);
      return;
    } catch (error) {
      await client.query('ROLLBACK');
      if (!(isTransient(error) || error instanceof TooMuchContention) || tries > 400) throw error;
    } finally {
      client.release();
    }
  }
};

const approve = (process: Process, ticket: Ticket): Promise<void> => {
  const line = { lineNumber: 1, units: 1, cash: EACH, points: 0, merchantDiscount: 0, platformDiscount: 0 };
  const approved: Partial<AfterSaleApproved['data']> = {
    ...ticket,
    type: 'return_refund',
    status: 'awaiting_buyer_shipment',
    money: { lines: [line], shippingFee: 0 },
  };
  return hear(process, 'after_sale.approved', approved);
};
const scan = (process: Process, ticket: Ticket): Promise<void> =>
  hear(process, 'return.picked_up', ticket satisfies Partial<ReturnPickedUp['data']>);

const ticketOf = (buyerId: string): Ticket => ({
  orderId: idOf('ord', randomUUID()),
  merchantId: 'm',
  buyerId,
  afterSaleId: idOf('aft', randomUUID()),
});

/** How many of the tickets came to each stage, by the database. */
const stages = async (all: readonly Ticket[]): Promise<Readonly<Record<string, number>>> => {
  const counts: Record<string, number> = {};
  for (const { orderId } of all) {
    const found = await on(0).store.read(accountAggregate, accountOf(orderId));
    const stage = found?.state.fastRefunds[0]?.stage ?? 'none';
    counts[stage] = (counts[stage] ?? 0) + 1;
  }
  return counts;
};

describe('limits under 200 parallel approvals and scans', () => {
  const all = async (ofBuyer: (n: number) => string): Promise<readonly Ticket[]> => {
    const list = Array.from({ length: TICKETS }, (_, n) => ticketOf(ofBuyer(n)));
    await Promise.all(
      list.map(async (ticket, n) => {
        await approve(on(n), ticket);
        await Promise.all([scan(on(n + 1), ticket), scan(on(n + 2), ticket)]);
      }),
    );
    return list;
  };

  it('the exposure of a buyer is used up to the cent, and not exceeded', async () => {
    await change({ exposureLimit: 50 * EACH + 999 });
    const buyerId = `b-${randomUUID()}`;
    expect(await stages(await all(() => buyerId))).toEqual({ advancing: 50, denied: 150 });
    const credit = await on(0).store.read(buyerCreditAggregate, creditStream(buyerId));
    expect(credit && standingOf(credit.state).exposure).toBe(50 * EACH);
  }, 120_000);

  it('what is promised to one buyer in a day, and to all of them', async () => {
    await change({ buyerDailyLimit: 2 * EACH, dailyLimit: 90 * EACH });
    const run = randomUUID();
    const list = await all((n) => `b-${run}-${String(n % 50)}`);
    expect(await stages(list)).toEqual({ advancing: 90, denied: 110 });
    const promised = new Map<string, number>();
    for (const { orderId, buyerId } of list) {
      const found = await on(0).store.read(accountAggregate, accountOf(orderId));
      if (found?.state.fastRefunds[0]?.stage === 'advancing') promised.set(buyerId, (promised.get(buyerId) ?? 0) + 1);
    }
    expect(Math.max(...promised.values())).toBe(2);
  }, 120_000);
});

describe('the switch', () => {
  it('stops every process within a second, whatever they remember, and lets them go on', async () => {
    const list = Array.from({ length: 120 }, (_, n) => ticketOf(`b-${String(n)}-${randomUUID()}`));
    await Promise.all(list.map((ticket, n) => approve(on(n), ticket)));
    let offAt = Infinity;
    const advancedAt: number[] = [];
    const advancedOfLater: string[] = [];
    const scanAll = async (mine: readonly Ticket[], process: Process): Promise<void> => {
      for (const ticket of mine) {
        const beganAt = performance.now();
        await scan(process, ticket);
        const found = await process.store.read(accountAggregate, accountOf(ticket.orderId));
        if (found?.state.fastRefunds[0]?.stage !== 'advancing') continue;
        advancedAt.push(performance.now());
        if (beganAt > offAt) advancedOfLater.push(ticket.afterSaleId);
      }
    };
    const scanning = processes.map((process, p) =>
      scanAll(
        list.filter((_, n) => n % PROCESSES === p),
        process,
      ),
    );
    while (advancedAt.length < PROCESSES * 2) await new Promise((wake) => setTimeout(wake, 1));
    await change({ enabled: false });
    offAt = performance.now();
    await Promise.all(scanning);

    const lateMs = Math.max(...advancedAt) - offAt;
    expect(lateMs).toBeLessThan(1000);
    expect(advancedOfLater).toEqual([]);
    const { advancing = 0, released = 0 } = await stages(list);
    expect(advancing).toBeGreaterThanOrEqual(PROCESSES * 2);
    expect([advancing + released, released > 0]).toEqual([list.length, true]);

    await change({});
    const later = ticketOf(`b-${randomUUID()}`);
    await approve(on(1), later);
    await scan(on(2), later);
    expect(await stages([later])).toEqual({ advancing: 1 });
  }, 60_000);
});

describe('a trial', () => {
  it('records what it would have done, and promises nothing', async () => {
    await change({ shadow: true, amountLimit: EACH });
    const ticket = ticketOf(`b-${randomUUID()}`);
    await approve(on(0), ticket);
    await scan(on(1), ticket);
    const found = await on(0).store.read(accountAggregate, accountOf(ticket.orderId));
    expect(found?.state.fastRefunds).toMatchObject([
      { stage: 'denied', decision: { shadow: true, because: [], inputs: { amount: EACH, type: 'return_refund' } } },
    ]);
    const page = await on(0).store.list(accountAggregate, {
      kind: 'fast_refund_decision',
      where: { type: 'shadow', buyerId: ticket.buyerId },
      limit: 10,
    });
    expect(page.items.map(({ id }) => id)).toEqual([ticket.afterSaleId]);
  });
});
