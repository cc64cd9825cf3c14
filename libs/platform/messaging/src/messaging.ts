import type { Catalogue } from '@amends/kernel';
import type { PgEventStore } from '@amends/platform/event-store';
import type { Log, Metrics, Tracing } from '@amends/platform/observability';
import type { Kafka } from 'kafkajs';
import type { Pool } from 'pg';
import { Consumer } from './consumer/consumer';
import { Inbox } from './consumer/inbox';
import { Redriver } from './consumer/redriver';
import { Freshness } from './freshness/freshness';
import { Lately } from './freshness/lately';
import { RedisHints } from './freshness/redis-hints';
import { ensureTopics, kafkaConnection } from './kafka/connection';
import { KafkaPublisher } from './kafka/kafka-publisher';
import { KafkaSubscriber } from './kafka/kafka-subscriber';
import { Notices } from './notices';
import { newest, type Written } from './relay/newest';
import { Relay } from './relay/relay';
import type { Subscription } from './subscription';
import { Wake } from './wake';

export type MessagingParts = Readonly<{
  /** The name of the service: the source of its events, "/orders". */
  service: string;
  /** Connections as the application's role; the relay keeps one of them. */
  pool: Pool;
  store: PgEventStore;
  catalogue: Catalogue;
  brokers: readonly string[];
  redisUrl: string;
  subscriptions: readonly Subscription[];
  log: Log;
  metrics?: Pick<Metrics, 'relayed' | 'relayLag' | 'consumed' | 'consumerLag' | 'parked'>;
  tracing?: Tracing;
  /** Whether this process relays and consumes (ROLE worker or all). */
  working: boolean;
  /** Put before the names of topics, groups and hints: for tests that share servers. */
  prefix?: string;
}>;

const DROP_OLD_EVERY_MS = 6 * 3600 * 1000;

/** What a service says to others and hears from them: relay, consumers, and the waiting of requests for both. */
export class Messaging {
  readonly freshness: Freshness;
  private readonly kafka: Kafka;
  private readonly hints: RedisHints;
  private readonly appended = new Wake();
  private readonly notices = new Notices();
  private readonly lately = new Lately();
  private readonly running: Readonly<{ stop: () => Promise<void> }>[] = [];
  private readonly consumers = new Map<string, Consumer>();
  private inbox: Promise<Inbox> | undefined;
  private housekeeping: NodeJS.Timeout | undefined;

  constructor(private readonly parts: MessagingParts) {
    const { service, brokers, log, pool, redisUrl, store, prefix = '' } = parts;
    this.kafka = kafkaConnection({ brokers, clientId: `amends-${service}`, log });
    this.hints = new RedisHints(redisUrl, `amends:${prefix}`);
    const { hints, notices, lately } = this;
    const { working } = parts;
    this.freshness = new Freshness({ pool, hints, notices, lately, working, inbox: () => this.firstInbox() });
    store.committed((events) => {
      this.appended.all();
      notices.give(new Set(events.map(({ streamId }) => streamId)));
    });
    store.beforeAnswer((events) => this.tell(events));
    // Who wrote what is answered again may have ended before it could tell. To tell what is known costs nobody anything.
    store.beforeReplay(async () => this.tell(await newest(pool)));
  }

  /** Begins to work. Servers that are down are waited for in the background. */
  async start(): Promise<void> {
    await this.hints.start();
    if (!this.parts.working) return;
    this.startRelay();
    for (const subscription of this.parts.subscriptions) await this.startConsumer(subscription);
    this.housekeeping = setInterval(() => void this.dropOld(), DROP_OLD_EVERY_MS);
    this.housekeeping.unref();
  }

  /** Ends after what is under way. */
  async stop(): Promise<void> {
    clearInterval(this.housekeeping);
    await Promise.all(this.running.map((each) => each.stop()));
    this.hints.close();
  }

  /** Lets messages be handled again that wait for an operator: those of one key, or all. Answers how many. */
  async redrive(group: string, key?: string): Promise<number> {
    return (await this.consumers.get(group)?.redrive(key)) ?? 0;
  }

