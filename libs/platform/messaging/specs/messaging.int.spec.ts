import { handle, type PgEventStore } from '@amends/platform/event-store';
import { silentLog } from '@amends/platform/observability';
import { eventually, kafkaBrokers, redisUrl } from '@amends/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes, randomUUID } from 'node:crypto';
import { Messaging, NotHeardYet, reaction, type Subscription } from '../src';
import { account, accountDecider, catalogue, credit, type AccountEvent } from './account';
import { metadata, openStore, type OpenedStore } from './opened-store';
import { dropTopics } from './topic';

type Credited = Extract<AccountEvent, { type: 'account.credited' }>;

const prefix = `spec-${randomUUID()}-`;
let [saying, hearing]: OpenedStore[] = [];
const started: Messaging[] = [];

const mirror: Subscription = {
  group: 'mirror',
  topics: ['accounts'],
  reactions: [
    reaction<Credited>({
      type: 'account.credited',
      streams: ({ id }) => [{ aggregate: account, streamId: id }],
      handle: async ({ data }, unit) => {
        await handle(unit, accountDecider, data.id, { type: 'Credit', data });
      },
    }),
  ],
};

const messagingOf = async (
  service: string,
  { pool, store }: OpenedStore,
  subscriptions: readonly Subscription[],
  { redis = redisUrl(), working = true } = {},
) => {
  const messaging = new Messaging({
    service,
    pool,
    store,
    // What a mirror appends stays with it.
    catalogue: subscriptions.includes(mirror) ? {} : catalogue,
    brokers: kafkaBrokers(),
    redisUrl: redis,
    subscriptions,
    log: silentLog,
    working,
    prefix,
  });
  await messaging.start();
  started.push(messaging);
  return messaging;
};

beforeAll(async () => {
  [saying, hearing] = await Promise.all([openStore(), openStore()]);
});
afterAll(async () => {
  await Promise.all(started.map((messaging) => messaging.stop()));
  await Promise.all([saying?.close(), hearing?.close()]);
  await dropTopics(prefix);
});

const say = async (store: PgEventStore | undefined, uuid: string, amount: number) =>
  store?.run(metadata, (unit) => handle(unit, accountDecider, uuid, credit(uuid, amount)));
/** A note may get lost on a slow machine: whoever asks this asks again. */
const isBehind = ({ freshness }: Messaging, source: string, orderId: string): Promise<boolean> =>
  freshness.heard(source, orderId).then(
    () => false,
    (error: unknown) => error instanceof NotHeardYet,
  );
const heardBalance = async (uuid: string) => (await hearing?.store.read(account, uuid))?.state.balance;

describe('two services', () => {
  it('hear each other, and a request can wait for what was said a moment ago', async () => {
    if (saying === undefined || hearing === undefined) throw new Error('no stores');
    await messagingOf('saying', saying, []);
    const mirrored = await messagingOf('mirror', hearing, [mirror]);
    const first = randomUUID();
    await say(saying.store, first, 1);
    await eventually(async () => (await heardBalance(first)) === 1, 20_000);

    const waits: number[] = [];
    for (let time = 0; time < 20; time++) {
      const uuid = randomUUID();
      await say(saying.store, uuid, time);
      const asked = performance.now();
      await mirrored.freshness.heard('saying', credit(uuid, 0).data.orderId);
      waits.push(performance.now() - asked);
      expect(await heardBalance(uuid)).toBe(time);
    }
    expect(Math.max(...waits)).toBeLessThan(2000);
    await mirrored.freshness.heard('saying', 'ord_of_nobody');
  });

  it('lose nothing when the hearing one is restarted in the middle', async () => {
    if (saying === undefined || hearing === undefined) throw new Error('no stores');
    const uuids = Array.from({ length: 200 }, () => randomUUID());
    for (const uuid of uuids.slice(0, 100)) await say(saying.store, uuid, 1);
    await started.pop()?.stop();
    await Promise.all(uuids.slice(100).map((uuid) => say(saying?.store, uuid, 1)));
    await messagingOf('mirror', hearing, [mirror]);
    for (const uuid of uuids) await eventually(async () => (await heardBalance(uuid)) === 1, 20_000);
  });

  it('say so when a request depends on what has not been heard in time', async () => {
    const [mute, deaf] = await twoStores();
    const uuid = randomUUID();
    await messagingOf('mute', mute, [], { working: false });
    const listening = await messagingOf('deaf', deaf, [mirror], { working: false });
    await eventually(async () => {
      await say(mute.store, uuid, 1);
      return isBehind(listening, 'mute', credit(uuid, 0).data.orderId);
    });
  });

  it('say so also when who wrote it ended before he could tell, and another gives the answer again', async () => {
    const [mute, deaf] = await twoStores();
    const uuid = randomUUID();
    const orderId = credit(uuid, 0).data.orderId;
    const once = {
      commandId: randomUUID(),
      bodyHash: randomBytes(32),
      answer: () => ({ status: 200, body: '', headers: {} }),
    };
    const command = (store: PgEventStore) =>
      store.runOnce(metadata, once, (unit) => handle(unit, accountDecider, uuid, credit(uuid, 1)));
    await command(mute.another()); // Nobody's messaging: it dies with its words.
    await messagingOf('restarted', mute, [], { working: false });
    const listening = await messagingOf('deaf', deaf, [mirror], { working: false });
    expect(await isBehind(listening, 'restarted', orderId)).toBe(false);
    await eventually(async () => {
      expect((await command(mute.store)).kind).toBe('replayed');
      return isBehind(listening, 'restarted', orderId);
    });
  });

  it('go on without Redis, after a moment', async () => {
    if (saying === undefined) throw new Error('no store');
    const unreachable = await messagingOf('alone', await openAnother(), [mirror], { redis: 'redis://127.0.0.1:1' });
    const asked = performance.now();
    await unreachable.freshness.heard('saying', 'ord_1');
    expect(performance.now() - asked).toBeLessThan(5000);
  });
});

const others: OpenedStore[] = [];
const openAnother = async () => {
  const opened = await openStore();
  others.push(opened);
  return opened;
};
const twoStores = () => Promise.all([openAnother(), openAnother()]);
afterAll(() => Promise.all(others.map((opened) => opened.close())));
