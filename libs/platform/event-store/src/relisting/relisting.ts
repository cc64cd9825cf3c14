import type { Log, Metrics } from '@amends/platform/observability';
import type { Pool, PoolClient } from 'pg';
import type { AnyAggregate } from '../append/stream-change';
import { countOlder, readOlder, writeRelisted, type OlderStream, type RelistedStream } from './older-streams';

export type RelistingParts = Readonly<{
  /** Connections as the application's role. */
  pool: Pool;
  aggregates: readonly AnyAggregate[];
  log: Log;
  metrics?: Pick<Metrics, 'streamsToRelist' | 'streamsRelisted'>;
  /** How many streams a second at most, by all processes together. */
  streamsPerSecond: number;
}>;

const PAGE = 100;
const SECOND_MS = 1000;
/** Processes of the release before may still be writing: what they leave is looked for again. */
const LOOK_EVERY_MS = 60_000;
/** Streams that cannot be folded are left for people; with more of them something else is wrong. */
const MOST_FAILED = 100;
/** Names the work among the advisory locks of a database. */
const LOCK = 7_264_302;

/**
 * Brings the lists of a service up to date with its code. `revision` of an aggregate stands in the row of each stream that it
 * has folded and listed; streams with a lower one get state and list rows of today's code, beside those who write them: what
 * somebody has written meanwhile is left to him, or to the next page. Nothing is noted elsewhere, so whoever comes after a
 * process that has ended goes on where it was. One process works at a time, page by page.
 */
export class Relisting {
  private readonly failed = new Set<string>();
  private readonly left = new Map<string, number>();
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();

  constructor(private readonly parts: RelistingParts) {}

  /** Begins at once, and looks again every minute; answers how to end, after the page under way. */
  start(): Readonly<{ stop: () => Promise<void> }> {
    this.running = this.keepOn();
    return {
      stop: async () => {
        this.stopping.abort();
        await this.running;
      },
    };
  }

  /** Works until nothing is left that is older, or another process does; answers how many streams were written. */
  async run(): Promise<number> {
    let all = 0;
    for (const aggregate of this.listed) all += await this.runFor(aggregate);
    return all;
  }

  private async keepOn(): Promise<void> {
    while (!this.isStopping) {
      for (const aggregate of this.listed)
        await this.runFor(aggregate).catch((error: unknown) => {
          this.parts.log.error('streams.not_relisted', error, { category: aggregate.category });
        });
      await this.pause(LOOK_EVERY_MS);
    }
  }

  private get listed(): readonly AnyAggregate[] {
    return this.parts.aggregates.filter(({ listings }) => listings !== undefined);
  }

  private async runFor(aggregate: AnyAggregate): Promise<number> {
    const { log, streamsPerSecond } = this.parts;
    const { category, revision } = aggregate;
    const started = performance.now();
    let done = 0;
    while (!this.isStopping) {
      const pageStarted = performance.now();
      const page = await this.page(aggregate);
      if (page === undefined) return done; // Another process is at it.
      if (page.found === 0) break;
      done += page.written;
      await this.pause((page.found / streamsPerSecond) * SECOND_MS - (performance.now() - pageStarted));
    }
    if (done > 0 && !this.isStopping)
      log.info('streams.relisted', { category, revision, done, ms: Math.round(performance.now() - started) });
    return done;
  }

  /** The next streams that are older; undefined while another process works. */
  private async page(aggregate: AnyAggregate): Promise<Readonly<{ found: number; written: number }> | undefined> {
    const client = await this.parts.pool.connect();
    try {
      await client.query('BEGIN');
      const { rows } = await client.query<{ free: boolean }>('SELECT pg_try_advisory_xact_lock($1) AS free', [LOCK]);
      const page = rows[0]?.free === true ? await this.relist(client, aggregate) : undefined;
      await client.query('COMMIT');
      return page;
    } catch (error) {
      await client.query('ROLLBACK').catch(() => undefined);
      throw error;
    } finally {
      client.release();
    }
  }

  private async relist(client: PoolClient, aggregate: AnyAggregate) {
    const { category, revision } = aggregate;
    const older = await readOlder(client, aggregate, PAGE, [...this.failed]);
    if (older.length === 0) {
      this.tell(category, 0);
      return { found: 0, written: 0 };
    }
    if (!this.left.has(category)) {
      const left = await countOlder(client, aggregate);
      this.parts.log.info('streams.relisting', { category, revision, left });
      this.left.set(category, left);
    }
    const written = await writeRelisted(client, revision, this.today(aggregate, older));
    this.parts.metrics?.streamsRelisted.inc({ category }, written);
    this.tell(category, Math.max(0, (this.left.get(category) ?? 0) - written));
    return { found: older.length, written };
  }

  private today(aggregate: AnyAggregate, older: readonly OlderStream[]): readonly RelistedStream[] {
    return older.flatMap(({ id, version, events }) => {
      try {
        const state: unknown = events.reduce<unknown>(aggregate.evolve, aggregate.initialState);
        return [{ id, version, state, listings: aggregate.listings?.(state) ?? [] }];
      } catch (error) {
        this.leave(id, error);
        return [];
      }
    });
  }

  /** @throws when too many were left */
  private leave(streamId: string, error: unknown): void {
    this.failed.add(streamId);
    this.parts.log.error('stream.not_relisted', error, { streamId });
    if (this.failed.size > MOST_FAILED) throw new Error('too many streams cannot be folded');
  }

  /** What is left of a kind; once there is nothing, the next look counts anew. */
  private tell(category: string, left: number): void {
    this.parts.metrics?.streamsToRelist.set({ category }, left);
    if (left === 0) this.left.delete(category);
    else this.left.set(category, left);
  }

  private get isStopping(): boolean {
    return this.stopping.signal.aborted;
  }

  private pause(ms: number): Promise<void> {
    const { signal } = this.stopping;
    if (ms <= 0 || signal.aborted) return Promise.resolve();
    return new Promise((wake) => {
      const end = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', end);
        wake();
      };
      const timer = setTimeout(end, ms);
      signal.addEventListener('abort', end, { once: true });
    });
  }
}