  /** @throws when Kafka does not answer */
  async reachKafka(): Promise<void> {
    const admin = this.kafka.admin({ retry: { retries: 0 } });
    try {
      await admin.connect();
      await admin.describeCluster();
    } finally {
      await admin.disconnect().catch(() => undefined);
    }
  }

  /** @throws when Redis does not answer */
  async reachRedis(): Promise<void> {
    await this.hints.ping();
  }

  private startRelay(): void {
    const { service, pool, catalogue, log, metrics, prefix = '' } = this.parts;
    const relay = new Relay({
      service,
      pool,
      catalogue,
      log,
      ...(metrics === undefined ? {} : { metrics }),
      publisher: new KafkaPublisher(this.kafka),
      wake: this.appended,
      prepare: () => this.openTopics(),
      topicPrefix: prefix,
    });
    relay.start();
    this.running.push(relay);
  }

  private async startConsumer(subscription: Subscription): Promise<void> {
    const { pool, store, catalogue, log, metrics, tracing, prefix = '' } = this.parts;
    const group = `${prefix}${subscription.group}`;
    const deadLetters = new KafkaPublisher(this.kafka);
    const consumer = new Consumer({
      subscription,
      pool,
      store,
      catalogue,
      log,
      ...(metrics === undefined ? {} : { metrics }),
      ...(tracing === undefined ? {} : { tracing }),
      inbox: await this.inboxOf(subscription),
      deadLetters,
      openTopic: (topic) => ensureTopics(this.kafka, [topic], 1),
      wrote: (events) => void this.tell(events),
      heard: (eventIds) => {
        this.lately.add(eventIds);
        this.notices.give(eventIds);
      },
    });
    this.consumers.set(subscription.group, consumer);
    const redriver = new Redriver(consumer, log, metrics);
    redriver.start();
    const subscriber = new KafkaSubscriber(this.kafka, log, () => this.openTopics());
    const topics = subscription.topics.map((topic) => `${prefix}${topic}`);
    subscriber.run(group, topics, (batch) => consumer.take(batch));
    this.running.push({
      stop: async () => {
        consumer.close();
        await Promise.all([subscriber.close(), redriver.stop()]);
        await deadLetters.close();
      },
    });
  }

  private async openTopics(): Promise<void> {
    const { catalogue, subscriptions, prefix = '' } = this.parts;
    const named = [
      ...Object.values(catalogue).map(({ topic }) => topic),
      ...subscriptions.flatMap(({ topics }) => topics),
    ];
    await ensureTopics(
      this.kafka,
      [...new Set(named)].map((topic) => `${prefix}${topic}`),
    );
  }

  /** Requests wait for what this service hears with its first subscription; it has one. */
  private firstInbox(): Promise<Inbox> | undefined {
    const [first] = this.parts.subscriptions;
    return first === undefined ? undefined : this.inboxOf(first);
  }

  private inboxOf({ group }: Subscription): Promise<Inbox> {
    if (group !== this.parts.subscriptions[0]?.group) return Inbox.of(this.parts.pool, group);
    this.inbox ??= Inbox.of(this.parts.pool, group).catch((error: unknown) => {
      this.inbox = undefined;
      throw error;
    });
    return this.inbox;
  }

  private async tell(events: readonly Written[]): Promise<void> {
    const { catalogue, service } = this.parts;
    const last = new Map<string, string>();
    for (const { type, data, id } of events) {
      const entry = catalogue[type];
      if (entry?.awaited !== true) continue;
      const about: unknown = Reflect.get(data, 'orderId') ?? Reflect.get(data, entry.subject);
      if (typeof about === 'string') last.set(about, id);
    }
    await Promise.all([...last].map(([about, id]) => this.hints.tell(service, about, id)));
  }

  private async dropOld(): Promise<void> {
    const inbox = await this.firstInbox();
    await inbox?.dropOld().catch(() => undefined);
  }
}
