import type { Catalogue } from '@amends/kernel';
import { crashPoint } from '@amends/platform/effects';
import {
  isTransient,
  NameTaken,
  TooMuchContention,
  type PgEventStore,
  type StoredEvent,
} from '@amends/platform/event-store';
import type { Log, Metrics, Tracing } from '@amends/platform/observability';
import type { Pool, PoolClient } from 'pg';
import type { EventPublisher, Incoming, IncomingBatch } from '../kafka/ports';
import { Pace } from '../pace';
import type { Subscription } from '../subscription';
import { Wake } from '../wake';
import { Chunk, reasonOf, type ChunkOutcome, type Judged } from './chunk';
import { deadLetter } from './dead-letter';
import { HandledElsewhere, type Inbox } from './inbox';
import { readMessage, type ReadMessage } from './message';
import { Parked, type ParkedRow, type ToPark } from './parked';

export type ConsumerParts = Readonly<{
  subscription: Subscription;
  pool: Pool;
  store: PgEventStore;
  inbox: Inbox;
  catalogue: Catalogue;
  /** Announces what is set aside for an operator. */
  deadLetters: EventPublisher;
  /** Makes the topic of dead letters. */
  openTopic: (topic: string) => Promise<void>;
  /** Told what was handled, after every commit. */
  heard: (eventIds: readonly string[]) => void;
  /** Told what was written because of it: others may be asked about it at once. */
  wrote: (events: readonly StoredEvent[]) => void;
  log: Log;
  metrics?: Pick<Metrics, 'consumed' | 'consumerLag' | 'parked'>;
  tracing?: Tracing;
}>;

/** The consumer is closing: what is not handled yet will be delivered again. */
export class Closing extends Error {}

const CHUNK = 500;
const CHUNK_EVERY_MS = 10;
const ATTEMPTS = 5;
const RETRY_MIN_MS = 50;
const RETRY_MAX_MS = 2000;

type Slice = Readonly<{ messages: readonly Incoming[]; done: () => void; failed: (error: unknown) => void }>;

/**
 * Handles messages in chunks, each in one transaction: what they lead to, read models, and that they were heard. Slices of
 * several partitions that come at the same time share a chunk.
 */
export class Consumer {
  readonly parked: Parked;
  /** Woken when messages were set aside or released. */
  readonly parkedSomething = new Wake();
  private readonly chunk: Chunk;
  private queue: Slice[] = [];
  private working = false;
  private readonly pace = new Pace(CHUNK_EVERY_MS);
  private closing = false;

  constructor(private readonly parts: ConsumerParts) {
    this.parked = new Parked(parts.pool, parts.inbox.consumer);
    const { subscription, store, catalogue, tracing } = parts;
    this.chunk = new Chunk({
      subscription,
      store,
      entryOf: (type) => catalogue[type],
      ...(tracing === undefined ? {} : { tracing }),
    });
  }

  /** Resolves when all messages are handled or set aside. @throws Closing */
  async take({ topic, partition, messages, lag }: IncomingBatch): Promise<void> {
    for (let from = 0; from < messages.length; from += CHUNK) {
      await this.join(messages.slice(from, from + CHUNK));
    }
    this.parts.metrics?.consumerLag.set({ topic, partition }, lag);
  }

  close(): void {
    this.closing = true;
  }

  /** Tries the messages of a lane that were set aside, in their order. Answers whether any of them was handled. */
  async retry(lane: string): Promise<boolean> {
    const { inbox } = this.parts;
    let judged: readonly Judged[] = [];
    await this.inTransaction(async (client) => {
      const rows = await this.parked.take(client, lane, CHUNK);
      if (rows.length === 0) return undefined;
      const reads = rows.map(({ incoming }) => this.read(incoming));
      const ids = this.idsOf(reads);
      await inbox.open(ids);
      const outcome = await this.chunk.handle(client, reads, await inbox.seen(client, ids), new Set());
      judged = outcome.judged;
      await inbox.add(client, handledIds(judged));
      await this.settle(client, lane, rows, judged);
      return outcome;
    });
    await this.announce(judged);
    return judged.some(({ verdict }) => verdict === 'handled');
  }

