import type { OrderPaid } from '@amends/contracts';
import { DEMO_SETTINGS } from '@amends/domain/refunds';
import { EventStore } from '@amends/platform/event-store';
import { createService, type RunningService } from '@amends/platform/http';
import type { Received } from '@amends/platform/messaging';
import { kafkaBrokers, redisUrl, startedIdentity, throwAwayDatabase, type Claims } from '@amends/testing';
import { idOf, type Instant } from '@amends/kernel';
import { randomBytes, randomUUID } from 'node:crypto';
import { Pool } from 'pg';
import { caseFacts } from '../src/consumers/case-facts';
import { creditHeard } from '../src/consumers/credit-heard';
import { afterSales } from '../src/module';

export type Answer = Readonly<{ status: number; body: Readonly<Record<string, unknown>> }>;

/** This service alone on a real database: what other services say is put in by hand. */
export type Running = Readonly<{
  /** `key`: a fresh idempotency key where none is given. */
  send: (claims: Claims, method: string, path: string, body?: unknown, key?: string) => Promise<Answer>;
  /** A fact of another service, heard once. */
  hear: (type: string, data: object) => Promise<void>;
  /** An order of one line of two things, paid, sent and received, just now if no instant is given; its id. */
  received: (who: Shop, over?: Partial<OrderPaid['data']['lines'][number]>, at?: Instant) => Promise<string>;
  /** What refunds has told of credit and of fast refund. */
  told: (type: string, data: object) => Promise<void>;
  /** What refunds has told of a buyer. */
  creditOf: (buyerId: string, credit: object) => Promise<void>;
  /** Takes away the streams of a kind, as if they had been written before there was that kind. */
  forget: (category: string) => Promise<void>;
  /** Leaves the streams of a kind as a release before would have that listed nothing. */
  unlist: (category: string) => Promise<void>;
  /** The service ends and begins again, its workers with it. */
  restarted: () => Promise<void>;
  stop: () => Promise<void>;
}>;

/** A merchant and a buyer whom no other test knows. */
export const shop = () => {
  const [merchantId, buyerId] = [`m-${randomUUID()}`, `b-${randomUUID()}`];
  return { merchantId, buyerId, merchant: { role: 'merchant', merchantId }, buyer: { role: 'buyer', buyerId } };
};
export type Shop = ReturnType<typeof shop>;

export const started = async (): Promise<Running> => {
  const database = await throwAwayDatabase();
  const identity = await startedIdentity();
  const environment = {
    ROLE: 'api',
    AMENDS_MODE: 'demo',
    PORT: '0',
    HOST: '127.0.0.1',
    LOG_LEVEL: 'error',
    DATABASE_URL: database.appUrl,
    MIGRATION_DATABASE_URL: database.ownerUrl,
    KEYRING_DATABASE_URL: database.appUrl,
    KEYRING_MIGRATION_DATABASE_URL: database.ownerUrl,
    KEYRING_MASTER_KEY: randomBytes(32).toString('base64'),
    KAFKA_BROKERS: kafkaBrokers().join(','),
    REDIS_URL: redisUrl(),
    JWKS_URL: identity.jwksUrl,
    CLOCK_URL: ' ',
  };
  let service = await createService(afterSales, environment);
  const pool = new Pool({ connectionString: database.ownerUrl });
  const told: Running['told'] = async (type, data) => {
    const client = await pool.connect();
    const message = { type, data: { ...data, occurredAt: new Date().toISOString() } } as unknown as Received;
    await creditHeard.apply([message], client).finally(() => client.release());
  };
  await told('fast_refund.settings_changed', DEMO_SETTINGS);

  const send: Running['send'] = async (claims, method, path, body, key = randomUUID()) => {
    const answer = await fetch(originOf(service) + path, {
      method,
      headers: {
        authorization: `Bearer ${await identity.tokenOf(claims)}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json', 'idempotency-key': key }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: answer.status, body: JSON.parse(await answer.text()) as Answer['body'] };
  };

  const hear: Running['hear'] = async (type, data) => {
    const reaction = caseFacts.find((each) => each.type === type);
    if (reaction === undefined) throw new Error(`nobody hears ${type}`);
    const actor = { role: 'system', id: 'test' };
    const message = { type, data, actor } as unknown as Received; // only what reactions read
    await service.inject(EventStore).run({ actor, correlationId: 'test' }, (unit) => reaction.handle(message, unit));
  };

  const received: Running['received'] = async (
    { merchantId, buyerId },
    over = {},
    occurredAt = new Date().toISOString(),
  ) => {
    const orderId = idOf('ord', randomUUID());
    const facts = { orderId, merchantId, buyerId, occurredAt };
    const paid = { cash: 200_00, points: 0, merchantDiscount: 0, platformDiscount: 0, tenders: [] };
    const line = {
      ...{ lineNumber: 1, sku: 'TEE-RED', spu: 'TEE', title: 'A tee', category: 'apparel', kind: 'physical' },
      ...{ attributes: {}, quantity: 2, unitPrice: 100_00, lineDiscount: 0, gift: false, giftOf: null },
      ...{ randomShip: false, warrantyMonths: 0, paid, ...over },
    };
    await hear('order.paid', {
      ...facts,
      ...{ orderNumber: randomUUID(), currency: 'CNY', paidAt: occurredAt, policyVersion: '2026-01', payments: [] },
      ...{ shippingAddress: { sealed: 'address' }, lines: [line], shippingFee: { paid: 10_00, tenders: [] } },
      shippingInsurance: false,
    });
    const parcel = { carrier: 'sf', trackingNumber: `SF${randomUUID()}` };
    await hear('order.line_shipped', { ...facts, lineNumber: 1, quantity: 2, shipped: 2, ...parcel });
    await hear('order.line_received', { ...facts, lineNumber: 1, received: 2, automatic: false });
    return orderId;
  };

  return {
    send,
    hear,
    received,
    told,
    creditOf: (buyerId, credit) => {
      const standing = { score: 800, exposure: 0, openRecovery: false, writtenOff: false, ...credit };
      return told('buyer_credit.changed', { buyerId, ...standing });
    },
    forget: async (category) => {
      await pool.query('DELETE FROM es.events WHERE category = $1', [category]);
      await pool.query('DELETE FROM es.streams WHERE category = $1', [category]);
    },
    unlist: async (category) => {
      await pool.query(
        'DELETE FROM es.listings USING es.streams s WHERE s.stream_id = listings.stream_id AND s.category = $1',
        [category],
      );
      await pool.query('UPDATE es.streams SET revision = 1 WHERE category = $1', [category]);
    },
    restarted: async () => {
      await service.stop();
      service = await createService(afterSales, { ...environment, ROLE: 'all' });
    },
    stop: async () => {
      await service.stop();
      identity.stop();
      await pool.end();
      await database.drop();
    },
  };
};

const originOf = ({ url }: RunningService): string => url.replace('[::1]', '127.0.0.1');
