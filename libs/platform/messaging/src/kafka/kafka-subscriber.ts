import type { Log } from '@amends/platform/observability';
import type { Consumer, EachBatchPayload, Kafka } from 'kafkajs';
import type { EventSubscriber, IncomingBatch } from './ports';

const SESSION_MS = 6000;
const HEARTBEAT_MS = 1500;
const REBALANCE_MS = 10_000;
const FETCH_WAIT_MS = 500;
const COMMIT_EVERY_MS = 500;
/** All partitions of one fetch are handled together, so that they share transactions. */
const PARTITIONS_AT_ONCE = 128;
const RETRY_MS = 1000;

type Handler = (batch: IncomingBatch) => Promise<void>;
type Place = Readonly<{ topic: string; partition: number; offset: string }>;

/**
 * A member of a consumer group. Offsets are committed a little later than messages are handled: whoever handles them
 * knows what it has seen, so that a repetition costs nothing.
 */
export class KafkaSubscriber implements EventSubscriber {
  private consumer: Consumer | undefined;
  private closed = false;
  private handled = new Map<string, Place>();
  private lastSign = 0;
  private loop: Promise<void> = Promise.resolve();
  private joining: Promise<void> = Promise.resolve();

  constructor(
    private readonly kafka: Kafka,
    private readonly log: Log,
    private readonly prepare: () => Promise<void>,
  ) {}

  run(group: string, topics: readonly string[], handle: Handler): void {
    this.loop = this.keepRunning(group, topics, handle);
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.commit();
    await this.leave();
    await this.loop;
  }

  /** Joins the group again, whenever and for whatever reason it fell out of it. */
  private async keepRunning(group: string, topics: readonly string[], handle: Handler): Promise<void> {
    while (!this.closed) {
      try {
        await this.prepare();
        await this.membership(group, topics, handle);
      } catch (error) {
        if (!this.closed) this.log.warn('kafka.consumer_lost', { group, reason: reasonOf(error) });
      }
      await this.leave();
      if (!this.closed) await wait(RETRY_MS);
    }
  }

  /** Ends when the group is lost: by a crash, or because nothing has been heard of it for two sessions. */
  private async membership(group: string, topics: readonly string[], handle: Handler): Promise<void> {
    const consumer = this.kafka.consumer({
      groupId: group,
      sessionTimeout: SESSION_MS,
      heartbeatInterval: HEARTBEAT_MS,
      rebalanceTimeout: REBALANCE_MS,
      maxWaitTimeInMs: FETCH_WAIT_MS,
      retry: { initialRetryTime: 50, maxRetryTime: 1000, retries: 5, restartOnFailure: () => Promise.resolve(false) },
    });
    this.consumer = consumer;
    this.handled = new Map();
    this.sign();
    consumer.on(consumer.events.FETCH, () => this.sign());
    consumer.on(consumer.events.HEARTBEAT, () => this.sign());
    const lost = new Promise<never>((_, reject) => {
      consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
    });
    const joined = (async () => {
      await consumer.connect();
      await consumer.subscribe({ topics: [...topics], fromBeginning: true });
      await consumer.run({
        autoCommit: false,
        eachBatchAutoResolve: false,
        partitionsConsumedConcurrently: PARTITIONS_AT_ONCE,
        eachBatch: (payload) => this.deliver(payload, handle),
      });
    })();
    this.joining = joined.catch(() => undefined);
    await Promise.race([lost, joined]);
    await Promise.race([lost, this.watch()]);
  }

  /** Ends when it is closed; rejects when the member shows no sign of life. */
  private async watch(): Promise<void> {
    while (!this.closed) {
      await wait(COMMIT_EVERY_MS);
      await this.commit();
      if (Date.now() - this.lastSign > 2 * SESSION_MS) throw new Error('no fetch and no heartbeat for two sessions');
    }
  }

  private async deliver(payload: EachBatchPayload, handle: Handler): Promise<void> {
    const { batch, heartbeat, resolveOffset, isStale, isRunning } = payload;
    if (!isRunning() || isStale()) return;
    const { topic, partition } = batch;
    const last = batch.lastOffset();
    const beating = setInterval(() => {
      heartbeat().catch(() => undefined); // A rebalance: the fetch after this batch finds out by itself.
    }, HEARTBEAT_MS);
    try {
      await handle({
        topic,
        partition,
        lag: Number(batch.highWatermark) - 1 - Number(last),
        messages: batch.messages.map(({ key, value, offset }) => ({
          topic,
          partition,
          offset,
          key: key?.toString('utf8') ?? '',
          value,
        })),
      });
    } catch {
      return; // Not handled, hence not resolved: it comes again.
    } finally {
      clearInterval(beating);
    }
    const lastMessage = batch.messages.at(-1);
    if (lastMessage !== undefined) resolveOffset(lastMessage.offset);
    this.handled.set(`${topic} ${String(partition)}`, { topic, partition, offset: String(BigInt(last) + 1n) });
  }

  private async commit(): Promise<void> {
    const places = [...this.handled.values()];
    if (places.length === 0 || this.consumer === undefined) return;
    this.handled = new Map();
    await this.consumer.commitOffsets(places).catch(() => undefined); // A rebalance: they are delivered again.
  }

  private async leave(): Promise<void> {
    const { consumer, joining } = this;
    this.consumer = undefined;
    // One that is joining would go on to run although it had been told to leave.
    await Promise.race([joining, enough(SESSION_MS)]);
    // kafkajs may wait without end for a broker that is gone; what is left behind is only its sockets.
    await Promise.race([consumer?.disconnect().catch(() => undefined), enough(2 * HEARTBEAT_MS)]);
  }

  private sign(): void {
    this.lastSign = Date.now();
  }
}

const wait = (ms: number): Promise<void> => new Promise((wake) => setTimeout(wake, ms));

/** As `wait`, but nothing that keeps a process from ending. */
const enough = (ms: number): Promise<void> =>
  new Promise((wake) => {
    setTimeout(wake, ms).unref();
  });

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : 'unknown');
