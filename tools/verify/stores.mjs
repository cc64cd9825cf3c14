// Reads the raw stores: event tables, deadlines, Kafka from offset 0, the sandboxes' own ledgers. Nothing of the services' code.
import { createRequire } from 'node:module';
import pg from 'pg';

const require = createRequire(import.meta.url);
const { Kafka, logLevel } = require('kafkajs');

export const SERVICES = ['orders', 'after-sales', 'refunds', 'pickups', 'insurance'];

/** A connection to each database of a stack, by its name in stack.json. */
export async function connect(databaseUrl, names) {
  const clients = {};
  for (const name of names) {
    clients[name] = new pg.Client({ connectionString: databaseUrl(name) });
    await clients[name].connect();
  }
  return { clients, close: () => Promise.all(Object.values(clients).map((client) => client.end())) };
}

/** Every stored event of a service, in the order of its store. */
export async function eventsOf(client, service) {
  const { rows } = await client.query(
    'SELECT position, stream_id, version, event_id, category, type, data, meta, at FROM es.events ORDER BY position',
  );
  return rows.map((row) => ({
    service,
    position: Number(row.position),
    streamId: row.stream_id,
    version: row.version,
    id: row.event_id,
    category: row.category,
    type: row.type,
    data: row.data,
    meta: row.meta,
    at: row.at,
  }));
}

/** Every message of these topics from offset 0 up to what is there now. */
export async function messagesOf(brokers, topics) {
  const kafka = new Kafka({ clientId: 'verify', brokers, logLevel: logLevel.NOTHING });
  const admin = kafka.admin();
  await admin.connect();
  const ends = new Map();
  for (const topic of topics)
    for (const { partition, low, high } of await admin.fetchTopicOffsets(topic))
      if (Number(high) > Number(low)) ends.set(`${topic}/${partition}`, Number(high));
  const groupId = `verify-${process.pid}-${Date.now()}`;
  const messages = [];
  if (ends.size > 0) {
    const consumer = kafka.consumer({ groupId, maxBytesPerPartition: 4 * 1024 * 1024 });
    await consumer.connect();
    for (const topic of topics) await consumer.subscribe({ topic, fromBeginning: true });
    await new Promise((resolve, reject) => {
      consumer
        .run({
          autoCommit: false,
          eachBatch: async ({ batch }) => {
            const name = `${batch.topic}/${batch.partition}`;
            for (const { key, value, offset } of batch.messages)
              messages.push({
                topic: batch.topic,
                partition: batch.partition,
                offset: Number(offset),
                key: String(key),
                envelope: JSON.parse(String(value)),
              });
            if (Number(batch.lastOffset()) + 1 >= (ends.get(name) ?? Infinity)) ends.delete(name);
            if (ends.size === 0) resolve();
          },
        })
        .catch(reject);
    });
    await consumer.disconnect();
    await admin.deleteGroups([groupId]).catch(() => {});
  }
  await admin.disconnect();
  return messages;
}
