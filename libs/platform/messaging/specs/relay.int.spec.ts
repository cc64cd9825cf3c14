import { handle } from '@amends/platform/event-store';
import { silentLog } from '@amends/platform/observability';
import { eventually } from '@amends/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { ensureTopics } from '../src/kafka/connection';
import { KafkaPublisher } from '../src/kafka/kafka-publisher';
import type { EventPublisher, Publication } from '../src/kafka/ports';
import { Relay } from '../src/relay/relay';
import { Wake } from '../src/wake';
import { accountDecider, catalogue, credit } from './account';
import { metadata, openStore, type OpenedStore } from './opened-store';
import { dropTopics, envelopeIn, kafka, readTopic, type Heard } from './topic';

const prefix = `spec-${randomUUID()}-`;
const topic = `${prefix}accounts`;

let opened: OpenedStore;
beforeAll(async () => {
  opened = await openStore(50);
  await ensureTopics(kafka(), [topic], 4);
});
afterAll(async () => {
  await opened.close();
  await dropTopics(prefix);
});

const relayWith = (publisher: EventPublisher = new KafkaPublisher(kafka()), service = 'specs') =>
  new Relay({
    service,
    pool: opened.pool,
    publisher,
    catalogue,
    wake: new Wake(),
    log: silentLog,
    prepare: () => Promise.resolve(),
    topicPrefix: prefix,
  });

/** Events in one transaction that takes its time, and then ends as it likes. */
const slowWrite = async (uuid: string, commit: boolean, ms: number): Promise<void> => {
  const client = await opened.pool.connect();
  try {
    await client.query('BEGIN');
    const unit = opened.store.unitOn(client, metadata);
    for (const amount of [1, 2]) await handle(unit, accountDecider, uuid, credit(uuid, amount));
    await unit.write();
    await new Promise((wake) => setTimeout(wake, ms));
    await client.query(commit ? 'COMMIT' : 'ROLLBACK');
  } finally {
    client.release();
  }
};

const storedIds = async (): Promise<readonly string[]> => {
  const { rows } = await opened.admin.query<{ event_id: string }>('SELECT event_id FROM es.events ORDER BY position');
  return rows.map(({ event_id: id }) => id);
};
const relayedAll = async () => {
  const { rows } = await opened.admin.query<{ done: boolean }>(
    `SELECT last_position >= (SELECT coalesce(max(position), 0) FROM es.events) AND holes = '{}' AS done FROM msg.relay`,
  );
  return rows[0]?.done;
};
const published = async () => {
  const ids = new Set(await storedIds());
  const heard = await readTopic(topic, (all) => new Set(all.map((each) => envelopeIn(each).id)).size >= ids.size);
  return { ids, heard, first: firstOccurrences(heard) };
};
const firstOccurrences = (heard: readonly Heard[]) => {
  const seen = new Set<string>();
  return heard.map(envelopeIn).filter(({ id }) => !seen.has(id) && seen.add(id));
};
const expectInOrder = (heard: ReturnType<typeof firstOccurrences>) => {
  const versions = new Map<string, number>();
  for (const { partitionkey, sequence } of heard) {
    expect(Number(sequence)).toBe((versions.get(partitionkey) ?? 0) + 1);
    versions.set(partitionkey, Number(sequence));
  }
};

describe('the relay', () => {
  it('loses and reorders nothing of 32 writers that commit slowly or roll back', async () => {
    const relay = relayWith();
    relay.start();
    await Promise.all(
      Array.from({ length: 32 }, async () => {
        const uuid = randomUUID();
        for (let round = 0; round < 12; round++) {
          await slowWrite(uuid, Math.random() > 0.3, Math.random() * 40);
        }
      }),
    );
    await eventually(relayedAll);
    await relay.stop();
    const { ids, heard, first } = await published();
    expect(new Set(first.map(({ id }) => id))).toEqual(ids);
    expect(heard.length).toBe(ids.size);
    expectInOrder(first);
    const [one] = first;
    expect(one).toMatchObject({
      specversion: '1.0',
      source: '/specs',
      type: 'account.opened.v1',
      dataschema: '/schemas/account.opened.v1.json',
      correlationid: 'c1',
      actor: { role: 'buyer', id: 'b1' },
    });
    expect(one?.partitionkey).toMatch(/^ord_/);
  });

  it('is one of several: another takes over when its session is killed, and only then', async () => {
    const calls: string[] = [];
    const named = (name: string): EventPublisher => {
      const publisher = new KafkaPublisher(kafka());
      return {
        publish: (messages) => {
          calls.push(name);
          return publisher.publish(messages);
        },
        close: () => publisher.close(),
      };
    };
    const relays = [relayWith(named('first'), 'first'), relayWith(named('second'), 'second')];
    for (const relay of relays) relay.start();
    const uuids = Array.from({ length: 20 }, () => randomUUID());
    const writeAll = () => Promise.all(uuids.map((uuid) => slowWrite(uuid, true, 5)));
    await writeAll();
    await eventually(relayedAll);
    expect(new Set(calls).size).toBe(1);
    await opened.admin.query(
      `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    );
    await writeAll();
    await eventually(relayedAll);
    await Promise.all(relays.map((relay) => relay.stop()));
    const { ids, first } = await published();
    expect(new Set(first.map(({ id }) => id))).toEqual(ids);
    expectInOrder(first);
    const { rows } = await opened.admin.query<{ epoch: string }>('SELECT epoch FROM msg.relay');
    expect(Number(rows[0]?.epoch)).toBeGreaterThanOrEqual(3);
  });

  it('that dies between sending and marking sends again, in the same order', async () => {
    const real = new KafkaPublisher(kafka());
    let deaths = 0;
    const dying: EventPublisher = {
      publish: async (messages: readonly Publication[]) => {
        await real.publish(messages);
        if (deaths++ < 2) throw new Error('killed after the send');
      },
      close: () => real.close(),
    };
    const uuid = randomUUID();
    for (let round = 0; round < 5; round++) await slowWrite(uuid, true, 0);
    const relay = relayWith(dying);
    relay.start();
    await eventually(relayedAll);
    await relay.stop();
    const { ids, heard, first } = await published();
    expect(heard.length).toBeGreaterThan(ids.size);
    expect(new Set(first.map(({ id }) => id))).toEqual(ids);
    expectInOrder(first);
  });

  it('that is fenced stops: nothing of it is marked', async () => {
    const real = new KafkaPublisher(kafka());
    let raised = false;
    const relay = relayWith({
      publish: async (messages) => {
        await real.publish(messages);
        if (!raised) await opened.admin.query('UPDATE msg.relay SET epoch = epoch + 1');
        raised = true;
      },
      close: () => real.close(),
    });
    const uuid = randomUUID();
    const before = (await opened.admin.query<{ last: string }>('SELECT last_position AS last FROM msg.relay')).rows[0]
      ?.last;
    await slowWrite(uuid, true, 0);
    relay.start();
    await eventually(() => raised);
    const after = (await opened.admin.query<{ last: string }>('SELECT last_position AS last FROM msg.relay')).rows[0]
      ?.last;
    expect(after).toBe(before);
    await eventually(relayedAll); // It takes the lane again, and sends once more.
    await relay.stop();
    expectInOrder((await published()).first);
  });
});
