import type { Aggregate, Catalogue, Clock, Message, Randomness } from '@amends/kernel';
import { crashPoint } from '@amends/platform/effects';
import type { Metrics } from '@amends/platform/observability';
import type { Pool, PoolClient } from 'pg';
import { appendBatch, type Outcome, type PendingUnit } from './append/append-batch';
import { Batcher } from './append/batcher';
import { BufferedUnit } from './append/buffered-unit';
import type { AnyAggregate, TrackedStream } from './append/stream-change';
import { TransactionUnit } from './append/transaction-unit';
import {
  IdempotencyInProgress,
  IdempotencyKeyReused,
  isTransient,
  NameTaken,
  StoreUnavailable,
  TooMuchContention,
} from './errors';
import type { Executed, Idempotency, StoredAnswer } from './idempotency';
import { gathered } from './loading/gathered';
import { nameOwners } from './loading/names';
import { Streams } from './loading/streams';
import { Turns } from './loading/turns';
import { readEvents } from './reading/events';
import { readList } from './reading/list';
import { scan } from './reading/scan';
import {
  EventStore,
  type CommittedListener,
  type ListPage,
  type ListQuery,
  type Loaded,
  type Metadata,
  type ScanQuery,
  type StoredEvent,
  type Unit,
} from './store';

export type EventStoreParts = Readonly<{
  /** Connections as the application's role. */
  pool: Pool;
  clock: Clock;
  randomness: Randomness;
  /** Gives the schema version of the types that leave the service. */
  catalogue?: Catalogue;
  metrics?: Pick<Metrics, 'appendBatchSize' | 'appendDuration'>;
  /** How many streams are kept in memory. */
  remembered?: number;
}>;

/** Runs after a commit and before its caller hears of it; bounded by its owner, and its failure is ignored. */
export type AnswerHook = (events: readonly StoredEvent[]) => Promise<void>;

/** Runs before the first answer of a key is given again; bounded by its owner, and its failure is ignored. */
export type ReplayHook = () => Promise<void>;

const ATTEMPTS = 8;
const JITTER_MS = 5;

/** The event store in PostgreSQL: what many callers want written in the same moment is written by one call. */
export class PgEventStore extends EventStore {
  /** The streams as this process knows them; shared with consumers. */
  readonly streams: Streams;
  private readonly batcher = new Batcher((units) => this.write(units));
  private readonly turns = new Turns();
  private readonly running = new Set<string>();
  private readonly listeners = new Set<CommittedListener>();
  private readonly answerHooks = new Set<AnswerHook>();
  private readonly replayHooks = new Set<ReplayHook>();
  private readonly nameOwner: (name: string) => Promise<string | undefined>;

  constructor(private readonly parts: EventStoreParts) {
    super();
    this.streams = new Streams(parts.pool, parts.remembered);
    this.nameOwner = gathered(
      (name) => name,
      (names) => nameOwners(parts.pool, names),
    );
  }

  override async run<T>(metadata: Metadata, work: (unit: Unit) => Promise<T>): Promise<T> {
    const executed = await this.execute(metadata, work, undefined);
    if (executed.kind === 'replayed') throw new Error('replayed without a key');
    return executed.result;
  }

  override async runOnce<T>(
    metadata: Metadata,
    idempotency: Idempotency<T>,
    work: (unit: Unit) => Promise<T>,
  ): Promise<Executed<T>> {
    const { commandId } = idempotency;
    if (this.running.has(commandId)) throw new IdempotencyInProgress();
    this.running.add(commandId);
    try {
      const executed = await this.executeOnce({ ...metadata, causationId: commandId }, work, idempotency);
      if (executed.kind === 'replayed') await quietly([...this.replayHooks].map((hook) => hook()));
      return executed;
    } finally {
      this.running.delete(commandId);
    }
  }

  override async read<State, Event extends Message>(
    aggregate: Aggregate<State, Event>,
    streamId: string,
  ): Promise<Loaded<State> | undefined> {
    const { version, state } = await usable(this.streams.current({ aggregate, streamId }));
    return version === 0 ? undefined : { version, state: state as State }; // a state of this aggregate
  }

  override list<State, Event extends Message>(
    aggregate: Aggregate<State, Event>,
    query: ListQuery,
  ): Promise<ListPage<State>> {
    return usable(readList(this.parts.pool, this.streams, aggregate, query));
  }

  override scan<State, Event extends Message>(
    aggregate: Aggregate<State, Event>,
    query: ScanQuery,
  ): AsyncIterable<ListPage<State>['items'][number]> {
    return scan(this.parts.pool, this.streams, aggregate, query);
  }

  override events(streamId: string, fromVersion = 0): Promise<readonly StoredEvent[]> {
    return usable(readEvents(this.parts.pool, streamId, fromVersion));
  }

