import type { Catalogue } from '@amends/kernel';
import { crashPoint } from '@amends/platform/effects';
import type { Log, Metrics } from '@amends/platform/observability';
import type { Pool, PoolClient } from 'pg';
import { outgoingOf } from '../envelope';
import type { EventPublisher, Publication } from '../kafka/ports';
import { Pace } from '../pace';
import type { Wake } from '../wake';
import { advanced, type Cursor } from './cursor';
import { Lane } from './lane';

export type RelayParts = Readonly<{
  /** The name of the service: the source of its events. */
  service: string;
  /** One of its connections is kept for as long as the relay runs. */
  pool: Pool;
  publisher: EventPublisher;
  catalogue: Catalogue;
  /** Wakes the relay after an append of this process. */
  wake: Wake;
  log: Log;
  metrics?: Pick<Metrics, 'relayed' | 'relayLag'>;
  /** Makes sure that the topics exist. */
  prepare: () => Promise<void>;
  /** Put before the names of topics: for tests. */
  topicPrefix?: string;
}>;

const ROWS = 1000;
const IDLE_MIN_MS = 1;
/** Appends of this process wake it; this bounds how late it sees those of others. */
const IDLE_MAX_MS = 100;
const SEND_EVERY_MS = 15;
const TAKE_EVERY_MS = 500;
const RETRY_MIN_MS = 50;
const RETRY_MAX_MS = 2000;
const LAG_EVERY_MS = 1000;

/**
 * Publishes what is in the store, in the order of the store, at least once. One relay per store publishes; others wait
 * until its session ends.
 */
export class Relay {
  private stopped = false;
  private loop: Promise<void> = Promise.resolve();
  private lagSeen = 0;
  private readonly pace = new Pace(SEND_EVERY_MS);

  constructor(private readonly parts: RelayParts) {}

  start(): void {
    this.loop = this.keepRunning();
  }

  /** Ends after what is being published. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.parts.wake.all();
    await this.loop;
    await this.parts.publisher.close();
  }

  private async keepRunning(): Promise<void> {
    let retryMs = RETRY_MIN_MS;
    while (!this.stopped) {
      const started = Date.now();
      try {
        await this.inSession((session) => this.work(session));
      } catch (error) {
        this.parts.log.warn('relay.interrupted', { reason: error instanceof Error ? error.message : 'unknown' });
      }
      if (this.stopped) return;
      retryMs = Date.now() - started > RETRY_MAX_MS ? RETRY_MIN_MS : Math.min(2 * retryMs, RETRY_MAX_MS);
      await pause(retryMs);
    }
  }

  /** The lock belongs to the session: it is closed, never given back to the pool. */
  private async inSession(work: (session: PoolClient) => Promise<void>): Promise<void> {
    const session = await this.parts.pool.connect();
    session.on('error', () => undefined); // The next statement on it fails.
    try {
      await work(session);
    } finally {
      session.release(true);
    }
  }

  private async work(session: PoolClient): Promise<void> {
    const { service, log } = this.parts;
    const owner = `${service}-${String(process.pid)}`;
    let taken = await Lane.take(session, owner);
    while (taken === undefined && !this.stopped) {
      await pause(TAKE_EVERY_MS);
      taken = await Lane.take(session, owner);
    }
    if (taken === undefined) return;
    log.info('relay.started', { position: taken.cursor.last });
    let { cursor } = taken;
    let idleMs = IDLE_MIN_MS;
    while (!this.stopped) {
      await this.pace.turn();
      const seen = this.parts.wake.count;
      const next = await this.step(taken.lane, cursor);
      idleMs = next.published ? IDLE_MIN_MS : Math.min(2 * idleMs, IDLE_MAX_MS);
      cursor = next.cursor;
      if (!next.published) await this.parts.wake.within(idleMs, seen);
    }
  }

  /** One look at the store and, if there is something, one send and one mark. */
  private async step(lane: Lane, cursor: Cursor): Promise<Readonly<{ cursor: Cursor; published: boolean }>> {
    const { events, horizon } = await lane.look(cursor, ROWS);
    await this.measure(lane, cursor);
    const next = advanced(
      cursor,
      events.map(({ position }) => position),
      horizon,
    );
    if (events.length === 0 && Object.keys(next.holes).length === Object.keys(cursor.holes).length) {
      return { cursor, published: false };
    }
    const { service, catalogue, topicPrefix = '' } = this.parts;
    const messages = events.flatMap((event) => outgoingOf(event, service, catalogue) ?? []);
    const publications = messages.map((message) => ({ ...message, topic: `${topicPrefix}${message.topic}` }));
    await this.publish(publications, () => lane.keep(cursor));
    if (messages.length > 0) crashPoint('relay.published');
    await lane.keep(next);
    this.parts.metrics?.relayed.inc(messages.length);
    return { cursor: next, published: events.length > 0 };
  }

  /** The same messages until Kafka has them: nothing may overtake them. */
  private async publish(messages: readonly Publication[], stillOurs: () => Promise<void>): Promise<void> {
    if (messages.length === 0) return;
    for (let retryMs = RETRY_MIN_MS; ; retryMs = Math.min(2 * retryMs, RETRY_MAX_MS)) {
      try {
        await this.parts.publisher.publish(messages);
        return;
      } catch (error) {
        if (this.stopped) throw error;
        this.parts.log.warn('relay.kafka_unusable', { reason: error instanceof Error ? error.message : 'unknown' });
        await pause(retryMs);
        await this.parts.prepare().catch(() => undefined);
        await stillOurs();
      }
    }
  }

  private async measure(lane: Lane, cursor: Cursor): Promise<void> {
    const { metrics } = this.parts;
    if (metrics === undefined || Date.now() - this.lagSeen < LAG_EVERY_MS) return;
    this.lagSeen = Date.now();
    metrics.relayLag.set(await lane.behind(cursor));
  }
}

const pause = (ms: number): Promise<void> => new Promise((wake) => setTimeout(wake, ms));