  /** Releases what waits for an operator: one key, or all. Answers how many messages. */
  async redrive(key?: string): Promise<number> {
    const count = await this.parked.redrive(key);
    this.parkedSomething.all();
    return count;
  }

  /** After an attempt that failed as a whole: the first message of the lane is to blame. */
  async stop(lane: string, why: string): Promise<void> {
    await this.inTransaction(async (client) => {
      const [first] = await this.parked.take(client, lane, 1);
      if (first !== undefined) await this.parked.keep(client, lane, first, 'stopped', why);
      return undefined;
    });
  }

  private join(messages: readonly Incoming[]): Promise<void> {
    return new Promise((done, failed) => {
      this.queue.push({ messages, done, failed });
      if (!this.working) setImmediate(() => void this.work());
    });
  }

  private async work(): Promise<void> {
    if (this.working) return;
    this.working = true;
    try {
      while (this.queue.length > 0) {
        await this.pace.turn();
        const slices = this.takeSlices();
        try {
          const messages = slices.flatMap((slice) => slice.messages.map(this.read));
          const concerning = messages.filter((read) => this.chunk.concerns(read));
          if (concerning.length > 0) await this.handle(concerning);
          for (const { done } of slices) done();
        } catch (error) {
          for (const { failed } of slices) failed(error);
        }
      }
    } finally {
      this.working = false;
    }
  }

  private takeSlices(): readonly Slice[] {
    let size = 0;
    const count = this.queue.findIndex(({ messages }, index) => {
      size += messages.length;
      return index > 0 && size > CHUNK;
    });
    const slices = count === -1 ? this.queue : this.queue.slice(0, count);
    this.queue = count === -1 ? [] : this.queue.slice(count);
    return slices;
  }

  /** Handles messages until they are handled: what may pass is waited for, what does not pass is narrowed down. */
  private async handle(messages: readonly ReadMessage[]): Promise<void> {
    let retryMs = RETRY_MIN_MS;
    for (let attempt = 1; ;) {
      if (this.closing) throw new Closing();
      try {
        await this.attempt(messages);
        return;
      } catch (error) {
        if (error instanceof HandledElsewhere || error instanceof TooMuchContention) continue;
        if (isTransient(error)) {
          this.parts.log.warn('consumer.waits', { reason: reasonOf(error) });
          await pause(retryMs);
          retryMs = Math.min(2 * retryMs, RETRY_MAX_MS);
          continue;
        }
        if (messages.length > 1 && !(error instanceof NameTaken && attempt === 1)) {
          const middle = Math.ceil(messages.length / 2);
          await this.handle(messages.slice(0, middle));
          await this.handle(messages.slice(middle));
          return;
        }
        if (attempt >= ATTEMPTS) return this.attempt(messages, reasonOf(error));
        await pause(RETRY_MIN_MS * attempt);
        attempt += 1;
      }
    }
  }

  private async attempt(messages: readonly ReadMessage[], poison?: string): Promise<void> {
    const { inbox } = this.parts;
    const ids = this.idsOf(messages);
    await inbox.open(ids);
    let judged: readonly Judged[] = [];
    await this.inTransaction(async (client) => {
      const seen = await inbox.seen(client, ids);
      const blocked = await this.parked.lanes(
        client,
        messages.map(({ lane }) => lane),
      );
      const outcome = await this.chunk.handle(client, messages, seen, blocked, poison);
      judged = outcome.judged;
      await inbox.add(client, handledIds(judged));
      await this.parked.add(client, judged.flatMap(toPark));
      crashPoint('inbox.open');
      return outcome;
    });
    crashPoint('inbox.committed');
    if (judged.some(isOpen)) this.parkedSomething.all();
    this.count(judged);
    await this.announce(judged);
  }

