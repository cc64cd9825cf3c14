import { policyDecider, type PolicyCommand } from '@amends/domain/insurance';
import { businessDayOf, calendarDecider } from '@amends/domain/reconciliation';
import { Clock, HOUR_MS, idOf, later, type Instant } from '@amends/kernel';
import { EventStore, handle } from '@amends/platform/event-store';
import { createService, type RunningService } from '@amends/platform/http';
import { calendarStream, DailyReconciliation } from '@amends/reconciliation';
import {
  eventually,
  freePort,
  kafkaBrokers,
  redisUrl,
  runningSandbox,
  throwAwayDatabase,
  type RunningSandbox,
  type ThrowAwayDatabase,
} from '@amends/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { insurance } from './module';

const { SANDBOX_MAIN: main } = process.env;
const PATIENCE_MS = 500;

type Answer = Readonly<{ status: number; body: Readonly<Record<string, unknown>> }>;
type Row = Readonly<Record<string, unknown>>;

let sandbox: RunningSandbox;
let database: ThrowAwayDatabase;
let service: RunningService;

const start = async (): Promise<void> => {
  const port = await freePort();
  const here = `http://127.0.0.1:${String(port)}`;
  sandbox = await runningSandbox(main ?? '', { publicUrl: here, pspSecret: 'whsec_c2VjcmV0', followerUrl: here });
  database = await throwAwayDatabase();
  process.env.INSURER_URL = `${sandbox.url}/insurer`;
  process.env.INSURER_TIMEOUT_MS = String(PATIENCE_MS);
  service = await createService(insurance, {
    // HTTP only: what others say, and when it is time, is put in by hand.
    ROLE: 'api',
    AMENDS_MODE: 'demo',
    PORT: String(port),
    HOST: '127.0.0.1',
    LOG_LEVEL: 'fatal',
    DATABASE_URL: database.appUrl,
    MIGRATION_DATABASE_URL: database.ownerUrl,
    KEYRING_DATABASE_URL: database.appUrl,
    KEYRING_MIGRATION_DATABASE_URL: database.ownerUrl,
    KAFKA_BROKERS: kafkaBrokers().join(','),
    REDIS_URL: redisUrl(),
    JWKS_URL: `${sandbox.url}/.well-known/jwks.json`,
    CLOCK_URL: sandbox.url,
  });
};

const stop = async (): Promise<void> => {
  await service.stop();
  await sandbox.stop();
  await database.drop();
};

