import type { AfterSaleApproved, FastRefundSettings, OrderPaid, ReturnPickedUp } from '@amends/contracts';
import { DEMO_SETTINGS, settingsDecider } from '@amends/domain/refunds';
import { idOf } from '@amends/kernel';
import {
  eventStoreMigrations,
  handle,
  isTransient,
  PgEventStore,
  TooMuchContention,
} from '@amends/platform/event-store';
import type { Reaction, Received } from '@amends/platform/messaging';
import { FixedClock, migratedDatabase } from '@amends/testing';
import { randomBytes, randomUUID } from 'node:crypto';
import { Pool } from 'pg';
import { FastRefundTerms } from '../src/application/fast-refund-terms';
import { settingsStream } from '../src/application/streams';
import type { RefundsConfig } from '../src/config';
import { moneyAsked } from '../src/consumers/money-asked';
import { scans } from '../src/consumers/scans';
import { tickets } from '../src/consumers/tickets';

/** Consumers as they run in several processes: each with what it remembers, its reactions in a transaction. */
export type Process = Readonly<{ store: PgEventStore; reactions: readonly Reaction[] }>;
export type Ticket = Readonly<{ orderId: string; merchantId: string; buyerId: string; afterSaleId: string }>;
export type Processes = Awaited<ReturnType<typeof startedProcesses>>;

const METADATA = { actor: { role: 'system', id: 'refunds' }, correlationId: 'c' };
export const PROCESSES = 4;
/** What one ticket asks for unless it says otherwise, minor units. */
export const EACH = 1000;

/** Several processes of this service on one real database, with one clock. */
export const startedProcesses = async () => {
  const database = await migratedDatabase(eventStoreMigrations);
  const pool = new Pool({ connectionString: database.appUrl, max: 20 });
  const clock = new FixedClock();
  const processes = Array.from({ length: PROCESSES }, (): Process => {
    const store = new PgEventStore({ pool, clock, randomness: { bytes: randomBytes } });
    const terms = new FastRefundTerms(store, { AMENDS_MODE: 'demo' } as RefundsConfig);
    return { store, reactions: [...moneyAsked, ...tickets(terms), ...scans(terms)] };
  });
  const on = (n: number): Process => processes[n % PROCESSES] ?? unreachable();

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

  return {
    clock,
    pool,
    processes,
    on,
    change: async (over: Partial<FastRefundSettings>): Promise<void> => {
      const settings = { ...DEMO_SETTINGS, minScore: 0, ...over };
      await on(0).store.run(METADATA, (unit) =>
        handle(unit, settingsDecider, settingsStream, { type: 'ChangeSettings', data: { settings, at: unit.now } }),
      );
    },
    paid: (process: Process, order: OrderPaid['data']): Promise<void> => hear(process, 'order.paid', order),
    approve: (process: Process, ticket: Ticket, cash = EACH, shippingFee = 0): Promise<void> => {
      const line = { lineNumber: 1, units: 1, cash, points: 0, merchantDiscount: 0, platformDiscount: 0 };
      const approved: Partial<AfterSaleApproved['data']> = {
        ...ticket,
        type: 'return_refund',
        status: 'awaiting_buyer_shipment',
        money: { lines: [line], shippingFee },
      };
      return hear(process, 'after_sale.approved', approved);
    },
    scan: (process: Process, ticket: Ticket): Promise<void> =>
      hear(process, 'return.picked_up', ticket satisfies Partial<ReturnPickedUp['data']>),
    stop: async (): Promise<void> => {
      await pool.end();
      await database.drop();
    },
  };
};

export const ticketOf = (buyerId: string): Ticket => ({
  orderId: idOf('ord', randomUUID()),
  merchantId: 'm',
  buyerId,
  afterSaleId: idOf('aft', randomUUID()),
});

const unreachable = (): never => {
  throw new Error('there is no such process');
};
