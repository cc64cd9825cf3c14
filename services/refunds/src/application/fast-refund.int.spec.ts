import { catalogue, type AfterSaleApproved, type ReturnPickedUp } from '@amends/contracts';
import {
  accountAggregate,
  advanceable,
  buyerCreditDecider,
  DEMO_SETTINGS,
  settingsDecider,
  standingOf,
} from '@amends/domain/refunds';
import { idOf, Randomness, uuidv7 } from '@amends/kernel';
import { eventStoreMigrations, handle, PgEventStore, TooMuchContention } from '@amends/platform/event-store';
import type { Reaction, Received } from '@amends/platform/messaging';
import { FixedClock, throwAwayDatabase, type ThrowAwayDatabase } from '@amends/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { Pool } from 'pg';
import { DataSource } from 'typeorm';
import type { RefundsConfig } from '../config';
import { scans } from '../consumers/scans';
import { tickets } from '../consumers/tickets';
import { FastRefundTerms } from './fast-refund-terms';
import { accountOf, creditStream, settingsStream } from './streams';

const METADATA = { actor: { role: 'system', id: 'test' }, correlationId: 'test' };
const MONEY = {
  lines: [{ lineNumber: 1, units: 1, cash: 1000, points: 0, merchantDiscount: 0, platformDiscount: 0 }],
  shippingFee: 0,
};

class Bytes extends Randomness {
  bytes(count: number): Uint8Array {
    return randomBytes(count);
  }
}

let database: ThrowAwayDatabase;
let pool: Pool;
const clock = new FixedClock();
const randomness = new Bytes();
const uuid = () => uuidv7(Date.parse(clock.now()), randomness.bytes(10));

beforeAll(async () => {
  database = await throwAwayDatabase();
  const { ownerUrl: url } = database;
  const owner = await new DataSource({ type: 'postgres', url, migrations: eventStoreMigrations }).initialize();
  await owner.runMigrations();
  await owner.destroy();
  pool = new Pool({ connectionString: database.appUrl, max: 20 });
});

afterAll(async () => {
  await pool.end();
  await database.drop();
});

/** One process of refunds. */
const open = () => {
  const store = new PgEventStore({ pool, randomness, catalogue, clock });
  const terms = new FastRefundTerms(store, { AMENDS_MODE: 'demo' } as RefundsConfig);
  const reactions = [...tickets(terms), ...scans(terms)];
  /** As the consumer hears it: in a transaction that has locked the streams; again, where another was faster. */
  const hear = async (event: AfterSaleApproved | ReturnPickedUp): Promise<void> => {
    for (const each of reactions.filter(({ type }) => type === event.type))
      while (!(await inTransaction(store, each, event))) continue;
  };
  return { store, terms, hear };
};

const inTransaction = async (store: PgEventStore, reaction: Reaction, event: AfterSaleApproved | ReturnPickedUp) => {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const unit = store.unitOn(client, METADATA);
    await unit.fetch(reaction.streams?.(event.data) ?? []);
    await reaction.handle({ data: event.data } as Received, unit);
    await unit.write();
    await client.query('COMMIT');
    store.written(unit);
    return true;
  } catch (error) {
    await client.query('ROLLBACK');
    if (error instanceof TooMuchContention) return false;
    throw error;
  } finally {
    client.release();
  }
};

const ticketOf = (buyerId: string) => ({
  orderId: idOf('ord', uuid()),
  merchantId: 'merchant-1',
  buyerId,
  occurredAt: clock.now(),
  afterSaleId: idOf('aft', uuid()),
});
type Ticket = ReturnType<typeof ticketOf>;
// Only what the reactions read of an event.
const approved = (ticket: Ticket) =>
  ({
    type: 'after_sale.approved',
    data: { ...ticket, type: 'return_refund', status: 'awaiting_buyer_shipment', money: MONEY },
  }) as unknown as AfterSaleApproved;
const pickedUp = (ticket: Ticket) => ({ type: 'return.picked_up', data: ticket }) as unknown as ReturnPickedUp;

const stageOf = async (store: PgEventStore, { orderId }: Ticket) =>
  (await store.read(accountAggregate, accountOf(orderId)))?.state.fastRefunds[0]?.stage;

const change = (store: PgEventStore, settings: typeof DEMO_SETTINGS) =>
  store.run(METADATA, (unit) =>
    handle(unit, settingsDecider, settingsStream, { type: 'ChangeSettings', data: { settings, at: unit.now } }),
  );
const meet = (store: PgEventStore, buyerId: string) =>
  store.run(METADATA, (unit) =>
    handle(unit, buyerCreditDecider, creditStream(buyerId), {
      type: 'SetScore',
      data: { buyerId, score: 800, at: unit.now },
    }),
  );

describe('fast refund, on several processes', () => {
  it('never exposes a buyer above the limit, however many tickets and scans come at once', async () => {
    const [one, other] = [open(), open()];
    await change(one.store, DEMO_SETTINGS);
    await meet(one.store, 'buyer-1');
    const all = Array.from({ length: 200 }, () => ticketOf('buyer-1'));
    await Promise.all(all.map((ticket, n) => (n % 2 ? one : other).hear(approved(ticket))));
    await Promise.all(all.map((ticket, n) => (n % 2 ? other : one).hear(pickedUp(ticket))));
    const stages = await Promise.all(all.map((ticket) => stageOf(one.store, ticket)));
    const promised = DEMO_SETTINGS.exposureLimit / advanceable(MONEY);
    expect(stages.filter((stage) => stage === 'advancing')).toHaveLength(promised);
    expect(stages.filter((stage) => stage === 'denied')).toHaveLength(200 - promised);
    expect(standingOf(await one.terms.creditOf('buyer-1')).exposure).toBe(DEMO_SETTINGS.exposureLimit);
  }, 60_000);

  it('stops everywhere as soon as the switch is off: nothing is promised, and what was promised is not advanced', async () => {
    const [one, other] = [open(), open()];
    await change(one.store, DEMO_SETTINGS);
    await meet(one.store, 'buyer-2');
    const [promised, late] = [ticketOf('buyer-2'), ticketOf('buyer-2')];
    await other.hear(approved(promised)); // it knows the settings from now on
    expect(await stageOf(other.store, promised)).toBe('eligible');
    await change(one.store, { ...DEMO_SETTINGS, enabled: false });
    await other.hear(pickedUp(promised));
    await other.hear(approved(late));
    expect([await stageOf(other.store, promised), await stageOf(other.store, late)]).toEqual(['released', 'denied']);
  });

  it('in shadow mode keeps what it would have done, with everything that decided it, and does nothing', async () => {
    const { store, hear } = open();
    await change(store, { ...DEMO_SETTINGS, shadow: true });
    await meet(store, 'buyer-3');
    const ticket = ticketOf('buyer-3');
    await hear(approved(ticket));
    await hear(pickedUp(ticket));
    const kept = (await store.events(accountOf(ticket.orderId))).map(({ type, data }) => [type, data]);
    expect(kept).toMatchObject([
      [
        'account.fast_refund_denied',
        { because: [], shadow: true, inputs: { score: 800, amount: 1000, exposure: 0, settings: { shadow: true } } },
      ],
    ]);
  });
});