const call = async (origin: string, method: string, path: string, body?: object, token?: string): Promise<Answer> => {
  const answer = await fetch(origin + path, {
    method,
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json', 'idempotency-key': randomUUID() }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: (await answer.json()) as Answer['body'] };
};
const atSandbox = (method: string, path: string, body?: object) => call(sandbox.url, method, path, body);
const tokenOf = async (claims: object): Promise<string> =>
  String((await atSandbox('POST', '/dev/tokens', claims)).body.token);
const asOperator = async (method: string, path: string, body?: object) =>
  call(service.url, method, path, body, await tokenOf({ role: 'operator' }));
const metrics = async () => (await fetch(`${service.url}/metrics`)).text();

/** An insured order of its own, and the words of those who tell of it. */
const insured = () => {
  const [order, ticket, claim, policy] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
  const [orderId, afterSaleId] = [idOf('ord', order), idOf('aft', ticket)];
  const [claimId, policyId] = [idOf('clm', claim), idOf('plc', policy)];
  const parties = { orderId, merchantId: 'm', buyerId: `b-${order}` };
  const tell = (command: (at: Instant) => PolicyCommand): Promise<unknown> =>
    service
      .inject(EventStore)
      .run({ actor: { role: 'system', id: 'test' }, correlationId: order }, (unit) =>
        handle(unit, policyDecider, order, command(unit.now)),
      );
  const completed = () =>
    tell((at) => ({
      type: 'HearTicket',
      data: {
        ...parties,
        afterSaleId,
        parentId: null,
        type: 'return_refund',
        stage: 'completed',
        bearer: 'buyer',
        version: 2,
        claimId,
        happenedAt: at,
        at,
      },
    }));
  const pickedUp = () =>
    tell((at) => ({
      type: 'HearParcel',
      data: { ...parties, afterSaleId, method: 'pickup', sent: true, freight: 2300, at },
    }));
  /** The policy is in force and the parcel is back; the ticket has not ended. */
  const prepared = async (): Promise<void> => {
    await tell((at) => ({
      type: 'HearOrder',
      data: { ...parties, policyId, wished: true, currency: 'CNY', lineNumbers: [1], at },
    }));
    await tell((at) => ({
      type: 'HearLine',
      data: { ...parties, lineNumber: 1, fact: 'shipped', happenedAt: at, at },
    }));
    await pickedUp();
    await eventually(async () => {
      const { body } = await asOperator('GET', `/v1/insurance/policies?orderId=${orderId}`);
      return (body.data as readonly Row[])[0]?.status === 'in_force';
    });
  };
  const wake = (name: string, token: number, at: (now: Instant) => Instant) =>
    tell((now) => ({ type: 'DeadlineReached', data: { name, token, at: at(now) } }));
  const claims = async (more = ''): Promise<readonly Row[]> =>
    (await asOperator('GET', `/v1/insurance/claims?orderId=${orderId}${more}`)).body.data as readonly Row[];
  const payouts = async (): Promise<unknown> =>
    (await atSandbox('GET', `/dev/sandbox/insurer/ledger?orderId=${orderId}`)).body.payouts;
  const behave = (behaviour: string) =>
    atSandbox('POST', '/dev/sandbox/insurer/behaviours', { orderId, behaviour, times: 1 });
  const status = async () => (await claims())[0]?.status;
  const settled = () => eventually(async () => (await status()) === 'settled');
  return {
    parties,
    afterSaleId,
    claimId,
    policyId,
    completed,
    prepared,
    pickedUp,
    wake,
    claims,
    payouts,
    behave,
    status,
    settled,
  };
};

const inAMinute = (now: Instant): Instant => later(now, 60_000);

if (main === undefined) describe.skip('insurance money', () => it('', () => undefined));
else
  describe('insurance money', () => {
    beforeAll(start, 90_000);
    afterAll(stop);

    it('N4: fifty claims for a parcel at once, while its return ends, are one claim and one payout', async () => {
      const order = insured();
      await order.prepared();
      const token = await tokenOf({ role: 'buyer', buyerId: order.parties.buyerId });
      const submit = () => call(service.url, 'POST', '/v1/insurance/claims', { afterSaleId: order.afterSaleId }, token);
      const asked = Array.from({ length: 50 }, () => [submit(), order.completed(), order.pickedUp()] as const);
      const answers = await Promise.all(asked.map(([answer]) => answer));
      await Promise.all(asked.flat());
      for (const { status, body } of answers)
        expect([
          [422, 'not_covered'],
          [409, 'duplicate_claim'],
          [404, 'not_found'],
        ]).toContainEqual([status, body.code]);
      expect(await submit()).toMatchObject({ status: 409, body: { code: 'duplicate_claim', id: order.claimId } });
      await order.settled();
      expect(await order.claims()).toHaveLength(1);
      expect(await order.payouts()).toEqual([{ claimId: order.claimId, to: 'carrier', amount: 1935 }]);
    });

    it.each(['timeout', 'timeout_after_effect', 'http_500'])(
      'N7: a claim whose answer is lost (%s) is asked about, judged once and paid once',
      async (behaviour) => {
        const order = insured();
        await order.prepared();
        await order.behave(behaviour);
        await order.completed();
        await new Promise((wait) => setTimeout(wait, 2 * PATIENCE_MS));
        expect([await order.status(), await order.payouts()]).toEqual(['submitted', []]);
        await order.wake(`judge/${order.claimId}/0`, 1, inAMinute);
        await order.settled();
        expect(await order.payouts()).toEqual([{ claimId: order.claimId, to: 'carrier', amount: 1935 }]);
      },
    );

    it.each([
      ['payout_timeout_before_effect', 0],
      ['payout_timeout_after_effect', 1],
      ['payout_http_500', 0],
    ])('N7: a payout whose answer is lost (%s) is asked about, and made once', async (behaviour, paid) => {
      const order = insured();
      await order.prepared();
      await order.behave(behaviour);
      await order.completed();
      await eventually(async () => (await order.status()) === 'approved');
      await new Promise((wait) => setTimeout(wait, 2 * PATIENCE_MS));
      expect(await order.status()).toBe('approved');
      expect(await order.payouts()).toHaveLength(paid);
      await order.wake(`pay_out/${order.claimId}/0`, 1, inAMinute);
      await order.settled();
      expect(await order.payouts()).toEqual([{ claimId: order.claimId, to: 'carrier', amount: 1935 }]);
    });

    it("N7: a claim that is not paid in three days is an operator's, until it is paid", async () => {
      const order = insured();
      await order.prepared();
      await order.behave('timeout');
      await order.completed();
      await order.wake(`payout/${order.claimId}`, 1, (now) => later(now, 71 * HOUR_MS));
      expect(await order.claims('&needsAttention=true')).toEqual([]);
      await order.wake(`payout/${order.claimId}`, 1, (now) => later(now, 73 * HOUR_MS));
      expect(await order.claims('&needsAttention=true')).toMatchObject([{ id: order.claimId, needsAttention: true }]);
      await order.wake(`judge/${order.claimId}/0`, 1, (now) => later(now, 74 * HOUR_MS));
      await order.settled();
      expect(await order.claims()).toMatchObject([{ needsAttention: false }]);
      expect(await order.claims('&needsAttention=true')).toEqual([]);
    });

    /** Goes on to the next day where this one ends within an hour: what is told of a day has all to be of it. */
    const wellWithinDay = async (): Promise<void> => {
      const today = businessDayOf(service.inject(Clock).now());
      if (businessDayOf(later(service.inject(Clock).now(), HOUR_MS)) === today) return;
      await atSandbox('POST', '/dev/clock', { advance: 'PT1H' });
      await eventually(() => Promise.resolve(businessDayOf(service.inject(Clock).now()) !== today));
    };

    it("what differs from the insurer's ledger is found, each kind and nothing else, and closed when it is gone", async () => {
      await wellWithinDay();
      const orders = [insured(), insured(), insured(), insured()] as const;
      for (const order of orders) {
        await order.prepared();
        await order.completed();
        await order.settled();
      }
      const date = businessDayOf(service.inject(Clock).now());
      await atSandbox('POST', '/dev/clock', { advance: 'PT10M' });
      const reconcile = async () => (await asOperator('POST', '/v1/insurance/reconciliations', { date })).body;
      expect(await reconcile()).toMatchObject({ status: 'matched', differences: [] });

      const [missing, amount, returned, same] = orders;
      const extraId = idOf('clm', randomUUID());
      const plant = async (kind: string, claimId: string, policyId?: string) =>
        expect(
          (
            await atSandbox('POST', '/dev/sandbox/insurer/discrepancies', {
              kind,
              claimId,
              ...(policyId && { policyId }),
            })
          ).status,
        ).toBe(200);
      await plant('missing', missing.claimId);
      await plant('other_amount', amount.claimId);
      await plant('other_status', returned.claimId);
      await plant('extra', extraId, same.policyId);
      await atSandbox('POST', '/dev/clock', { advance: 'PT10M' });

      const ours = { amount: 1935, currency: 'CNY', status: 'succeeded' };
      const found = await reconcile();
      expect(found.status).toBe('differing');
      const differences = (found.differences as readonly Row[]).map(({ since: _, ...each }) => each);
      expect(differences).toHaveLength(4);
      expect(differences).toEqual(
        expect.arrayContaining([
          { kind: 'missing', policyId: missing.policyId, claimId: missing.claimId, ours, theirs: null },
          {
            kind: 'other_amount',
            policyId: amount.policyId,
            claimId: amount.claimId,
            ours,
            theirs: { ...ours, amount: 1936 },
          },
          {
            kind: 'other_status',
            policyId: returned.policyId,
            claimId: returned.claimId,
            ours,
            theirs: { ...ours, status: 'failed' },
          },
          { kind: 'extra', policyId: same.policyId, claimId: extraId, ours: null, theirs: { ...ours, amount: 1 } },
        ]),
      );
      expect((await asOperator('GET', `/v1/insurance/reconciliations/${date}`)).body).toEqual(found);
      expect((await asOperator('GET', '/v1/insurance/reconciliations?differing=true')).body.data).toEqual([found]);

      for (const claimId of [missing.claimId, amount.claimId, returned.claimId, extraId])
        await atSandbox('DELETE', `/dev/sandbox/insurer/discrepancies/${claimId}`);
      expect(await reconcile()).toMatchObject({ status: 'matched', differences: [], closed: 4 });
    });

    it('a day on which a difference is open is compared again by itself; the gauge shows what is open', async () => {
      await wellWithinDay();
      const order = insured();
      await order.prepared();
      await order.completed();
      await order.settled();
      const date = businessDayOf(service.inject(Clock).now());
      await atSandbox('POST', '/dev/sandbox/insurer/discrepancies', { kind: 'missing', claimId: order.claimId });
      await atSandbox('POST', '/dev/clock', { advance: 'P3D' });
      const asked = await asOperator('POST', '/v1/insurance/reconciliations', { date });
      expect(asked.body).toMatchObject({ status: 'differing', differences: [{ kind: 'missing' }] });
      const gauge = async () =>
        /^amends_reconciliation_differences\{.*kind="missing".*} (\d+)$/m.exec(await metrics())?.[1];
      expect(await gauge()).toBe('1');

      await atSandbox('DELETE', `/dev/sandbox/insurer/discrepancies/${order.claimId}`);
      // The calendar begins with the day before today: it names this day no more.
      await service.inject(DailyReconciliation).start(3);
      await service
        .inject(EventStore)
        .run({ actor: { role: 'system', id: 'test' }, correlationId: order.claimId }, (unit) =>
          handle(unit, calendarDecider, calendarStream, {
            type: 'WakeCalendar',
            data: { token: 1, at: later(unit.now, 24 * HOUR_MS) },
          }),
        );
      const again = async () => (await asOperator('GET', `/v1/insurance/reconciliations/${date}`)).body;
      await eventually(async () => (await again()).status === 'matched');
      expect(await again()).toMatchObject({ differences: [], closed: Number(asked.body.closed) + 1 });
      await eventually(async () => (await gauge()) === '0');
    });

    it('a day that has not begun, or is none, is not compared, and nobody but operators may', async () => {
      for (const date of ['2999-01-01', '2026-02-30', 'today'])
        expect(await asOperator('POST', '/v1/insurance/reconciliations', { date })).toMatchObject({
          status: 400,
          body: { code: 'malformed' },
        });
      expect((await asOperator('GET', '/v1/insurance/reconciliations/2026-02-30')).status).toBe(404);
      const buyer = await tokenOf({ role: 'buyer', buyerId: 'b' });
      const refused = await call(service.url, 'GET', '/v1/insurance/reconciliations/2026-03-01', undefined, buyer);
      expect(refused.status).toBe(403);
    });
  });
