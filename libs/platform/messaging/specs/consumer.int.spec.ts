import { uuidv7 } from '@amends/kernel';
import { handle } from '@amends/platform/event-store';
import { silentLog } from '@amends/platform/observability';
import { eventually } from '@amends/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomBytes, randomUUID } from 'node:crypto';
import { Consumer } from '../src/consumer/consumer';
import { Inbox } from '../src/consumer/inbox';
import { Redriver } from '../src/consumer/redriver';
import { ensureTopics } from '../src/kafka/connection';
import { KafkaPublisher } from '../src/kafka/kafka-publisher';
import type { Incoming } from '../src/kafka/ports';
import { NotNow, reaction, type Projection } from '../src/subscription';
import { account, accountDecider, catalogue, credit, type AccountEvent } from './account';
import { openStore, type OpenedStore } from './opened-store';
import { dropTopics, kafka, readTopic } from './topic';

type Credited = Extract<AccountEvent, { type: 'account.credited' }>;

const prefix = `spec-${randomUUID()}-`;
const topic = `${prefix}accounts`;
let opened: OpenedStore;
const publisher = new KafkaPublisher(kafka());
beforeAll(async () => {
  opened = await openStore();
  await opened.admin.query('CREATE TABLE public.heard (event_id uuid, amount int)');
  await opened.admin.query('GRANT ALL ON public.heard TO amends_app');
});
afterAll(async () => {
  await publisher.close();
  await opened.close();
  await dropTopics(prefix);
});

/** What a spec may change about the consumer's reaction, and how often it was asked. */
type Behaviour = {
  before: (amount: number) => void;
  duringProjection: () => Promise<void>;
  order: number[];
};
let behaviour: Behaviour;
let consumer: Consumer;
let group: string;
let offsets = 0;

const onCredited = reaction<Credited>({
  type: 'account.credited',
  streams: ({ id }) => [{ aggregate: account, streamId: id }],
  handle: async ({ data }, unit) => {
    behaviour.before(data.amount);
    await handle(unit, accountDecider, data.id, { type: 'Credit', data });
    behaviour.order.push(data.amount);
  },
});

const heard: Projection = {
  types: ['account.credited'],
  apply: async (messages, client) => {
    await client.query('INSERT INTO public.heard SELECT * FROM unnest($1::uuid[], $2::int[])', [
      messages.map(({ id }) => id),
      messages.map(({ data }) => Reflect.get(data, 'amount')),
    ]);
    await behaviour.duringProjection();
  },
};

const newConsumer = async (): Promise<Consumer> =>
  new Consumer({
    subscription: { group, topics: [topic], reactions: [onCredited], projections: [heard] },
    pool: opened.pool,
    store: opened.store,
    inbox: await Inbox.of(opened.pool, group),
    catalogue,
    deadLetters: publisher,
    openTopic: (name) => ensureTopics(kafka(), [name], 1),
    heard: () => undefined,
    wrote: () => undefined,
    log: silentLog,
  });

beforeEach(async () => {
  behaviour = { before: () => undefined, duringProjection: () => Promise.resolve(), order: [] };
  group = `group-${randomUUID()}`;
  consumer = await newConsumer();
});

const incoming = (uuid: string, amount: number, changes: object = {}): Incoming => {
  const { orderId } = credit(uuid, amount).data;
  const envelope = {
    specversion: '1.0',
    id: uuidv7(Date.now(), randomBytes(10)),
    type: 'account.credited.v1',
    partitionkey: orderId,
    correlationid: 'c1',
    data: credit(uuid, amount).data,
    ...changes,
  };
  return { topic, partition: 0, offset: String(offsets++), key: orderId, value: Buffer.from(JSON.stringify(envelope)) };
};
const take = (messages: readonly Incoming[], by = consumer) => by.take({ topic, partition: 0, messages, lag: 0 });
const balanceOf = async (uuid: string) => (await opened.store.read(account, uuid))?.state.balance;
const parkedCount = () => consumer.parked.count();

