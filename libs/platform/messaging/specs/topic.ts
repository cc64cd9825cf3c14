import { kafkaBrokers } from '@amends/testing';
import { silentLog } from '@amends/platform/observability';
import { randomUUID } from 'node:crypto';
import type { Envelope } from '@amends/kernel';
import { kafkaConnection } from '../src/kafka/connection';

export const kafka = () => kafkaConnection({ brokers: kafkaBrokers(), clientId: 'specs', log: silentLog });

export type Heard = Readonly<{
  partition: number;
  key: string;
  value: string;
  headers: Readonly<Record<string, string>>;
}>;

/** Everything in a topic, until nothing new has come for a while. */
export const readTopic = async (
  topic: string,
  enough: (heard: readonly Heard[]) => boolean,
): Promise<readonly Heard[]> => {
  const heard: Heard[] = [];
  const consumer = kafka().consumer({ groupId: randomUUID(), maxWaitTimeInMs: 100 });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await consumer.run({
    eachMessage: ({ partition, message }) => {
      const headers = Object.fromEntries(
        Object.entries(message.headers ?? {}).map(([name, value]) => [name, String(value)]),
      );
      heard.push({ partition, key: String(message.key), value: String(message.value), headers });
      return Promise.resolve();
    },
  });
  const until = Date.now() + 20_000;
  let size = -1;
  while (Date.now() < until && !(enough(heard) && size === heard.length)) {
    size = heard.length;
    await new Promise((wake) => setTimeout(wake, 300));
  }
  await consumer.disconnect();
  return heard;
};

export const envelopeIn = ({ value }: Heard): Envelope => JSON.parse(value) as Envelope;

/** Removes the topics of a suite. */
export const dropTopics = async (prefix: string): Promise<void> => {
  const admin = kafka().admin();
  await admin.connect();
  const topics = (await admin.listTopics()).filter((topic) => topic.startsWith(prefix));
  if (topics.length > 0) await admin.deleteTopics({ topics });
  await admin.disconnect();
};
