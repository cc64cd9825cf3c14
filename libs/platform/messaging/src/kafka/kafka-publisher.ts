import { Partitioners, type Kafka, type Producer } from 'kafkajs';
import type { EventPublisher, Publication } from './ports';

const ACK_BY_ALL = -1;
const TIMEOUT_MS = 10_000;

/** An idempotent producer with one request under way, so that retries inside kafkajs neither repeat nor reorder. */
export class KafkaPublisher implements EventPublisher {
  private producer: Promise<Producer> | undefined;

  constructor(private readonly kafka: Kafka) {}

  async publish(messages: readonly Publication[]): Promise<void> {
    if (messages.length === 0) return;
    const producer = await this.connected();
    try {
      await producer.sendBatch({ acks: ACK_BY_ALL, timeout: TIMEOUT_MS, topicMessages: byTopic(messages) });
    } catch (error) {
      // Its sequence numbers cannot be trusted any more: the next attempt has a new producer.
      await this.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    const closing = this.producer;
    this.producer = undefined;
    await closing?.then((producer) => producer.disconnect()).catch(() => undefined);
  }

  private connected(): Promise<Producer> {
    this.producer ??= this.connect().catch((error: unknown) => {
      this.producer = undefined;
      throw error;
    });
    return this.producer;
  }

  private async connect(): Promise<Producer> {
    const producer = this.kafka.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      createPartitioner: Partitioners.DefaultPartitioner,
      retry: { initialRetryTime: 50, maxRetryTime: 1000, retries: 3 },
    });
    await producer.connect();
    return producer;
  }
}

const byTopic = (messages: readonly Publication[]) => {
  const topics = new Map<string, Publication[]>();
  for (const message of messages) {
    const same = topics.get(message.topic);
    if (same === undefined) topics.set(message.topic, [message]);
    else same.push(message);
  }
  return [...topics].map(([topic, same]) => ({
    topic,
    messages: same.map(({ key, value, headers }) => ({ key, value, ...(headers === undefined ? {} : { headers }) })),
  }));
};