describe('a consumer', () => {
  it('folds the decisions of a chunk and writes effects, read model and inbox once, however often messages come', async () => {
    const uuids = Array.from({ length: 20 }, () => randomUUID());
    const messages = uuids.flatMap((uuid) => [1, 2, 3].map((amount) => incoming(uuid, amount)));
    await take([...messages, ...messages]);
    const again = await newConsumer();
    for (let time = 0; time < 3; time++) await take(messages, again);
    for (const uuid of uuids) expect(await balanceOf(uuid)).toBe(6);
    const ids = messages.map(({ value }) => (JSON.parse(String(value)) as { id: string }).id);
    const { rows } = await opened.pool.query('SELECT event_id FROM public.heard WHERE event_id = ANY($1::uuid[])', [
      ids,
    ]);
    expect(rows).toHaveLength(60);
  });

  it('writes who caused what it appends', async () => {
    const uuid = randomUUID();
    const message = incoming(uuid, 1, {
      correlationid: 'c9',
      traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    });
    await take([message]);
    const [event] = await opened.store.events(uuid);
    expect(event?.metadata).toEqual({
      actor: { role: 'system', id: group },
      correlationId: 'c9',
      causationId: (JSON.parse(String(message.value)) as { id: string }).id,
      traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    });
  });

  it('has one effect when it is killed between effect and commit', async () => {
    const uuid = randomUUID();
    let kills = 0;
    behaviour.duringProjection = async () => {
      if (kills++ > 0) return;
      await opened.admin.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND state = 'idle in transaction'`,
      );
    };
    await take([incoming(uuid, 5)]);
    expect(kills).toBe(2);
    expect(await balanceOf(uuid)).toBe(5);
  });

  it('has one effect when two of its group have the same messages', async () => {
    const uuid = randomUUID();
    const messages = Array.from({ length: 50 }, () => incoming(uuid, 1));
    await Promise.all([take(messages), take(messages, await newConsumer())]);
    expect(await balanceOf(uuid)).toBe(50);
  });

  it('ignores what it has no use for', async () => {
    await take([incoming(randomUUID(), 1, { type: 'account.opened.v1' })]);
    expect(await parkedCount()).toBe(0);
  });
});

describe('a poison message', () => {
  it('is set aside with the later ones of its key; the rest goes on; released, all are handled in order', async () => {
    const [sick, well] = [randomUUID(), randomUUID()];
    behaviour.before = (amount) => {
      if (amount === 13) throw new Error('poison');
    };
    await take([incoming(sick, 1), incoming(sick, 13), incoming(well, 2), incoming(sick, 3), incoming(well, 4)]);
    await take([incoming(sick, 5)]);
    expect([await balanceOf(sick), await balanceOf(well)]).toEqual([1, 6]);
    expect(await parkedCount()).toBe(3);

    const letters = await readTopic(`${topic}.${group}.dead-letters`, (all) => all.length >= 1);
    expect(letters).toHaveLength(1);
    expect(letters[0]?.headers).toMatchObject({
      'origin-topic': topic,
      'origin-partition': '0',
      'origin-group': group,
      reason: 'Error: poison',
    });

    const redriver = new Redriver(consumer, silentLog);
    redriver.start();
    await new Promise((wake) => setTimeout(wake, 200));
    expect(await parkedCount()).toBe(3); // Nobody has released it.
    behaviour.before = () => undefined;
    behaviour.order = [];
    expect(await consumer.redrive()).toBe(1);
    await eventually(async () => (await parkedCount()) === 0);
    await redriver.stop();
    expect(behaviour.order).toEqual([13, 3, 5]);
    expect(await balanceOf(sick)).toBe(22);
  });

  it('that only PostgreSQL refuses is found by halving', async () => {
    const uuids = Array.from({ length: 9 }, () => randomUUID());
    const tooMuch = randomUUID();
    await take([
      ...uuids.map((uuid) => incoming(uuid, 1)),
      incoming(tooMuch, 3_000_000_000),
      ...uuids.map((uuid) => incoming(uuid, 2)),
    ]);
    for (const uuid of uuids) expect(await balanceOf(uuid)).toBe(3);
    expect(await balanceOf(tooMuch)).toBeUndefined();
    expect(await parkedCount()).toBe(1);
  });

  it.each([
    ['no JSON', () => ({ ...incoming(randomUUID(), 1), value: Buffer.from('{"half') })],
    ['no envelope', () => ({ ...incoming(randomUUID(), 1), value: Buffer.from('{}') })],
    ['a version that is not known yet', () => incoming(randomUUID(), 1, { type: 'account.credited.v2' })],
  ])('with %s is set aside at once', async (_, broken) => {
    const well = randomUUID();
    await take([broken(), incoming(well, 1)]);
    expect(await balanceOf(well)).toBe(1);
    expect(await parkedCount()).toBe(1);
  });
});

describe('a message that comes too early', () => {
  it('waits with the later ones of its key, and is handled by itself, in order', async () => {
    const [early, other] = [randomUUID(), randomUUID()];
    let ready = false;
    behaviour.before = (amount) => {
      if (amount === 1 && !ready) throw new NotNow('not heard yet');
    };
    const redriver = new Redriver(consumer, silentLog);
    redriver.start();
    await take([incoming(early, 1), incoming(early, 2), incoming(other, 3)]);
    expect(await balanceOf(other)).toBe(3);
    await take([incoming(early, 4)]);
    await new Promise((wake) => setTimeout(wake, 150));
    expect(await balanceOf(early)).toBeUndefined();
    ready = true;
    await eventually(async () => (await parkedCount()) === 0);
    await redriver.stop();
    expect(await balanceOf(early)).toBe(7);
    expect(behaviour.order).toEqual([3, 1, 2, 4]);
  });

  it('does not hold up what comes of the same key from another topic: it may wait for just that', async () => {
    const uuid = randomUUID();
    behaviour.before = (amount) => {
      if (amount === 1 && behaviour.order.length === 0) throw new NotNow('not heard yet');
    };
    const redriver = new Redriver(consumer, silentLog);
    redriver.start();
    await take([incoming(uuid, 1)]);
    await take([{ ...incoming(uuid, 2), topic: `${prefix}others` }, incoming(uuid, 4)]);
    await eventually(async () => (await parkedCount()) === 0);
    await redriver.stop();
    // Both lanes change one stream: a try that was slower than the other's is repeated.
    expect([...new Set(behaviour.order)]).toEqual([2, 1, 4]);
    expect(await balanceOf(uuid)).toBe(7);
  });
});
