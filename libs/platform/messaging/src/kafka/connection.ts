import type { Log } from '@amends/platform/observability';
import { Kafka, logLevel, type LogEntry } from 'kafkajs';
import { stopIdleLoop } from './idle-loop';

export type KafkaParts = Readonly<{ brokers: readonly string[]; clientId: string; log: Log }>;

const PARTITIONS = 12;
const RETRY = { initialRetryTime: 50, maxRetryTime: 2000, retries: 8 };

/** The way to Kafka. What kafkajs has to say goes to our log, softly: it calls passing things errors. */
export const kafkaConnection = ({ brokers, clientId, log }: KafkaParts): Kafka => {
  stopIdleLoop();
  return new Kafka({
    brokers: [...brokers],
    clientId,
    connectionTimeout: 3000,
    requestTimeout: 15_000,
    retry: RETRY,
    logLevel: logLevel.WARN,
    logCreator: () => (entry) => log.debug('kafka.client', fieldsOf(entry)),
  });
};

const fieldsOf = ({ namespace, log }: LogEntry): Readonly<Record<string, unknown>> => ({
  part: namespace,
  message: log.message,
  ...(typeof log.error === 'string' ? { reason: log.error } : {}),
});

/** Makes the topics that are missing. */
export const ensureTopics = async (kafka: Kafka, topics: readonly string[], partitions = PARTITIONS): Promise<void> => {
  const admin = kafka.admin();
  await admin.connect();
  try {
    const known = new Set(await admin.listTopics());
    const missing = topics.filter((topic) => !known.has(topic));
    if (missing.length === 0) return;
    await admin.createTopics({
      waitForLeaders: true,
      topics: missing.map((topic) => ({ topic, numPartitions: partitions })),
    });
  } finally {
    await admin.disconnect();
  }
};
