import type { Clock, Randomness } from '@amends/kernel';
import type { PoolClient } from 'pg';
import { NameTaken, TooMuchContention } from '../errors';
import { nameOwners } from '../loading/names';
import { absent, type StreamRecord, type Streams } from '../loading/streams';
import type { Metadata } from '../store';
import { appendBatch } from './append-batch';
import { BufferedUnit } from './buffered-unit';
import type { AnyAggregate } from './stream-change';

export type TransactionParts = Readonly<{
  clock: Clock;
  randomness: Randomness;
  streams: Streams;
  versionOf: (type: string) => number;
}>;

/** A unit inside a transaction that somebody else begins and commits: its streams are locked as they are loaded. */
export class TransactionUnit extends BufferedUnit {
  private constructor(
    metadata: Metadata,
    private readonly client: PoolClient,
    private readonly shared: TransactionParts,
    private readonly prefetched: Map<string, StreamRecord>,
  ) {
    super(metadata, {
      now: shared.clock.now(),
      randomness: shared.randomness,
      versionOf: shared.versionOf,
      source: {
        stream: async (aggregate, streamId) =>
          prefetched.get(streamId) ??
          this.fetch([{ aggregate, streamId }]).then(() => prefetched.get(streamId) ?? absent(aggregate, streamId)),
        nameOwner: async (name) => (await nameOwners(client, [name])).get(name),
      },
    });
  }

  static on(client: PoolClient, metadata: Metadata, shared: TransactionParts): TransactionUnit {
    return new TransactionUnit(metadata, client, shared, new Map());
  }

  /** Loads and locks streams with one query, in the order that every writer locks in. */
  async fetch(targets: readonly Readonly<{ aggregate: AnyAggregate; streamId: string }>[]): Promise<void> {
    const missing = targets.filter(({ streamId }) => !this.prefetched.has(streamId));
    const records = await this.shared.streams.locked(this.client, missing);
    for (const { aggregate, streamId } of missing)
      this.prefetched.set(streamId, records.get(streamId) ?? absent(aggregate, streamId));
  }

  /** Writes what was appended; the transaction must be rolled back when it throws. */
  async write(): Promise<void> {
    if (this.isEmpty) return;
    const [outcome] = await appendBatch(this.client, [{ ...this.pending(), read: [] }]);
    switch (outcome?.kind) {
      case 'written':
        return;
      case 'name_taken':
        throw new NameTaken(outcome.name, outcome.owner);
      case 'conflict': // A stream that did not exist when it was loaded, hence could not be locked.
      case 'duplicate':
      case undefined:
        throw new TooMuchContention();
    }
  }
}
