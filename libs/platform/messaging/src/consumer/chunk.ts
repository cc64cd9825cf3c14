import type { CatalogueEntry } from '@amends/kernel';
import {
  isDatabaseFault,
  isTransient,
  NameTaken,
  TooMuchContention,
  type AnyAggregate,
  type BufferedUnit,
  type Metadata,
} from '@amends/platform/event-store';
import type { Tracing } from '@amends/platform/observability';
import type { PoolClient } from 'pg';
import { NotNow, type Projection, type Reaction, type Received, type Subscription } from '../subscription';
import type { ReadMessage } from './message';

/** A unit inside the transaction of its chunk: streams are fetched together, and written together. */
export type ChunkUnit = BufferedUnit &
  Readonly<{
    fetch: (targets: readonly Readonly<{ aggregate: AnyAggregate; streamId: string }>[]) => Promise<void>;
    write: () => Promise<void>;
  }>;

export type ChunkParts = Readonly<{
  subscription: Subscription;
  store: Readonly<{ unitOn: (client: PoolClient, metadata: Metadata) => ChunkUnit }>;
  entryOf: (type: string) => CatalogueEntry | undefined;
  tracing?: Tracing;
}>;

/** How one message ended. `repeated` has been handled before; `ignored` means nothing to this service. */
export type Verdict = 'handled' | 'repeated' | 'ignored' | 'not_now' | 'behind' | 'stopped';

export type Judged = Readonly<{ read: ReadMessage; verdict: Verdict; why: string }>;

export type ChunkOutcome = Readonly<{ judged: readonly Judged[]; unit: ChunkUnit }>;

const ATTEMPTS = 5;

/**
 * Decides on messages in their order inside an open transaction, each seeing what the ones before it have led to, and
 * writes all effects at once. Neither inbox nor set-aside messages are written here.
 */
export class Chunk {
  private readonly reactions = new Map<string, readonly Reaction[]>();
  private readonly projections: readonly Projection[];

  constructor(private readonly parts: ChunkParts) {
    const { reactions, projections = [] } = parts.subscription;
    for (const each of reactions) this.reactions.set(each.type, [...(this.reactions.get(each.type) ?? []), each]);
    this.projections = projections;
  }

  /** Whether there is anything to do for it. */
  concerns(read: ReadMessage): boolean {
    return read.kind === 'unreadable' || this.isWanted(read.message);
  }

  /** Ids that the inbox will be asked for. */
  idOf(read: ReadMessage): string | undefined {
    return read.kind === 'message' && this.isWanted(read.message) ? read.message.id : undefined;
  }

  /**
   * `seen`: ids that have been handled. `blocked`: lanes of which an earlier message waits. `poison`: sets the only message
   * of the chunk aside.
   */
  async handle(
    client: PoolClient,
    messages: readonly ReadMessage[],
    seen: ReadonlySet<string>,
    blocked: ReadonlySet<string>,
    poison?: string,
  ): Promise<ChunkOutcome> {
    const { store, subscription } = this.parts;
    const unit = store.unitOn(client, { actor: { role: 'system', id: subscription.group }, correlationId: '' });
    const waiting = new Set(blocked);
    const known = new Set(seen);
    await unit.fetch(messages.flatMap((read) => this.targetsOf(read, known, waiting)));

    const judged: Judged[] = [];
    for (const read of messages) {
      const judgement = await this.judge(unit, read, known, waiting, poison);
      if (judgement.verdict === 'not_now' || judgement.verdict === 'stopped') waiting.add(read.lane);
      if (judgement.verdict === 'handled' && read.kind === 'message') known.add(read.message.id);
      judged.push(judgement);
    }
    await unit.write();
    await this.project(client, judged);
    return { judged, unit };
  }

  private isWanted(message: Received): boolean {
    return (
      this.reactions.has(message.type) ||
      this.projections.some((projection) => wants(projection, message)) ||
      // Requests may wait for it: that it was heard must be known.
      (this.parts.entryOf(message.type)?.awaited ?? false)
    );
  }

  private targetsOf(read: ReadMessage, seen: ReadonlySet<string>, waiting: ReadonlySet<string>) {
    if (read.kind === 'unreadable' || waiting.has(read.lane) || seen.has(read.message.id)) return [];
    const { type, data } = read.message;
    try {
      return (this.reactions.get(type) ?? []).flatMap((each) => each.streams?.(data) ?? []);
    } catch {
      return []; // Its reaction will fail in the same way, where that can be judged.
    }
  }

  private async judge(
    unit: ChunkUnit,
    read: ReadMessage,
    seen: ReadonlySet<string>,
    waiting: ReadonlySet<string>,
    poison: string | undefined,
  ): Promise<Judged> {
    if (read.kind === 'unreadable') {
      return waiting.has(read.lane)
        ? { read, verdict: 'behind', why: '' }
        : { read, verdict: 'stopped', why: read.why };
    }
    if (!this.isWanted(read.message)) return { read, verdict: 'ignored', why: '' };
    if (seen.has(read.message.id)) return { read, verdict: 'repeated', why: '' };
    if (waiting.has(read.lane)) return { read, verdict: 'behind', why: 'an earlier message of its lane waits' };
    if (poison !== undefined) return { read, verdict: 'stopped', why: poison };
    return this.react(unit, read, read.message);
  }

  private async react(unit: ChunkUnit, read: ReadMessage, message: Received): Promise<Judged> {
    for (let attempt = 1; ; attempt++) {
      unit.checkpoint();
      try {
        await this.reactTo(unit, message);
        return { read, verdict: 'handled', why: '' };
      } catch (error) {
        unit.takeBack();
        if (error instanceof NotNow) return { read, verdict: 'not_now', why: error.message };
        if (belongsToTransaction(error)) throw error;
        if (attempt === ATTEMPTS) return { read, verdict: 'stopped', why: reasonOf(error) };
      }
    }
  }

  private async reactTo(unit: ChunkUnit, message: Received): Promise<void> {
    const { tracing, subscription } = this.parts;
    const { id: causationId, correlationid: correlationId, type } = message;
    const act = async (traceparent: string | undefined): Promise<void> => {
      const actor = { role: 'system', id: subscription.group };
      unit.under({ actor, correlationId, causationId, ...(traceparent === undefined ? {} : { traceparent }) });
      for (const each of this.reactions.get(type) ?? []) await each.handle(message, unit);
    };
    await (tracing === undefined ? act(message.traceparent) : tracing.span(`hear ${type}`, message.traceparent, act));
  }

  private async project(client: PoolClient, judged: readonly Judged[]): Promise<void> {
    const handled = judged.flatMap(({ read, verdict }) =>
      verdict === 'handled' && read.kind === 'message' ? [read.message] : [],
    );
    for (const projection of this.projections) {
      const wanted = handled.filter((message) => wants(projection, message));
      if (wanted.length > 0) await projection.apply(wanted, client);
    }
  }
}

const wants = ({ types }: Projection, { type }: Received): boolean => types === 'all' || types.includes(type);

/** Faults after which the transaction cannot go on, or must not be blamed on the message. */
const belongsToTransaction = (error: unknown): boolean =>
  isDatabaseFault(error) || isTransient(error) || error instanceof NameTaken || error instanceof TooMuchContention;

/** Only the kind of an error and its first words: it may quote data. */
export const reasonOf = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}`.slice(0, 300) : 'unknown';