  private async inTransaction(work: (client: PoolClient) => Promise<ChunkOutcome | undefined>): Promise<void> {
    const { pool, store, heard, wrote } = this.parts;
    const client = await pool.connect();
    client.on('error', ignore); // A connection that ends between two statements: the next one fails.
    let fault: unknown;
    try {
      await client.query('BEGIN');
      const outcome = await work(client);
      await client.query('COMMIT');
      if (outcome === undefined) return;
      wrote(outcome.unit.appended);
      store.written(outcome.unit);
      heard(handledIds(outcome.judged));
    } catch (error) {
      fault = error;
      await client.query('ROLLBACK').catch(() => undefined);
      throw error;
    } finally {
      client.off('error', ignore);
      client.release(fault !== undefined && isTransient(fault));
    }
  }

  private async settle(
    client: PoolClient,
    lane: string,
    rows: readonly ParkedRow[],
    judged: readonly Judged[],
  ): Promise<void> {
    const open = judged.findIndex(isOpen);
    const settled = open === -1 ? rows : rows.slice(0, open);
    await this.parked.remove(
      client,
      lane,
      settled.map(({ seq }) => seq),
    );
    const [row, judgement] = [rows[open], judged[open]];
    if (row === undefined || judgement === undefined) return;
    await this.parked.keep(client, lane, row, judgement.verdict === 'stopped' ? 'stopped' : 'not_now', judgement.why);
  }

  private async announce(judged: readonly Judged[]): Promise<void> {
    const { deadLetters, openTopic, subscription, log } = this.parts;
    for (const { read, verdict, why } of judged) {
      if (verdict !== 'stopped') continue;
      const { topic, partition, offset } = read.incoming;
      log.warn('message.parked', { topic, partition, offset, group: subscription.group, reason: why });
      const letter = deadLetter(read, subscription.group, why);
      // The row is the truth; a letter that cannot be sent now must not hold up the others.
      await openTopic(letter.topic)
        .then(() => deadLetters.publish([letter]))
        .catch((error: unknown) =>
          log.warn('dead_letter.not_sent', { topic, partition, offset, reason: reasonOf(error) }),
        );
    }
  }

  private count(judged: readonly Judged[]): void {
    for (const { read, verdict } of judged) {
      const type = read.kind === 'message' ? read.message.type : 'unreadable';
      this.parts.metrics?.consumed.inc({ type, outcome: OUTCOMES[verdict] });
    }
  }

  private idsOf(messages: readonly ReadMessage[]): readonly string[] {
    return messages.flatMap((read) => this.chunk.idOf(read) ?? []);
  }

  private readonly read = (incoming: Incoming): ReadMessage =>
    readMessage(incoming, (type) => this.parts.catalogue[type]?.version ?? Number.POSITIVE_INFINITY);
}

const OUTCOMES = {
  handled: 'handled',
  repeated: 'repeated',
  ignored: 'handled',
  not_now: 'parked',
  behind: 'parked',
  stopped: 'parked',
} as const;

const isOpen = ({ verdict }: Judged): boolean => verdict === 'not_now' || verdict === 'stopped' || verdict === 'behind';

const handledIds = (judged: readonly Judged[]): readonly string[] =>
  judged.flatMap(({ read, verdict }) => (verdict === 'handled' && read.kind === 'message' ? [read.message.id] : []));

const toPark = ({ read, verdict, why }: Judged): readonly ToPark[] => {
  if (verdict === 'handled' || verdict === 'repeated' || verdict === 'ignored') return [];
  const { incoming, lane } = read;
  const named = read.kind === 'message' ? { id: read.message.id, type: read.message.type } : read;
  const { id, type } = named;
  return [
    {
      incoming,
      lane,
      reason: verdict,
      why,
      ...(id === undefined ? {} : { id }),
      ...(type === undefined ? {} : { type }),
    },
  ];
};

const ignore = (): void => undefined;

const pause = (ms: number): Promise<void> => new Promise((wake) => setTimeout(wake, ms));