  override committed(listener: CommittedListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Adds what must happen between a commit and its answer. */
  beforeAnswer(hook: AnswerHook): void {
    this.answerHooks.add(hook);
  }

  /** Adds what must happen before an answer is given again. */
  beforeReplay(hook: ReplayHook): void {
    this.replayHooks.add(hook);
  }

  /** A unit for a transaction of somebody else, who calls `written` with it after the commit. */
  unitOn(client: PoolClient, metadata: Metadata): TransactionUnit {
    const { clock, randomness } = this.parts;
    return TransactionUnit.on(client, metadata, {
      clock,
      randomness,
      streams: this.streams,
      versionOf: this.versionOf,
    });
  }

  /** Lets this process know what a unit has committed. */
  written(unit: BufferedUnit): void {
    crashPoint('append.committed');
    for (const stream of unit.streams) this.remember(stream);
    const events = unit.appended;
    if (events.length > 0) for (const listener of this.listeners) listener(events);
  }

  private async executeOnce<T>(
    metadata: Metadata,
    work: (unit: Unit) => Promise<T>,
    idempotency: Idempotency<T>,
  ): Promise<Executed<T>> {
    try {
      return await this.execute(metadata, work, idempotency);
    } catch (error) {
      if (error instanceof StoreUnavailable || error instanceof IdempotencyKeyReused) throw error;
      // The work cannot be done; perhaps because it has been done already.
      const answer = await this.answerOf(idempotency);
      if (answer === undefined) throw error;
      return { kind: 'replayed', answer };
    }
  }

  private async execute<T>(
    metadata: Metadata,
    work: (unit: Unit) => Promise<T>,
    idempotency: Idempotency<T> | undefined,
  ): Promise<Executed<T>> {
    let turn: Promise<() => void> | undefined;
    // The first stream only: with one turn each, units cannot wait for each other in a circle.
    const takeTurn = async (streamId: string): Promise<void> => {
      turn ??= this.turns.take(streamId);
      await turn;
    };
    try {
      for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
        const unit = this.unit(metadata, takeTurn);
        const result = await usable(work(unit));
        const answer = idempotency?.answer(result);
        const outcome = await this.finish(unit, idempotency, answer);
        switch (outcome.kind) {
          case 'written':
            await this.announce(unit);
            return { kind: 'done', result, answer };
          case 'duplicate':
            return { kind: 'replayed', answer: await this.firstAnswer(idempotency) };
          case 'name_taken':
            throw new NameTaken(outcome.name, outcome.owner);
          case 'conflict':
            for (const { id } of unit.streams) this.streams.forget(id);
            if (attempt > 1) await pause(this.parts.randomness, attempt);
        }
      }
      throw new TooMuchContention();
    } finally {
      (await turn)?.();
    }
  }

  private unit(metadata: Metadata, takeTurn: (streamId: string) => Promise<void>): BufferedUnit {
    const { clock, randomness } = this.parts;
    return new BufferedUnit(metadata, {
      now: clock.now(),
      randomness,
      versionOf: this.versionOf,
      source: {
        stream: async (aggregate: AnyAggregate, streamId: string) => {
          await takeTurn(streamId);
          return this.streams.recalled({ aggregate, streamId });
        },
        nameOwner: this.nameOwner,
      },
    });
  }

  private async finish(
    unit: BufferedUnit,
    idempotency: Idempotency<never> | undefined,
    answer: StoredAnswer | undefined,
  ): Promise<Outcome> {
    if (unit.isEmpty && (idempotency === undefined || answer === undefined)) {
      // Nothing to write; but what was decided may rest on something old.
      const read = unit.streams.map(({ id, before }) => ({ id, version: before.version }));
      return { kind: (await usable(this.streams.unchanged(read))) ? 'written' : 'conflict' };
    }
    const pending = unit.pending();
    if (idempotency === undefined || answer === undefined) return this.batcher.add(pending);
    const { commandId, bodyHash } = idempotency;
    return this.batcher.add({ ...pending, command: { id: commandId, bodyHash, answer, at: unit.now } });
  }

  private async write(units: readonly PendingUnit[]): Promise<readonly Outcome[]> {
    const { pool, metrics } = this.parts;
    const started = performance.now();
    const outcomes = await appendBatch(pool, units);
    metrics?.appendBatchSize.observe(units.length);
    metrics?.appendDuration.observe(performance.now() - started);
    return outcomes;
  }

  private async announce(unit: BufferedUnit): Promise<void> {
    if (unit.isEmpty) return;
    this.written(unit);
    if (this.answerHooks.size === 0) return;
    const events = unit.appended;
    await quietly([...this.answerHooks].map((hook) => hook(events)));
  }

  private remember({ id, before, version, state, partitionKey }: TrackedStream): void {
    if (version > before.version) this.streams.remember(id, { version, state, partitionKey });
  }

  private async firstAnswer(idempotency: Idempotency<never> | undefined): Promise<StoredAnswer> {
    const answer = idempotency === undefined ? undefined : await this.answerOf(idempotency);
    if (answer === undefined) throw new TooMuchContention();
    return answer;
  }

  private async answerOf({ commandId, bodyHash }: Idempotency<never>): Promise<StoredAnswer | undefined> {
    const { rows } = await usable(
      this.parts.pool.query<StoredAnswer & { body_hash: Buffer }>({
        name: 'es-answer',
        text: 'SELECT body_hash, status, body, headers FROM es.commands WHERE command_id = $1',
        values: [commandId],
      }),
    );
    const [row] = rows;
    if (row === undefined) return undefined;
    if (!row.body_hash.equals(bodyHash)) throw new IdempotencyKeyReused();
    return { status: row.status, body: row.body, headers: row.headers };
  }

  private readonly versionOf = (type: string): number => this.parts.catalogue?.[type]?.version ?? 1;
}

/** Turns a fault of the way to PostgreSQL into one that callers know. */
const usable = async <T>(answer: Promise<T>): Promise<T> => {
  try {
    return await answer;
  } catch (error) {
    throw isTransient(error) && !(error instanceof TooMuchContention) ? new StoreUnavailable(error) : error;
  }
};

const quietly = async (hooks: readonly Promise<void>[]): Promise<void> => {
  await Promise.allSettled(hooks);
};

const pause = (randomness: Randomness, attempt: number): Promise<void> => {
  const share = (randomness.bytes(1)[0] ?? 0) / 255;
  return new Promise((wake) => setTimeout(wake, JITTER_MS * attempt * share));
};
