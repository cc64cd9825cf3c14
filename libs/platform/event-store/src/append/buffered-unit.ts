import {
  idOf,
  millis,
  uuidOf,
  uuidv7,
  type Aggregate,
  type IdPrefix,
  type Instant,
  type Message,
  type Randomness,
} from '@amends/kernel';
import { NameTaken } from '../errors';
import type { StreamRecord } from '../loading/streams';
import type { Actor, Loaded, Metadata, StoredEvent, Unit } from '../store';
import type { NewEvent, PendingUnit } from './append-batch';
import { changeOf, type AnyAggregate, type TrackedStream } from './stream-change';

/** Where a unit reads from: the store, or an open transaction. */
export type UnitSource = Readonly<{
  stream: (aggregate: AnyAggregate, streamId: string) => Promise<StreamRecord>;
  nameOwner: (name: string) => Promise<string | undefined>;
}>;

export type UnitParts = Readonly<{
  now: Instant;
  randomness: Randomness;
  /** The schema version that events of this type are written in. */
  versionOf: (type: string) => number;
  source: UnitSource;
}>;

/** Keeps what a unit reads and appends until somebody writes it. */
export class BufferedUnit implements Unit {
  readonly now: Instant;
  private readonly tracked = new Map<string, TrackedStream>();
  private readonly newEvents: NewEvent[] = [];
  private readonly names = new Map<string, string>();
  private metas = new Map<Actor, string>();
  private mark: Mark = emptyMark();

  constructor(
    private metadata: Metadata,
    private readonly parts: UnitParts,
  ) {
    this.now = parts.now;
  }

  async load<State, Event extends Message>(
    aggregate: Aggregate<State, Event>,
    streamId: string,
  ): Promise<Loaded<State>> {
    const known = this.tracked.get(streamId);
    if (known !== undefined) return loaded(known);
    const { version, state, partitionKey, older = false } = await this.parts.source.stream(aggregate, streamId);
    // Another load of the same stream may have come first while this one waited: its appends must not be lost.
    const meanwhile = this.tracked.get(streamId);
    if (meanwhile !== undefined) return loaded(meanwhile);
    const stream = { aggregate, id: streamId, partitionKey, before: { version, state, older }, version, state };
    this.tracked.set(streamId, stream);
    return loaded(stream);
  }

  append<State, Event extends Message>(
    aggregate: Aggregate<State, Event>,
    streamId: string,
    events: readonly Event[],
    by: Actor = this.metadata.actor,
  ): State {
    const known = this.tracked.get(streamId);
    if (known === undefined) throw new Error(`stream ${streamId} is appended to before it was loaded`);
    let { version, partitionKey } = known;
    let state = known.state as State; // loaded with the same aggregate
    for (const event of events) {
      version += 1;
      partitionKey = orderUuid(event.data) ?? partitionKey;
      state = aggregate.evolve(state, event);
      this.newEvents.push(this.newEvent(aggregate.category, streamId, version, partitionKey, event, by));
    }
    this.remember(known);
    this.tracked.set(streamId, { ...known, partitionKey, version, state });
    return state;
  }

  claim(name: string, owner: string): void {
    const claimed = this.names.get(name);
    if (claimed !== undefined && claimed !== owner) throw new NameTaken(name, claimed);
    if (claimed === undefined) this.mark.names.push(name);
    this.names.set(name, owner);
  }

  async lookup(name: string): Promise<string | undefined> {
    return this.names.get(name) ?? this.parts.source.nameOwner(name);
  }

  newId(prefix: IdPrefix): string {
    return idOf(prefix, this.newUuid());
  }

  newUuid(): string {
    return uuidv7(millis(this.now), this.parts.randomness.bytes(10));
  }

  /** What comes from here on is done by somebody else, for another cause. */
  under(metadata: Metadata): void {
    this.metadata = metadata;
    this.metas = new Map();
  }

  /** Makes this the point that `takeBack` returns to. */
  checkpoint(): void {
    this.mark = { ...emptyMark(), events: this.newEvents.length };
  }

  /** Forgets what was appended and claimed since the checkpoint. */
  takeBack(): void {
    for (const stream of this.mark.streams.values()) this.tracked.set(stream.id, stream);
    for (const name of this.mark.names) this.names.delete(name);
    this.newEvents.length = this.mark.events;
    this.checkpoint();
  }

  /** Whether there is nothing to write. */
  get isEmpty(): boolean {
    return this.newEvents.length === 0 && this.names.size === 0;
  }

  /** What it has appended, in order. */
  get appended(): readonly StoredEvent[] {
    return this.newEvents.map(({ event }) => event);
  }

  /** The streams it has read, changed or not. */
  get streams(): readonly TrackedStream[] {
    return [...this.tracked.values()];
  }

  /** All that it would write. */
  pending(): PendingUnit {
    const changed = this.streams.filter(isChanged);
    return {
      streams: changed.map(changeOf),
      read: this.streams
        .filter((stream) => !isChanged(stream))
        .map(({ id, before }) => ({ id, version: before.version })),
      events: this.newEvents,
      names: [...this.names].map(([name, owner]) => ({ name, owner })),
    };
  }

  private newEvent(
    category: string,
    streamId: string,
    version: number,
    partitionKey: string,
    { type, data }: Message,
    by: Actor,
  ): NewEvent {
    const event = {
      streamId,
      version,
      id: this.newUuid(),
      category,
      type,
      schemaVersion: this.parts.versionOf(type),
      partitionKey,
      data,
      metadata: by === this.metadata.actor ? this.metadata : { ...this.metadata, actor: by },
      at: this.now,
    };
    return { event, data: JSON.stringify(data), meta: this.metaOf(by, event.metadata) };
  }

  private metaOf(by: Actor, metadata: Metadata): string {
    const known = this.metas.get(by) ?? JSON.stringify(metadata);
    this.metas.set(by, known);
    return known;
  }

  private remember(stream: TrackedStream): void {
    if (!this.mark.streams.has(stream.id)) this.mark.streams.set(stream.id, stream);
  }
}

type Mark = Readonly<{ events: number; streams: Map<string, TrackedStream>; names: string[] }>;

const emptyMark = (): Mark => ({ events: 0, streams: new Map(), names: [] });

const isChanged = ({ before, version }: TrackedStream): boolean => version > before.version;

// The caller names the aggregate whose states these are.
const loaded = <State>({ state, version }: TrackedStream): Loaded<State> => ({ state: state as State, version });

/** Everything of an order meets in one partition: the order's uuid, where the data names one. */
const orderUuid = (data: object): string | undefined =>
  'orderId' in data && typeof data.orderId === 'string' ? uuidOf(data.orderId, 'ord') : undefined;
