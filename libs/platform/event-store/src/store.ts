import type { Aggregate, Instant, IdPrefix, Message } from '@amends/kernel';
import type { Executed, Idempotency } from './idempotency';

/** Who did it. Role "system" for timers and processes. */
export type Actor = Readonly<{ role: string; id: string }>;

/** What is stored beside every event of a unit. */
export type Metadata = Readonly<{ actor: Actor; correlationId: string; causationId?: string; traceparent?: string }>;

/** A stream's state. Version 0: the stream does not exist. */
export type Loaded<State> = Readonly<{ state: State; version: number }>;

/** An event as it was stored. `position` is only known of events that were read, not of those just written. */
export type StoredEvent = Readonly<{
  streamId: string;
  version: number;
  id: string;
  category: string;
  type: string;
  schemaVersion: number;
  partitionKey: string;
  data: object;
  metadata: Metadata;
  at: Instant;
}>;

/** One atomic change, of one or several streams. */
export type Unit = {
  /** One reading of the Clock for the whole unit. */
  readonly now: Instant;
  /** The stream's state; sees what this unit has appended. `streamId` is a uuid. */
  load<State, Event extends Message>(aggregate: Aggregate<State, Event>, streamId: string): Promise<Loaded<State>>;
  /** Folds the events, keeps them for the end of the unit and answers the new state. The stream must have been loaded. */
  append<State, Event extends Message>(
    aggregate: Aggregate<State, Event>,
    streamId: string,
    events: readonly Event[],
    by?: Actor,
  ): State;
  /** Takes a unique name. Taken by another owner: NameTaken, at once or when the unit is written. */
  claim(name: string, owner: string): void;
  /** The owner of a name. */
  lookup(name: string): Promise<string | undefined>;
  /** A new public id. */
  newId(prefix: IdPrefix): string;
  newUuid(): string;
};

export type ListWhere = Readonly<
  Partial<
    Record<'id' | 'orderId' | 'afterSaleId' | 'buyerId' | 'merchantId' | 'status' | 'type' | 'reference', string>
  > & { flagged?: boolean; updatedAfter?: Instant }
>;

/** Newest first. `cursor` is opaque: the `nextCursor` of the page before; an unreadable one throws BadCursor. */
export type ListQuery = Readonly<{ kind: string; where: ListWhere; limit: number; cursor?: string }>;

/** Whose objects: always somebody's, so that nobody reads all there is. `createdFrom` counts, `createdBefore` does not. */
export type ScanQuery = Readonly<{
  kind: string;
  of: Readonly<{ buyerId: string; merchantId?: string }> | Readonly<{ merchantId: string }>;
  createdFrom?: Instant;
  createdBefore?: Instant;
}>;

export type ListPage<State> = Readonly<{
  items: readonly Readonly<{ id: string; streamId: string; version: number; state: State }>[];
  nextCursor: string | null;
}>;

/** Called in this process after events were committed; must not throw and must not wait. */
export type CommittedListener = (events: readonly StoredEvent[]) => void;

/** The streams of one service: one name is both the type and the injection token. */
export abstract class EventStore {
  /**
   * Runs `work`, then writes what it appended, together with other units. When another writer was faster, `work` runs
   * again on the newer state (at most 8 times). Refusals are ordinary results, and are given on the newest state only.
   * Faults: StoreUnavailable, NameTaken, TooMuchContention, and what `work` throws.
   */
  abstract run<T>(metadata: Metadata, work: (unit: Unit) => Promise<T>): Promise<T>;

  /**
   * As `run`, once per idempotency key: the answer is stored in the same transaction, also that of a refusal; a repeated
   * key gets the first answer. Faults besides: IdempotencyKeyReused, IdempotencyInProgress.
   */
  abstract runOnce<T>(
    metadata: Metadata,
    idempotency: Idempotency<T>,
    work: (unit: Unit) => Promise<T>,
  ): Promise<Executed<T>>;

  /** The newest state; undefined when the stream does not exist. */
  abstract read<State, Event extends Message>(
    aggregate: Aggregate<State, Event>,
    streamId: string,
  ): Promise<Loaded<State> | undefined>;

  abstract list<State, Event extends Message>(
    aggregate: Aggregate<State, Event>,
    query: ListQuery,
  ): Promise<ListPage<State>>;

  /**
   * All objects of somebody, the oldest first, with their newest states: what reports count. States are read past the ones
   * in memory, so that a report does not push out what is worked on.
   */
  abstract scan<State, Event extends Message>(
    aggregate: Aggregate<State, Event>,
    query: ScanQuery,
  ): AsyncIterable<ListPage<State>['items'][number]>;

  /** The events of a stream with a version above `fromVersion` (0), in order. */
  abstract events(streamId: string, fromVersion?: number): Promise<readonly StoredEvent[]>;

  /** Hears of every commit of this process, of consumers and timers too. Answers how to stop hearing. */
  abstract committed(listener: CommittedListener): () => void;
}
