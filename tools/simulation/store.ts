import { catalogue } from '@amends/contracts';
import type { Aggregate, Clock, Message } from '@amends/kernel';
import {
  BufferedUnit,
  EventStore,
  NameTaken,
  StoreUnavailable,
  TooMuchContention,
  type AnyAggregate,
  type CommittedListener,
  type Executed,
  type ListPage,
  type ListQuery,
  type Loaded,
  type Metadata,
  type StoredEvent,
  type StreamRecord,
  type Unit,
} from '@amends/platform/event-store';
import type { ChunkUnit } from '../../libs/platform/messaging/src/consumer/chunk';
import type { Life, Stage } from './stage';

type Stream = StreamRecord & Readonly<{ aggregate: AnyAggregate }>;
type Armed = Readonly<{ streamId: string; name: string; kind: string; token: number; dueAt: string }>;

/** What a service has written; it outlives every process. */
export class Database {
  readonly streams = new Map<string, Stream>();
  /** All events, in the order of their commits. */
  readonly log: StoredEvent[] = [];
  readonly inbox = new Set<string>();
  readonly deadlines = new Map<string, Armed>();
  private readonly names = new Map<string, string>();

  constructor(private readonly written: (streamIds: readonly string[]) => void) {}

  /** The stream as it is; version 0 where there is none. */
  stream(aggregate: AnyAggregate, streamId: string): StreamRecord {
    return this.streams.get(streamId) ?? { version: 0, state: aggregate.initialState, partitionKey: streamId };
  }

  owner(name: string): string | undefined {
    return this.names.get(name);
  }

  /** Writes all of a unit, with the messages that it has handled; or nothing, where another was faster. */
  write(unit: BufferedUnit, handled: readonly string[] = []): 'written' | 'conflict' {
    const { streams, read, events, names } = unit.pending();
    const isOld = [...streams.map(({ id, expected }) => [id, expected] as const), ...read.map(versionSeen)].some(
      ([id, version]) => (this.streams.get(id)?.version ?? 0) !== version,
    );
    if (isOld) return 'conflict';
    for (const { name, owner } of names) {
      const known = this.names.get(name);
      if (known !== undefined && known !== owner) throw new NameTaken(name, known);
      this.names.set(name, owner);
    }
    for (const { id, version, armed, closed, partitionKey } of streams) {
      const tracked = unit.streams.find((stream) => stream.id === id);
      if (tracked !== undefined)
        this.streams.set(id, { aggregate: tracked.aggregate, version, state: tracked.state, partitionKey });
      for (const deadlineId of closed) this.deadlines.delete(deadlineId);
      for (const { id: deadlineId, ...deadline } of armed)
        this.deadlines.set(deadlineId, { streamId: id, ...deadline });
    }
    // What is read again has been text meanwhile.
    for (const { event } of events) this.log.push(structuredClone(event));
    for (const id of handled) this.inbox.add(id);
    this.written(streams.map(({ id }) => id));
    return 'written';
  }
}

const versionSeen = ({ id, version }: Readonly<{ id: string; version: number }>) => [id, version] as const;

const ATTEMPTS = 8;
/** How often PostgreSQL is away for a moment: before it has written, or after. */
const AWAY = 0.03;

/** The event store as one process of a service sees it: the units of production over a database in memory. */
export class SimulatedStore extends EventStore {
  private readonly listeners = new Set<CommittedListener>();

  constructor(
    readonly database: Database,
    private readonly stage: Stage,
    private readonly life: Life,
    private readonly clock: Clock,
  ) {
    super();
  }

  override async run<T>(metadata: Metadata, work: (unit: Unit) => Promise<T>): Promise<T> {
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      const unit = this.unit(metadata);
      const result = await work(unit);
      await this.stage.turn(`${this.life.name} commits`, this.life);
      if (this.stage.fails(AWAY)) throw new StoreUnavailable(new Error('away before the commit'));
      if (this.database.write(unit) === 'conflict') continue;
      if (this.stage.fails(AWAY)) throw new StoreUnavailable(new Error('away after the commit'));
      this.committedBy(unit);
      return result;
    }
    throw new TooMuchContention();
  }

  override runOnce<T>(): Promise<Executed<T>> {
    throw new Error('nobody asks over HTTP here');
  }

  override async read<State, Event extends Message>(
    aggregate: Aggregate<State, Event>,
    streamId: string,
  ): Promise<Loaded<State> | undefined> {
    await this.stage.turn(`${this.life.name} reads`, this.life);
    const { version, state } = this.database.stream(aggregate, streamId);
    return version === 0 ? undefined : { version, state: state as State };
  }

  override async list<State, Event extends Message>(
    aggregate: Aggregate<State, Event>,
    { kind, where }: ListQuery,
  ): Promise<ListPage<State>> {
    await this.stage.turn(`${this.life.name} lists`, this.life);
    const items = [...this.database.streams].flatMap(([streamId, { aggregate: its, version, state }]) =>
      its.category !== aggregate.category
        ? []
        : (its.listings?.(state) ?? [])
            .filter((row) => row.kind === kind)
            .filter(({ id, status }) => (where.id ?? id) === id && (where.status ?? status) === status)
            .map(({ id }) => ({ id, streamId, version, state: state as State })),
    );
    return { items, nextCursor: null };
  }

  override scan(): never {
    throw new Error('nobody reports here');
  }

  override events(streamId: string, fromVersion = 0): Promise<readonly StoredEvent[]> {
    return Promise.resolve(
      this.database.log.filter((event) => event.streamId === streamId && event.version > fromVersion),
    );
  }

  override committed(listener: CommittedListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** A unit in the transaction of a consumer: nothing of the same streams goes on beside it, as its locks see to. */
  unitOn(metadata: Metadata): ChunkUnit {
    const unit = this.unit(metadata);
    return Object.assign(unit, { fetch: () => Promise.resolve(), write: () => Promise.resolve() });
  }

  /** Lets this process know what it has committed. */
  committedBy(unit: BufferedUnit): void {
    const events = unit.appended;
    if (events.length > 0) for (const listener of this.listeners) listener(events);
  }

  private unit(metadata: Metadata): BufferedUnit {
    return new BufferedUnit(metadata, {
      now: this.clock.now(),
      randomness: this.stage.dice,
      versionOf: (type) => catalogue[type]?.version ?? 1,
      source: {
        stream: (aggregate, streamId) => Promise.resolve(this.database.stream(aggregate, streamId)),
        nameOwner: (name) => Promise.resolve(this.database.owner(name)),
      },
    });
  }
}
