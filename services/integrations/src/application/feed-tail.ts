import type { Log } from '@amends/platform/observability';
import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import type { Pool } from 'pg';
import { type Feed, FEED_CHANNEL, type FeedEvent } from './feed';

const EVERYTHING = { merchantId: null, types: null } as const;
const KEPT_EVENTS = 2000;
const READ_AT_ONCE = 500;
/** Commits are told at once; this only bounds what a lost word of one costs. */
const LOOK_EVERY_MS = 1000;
const LISTEN_AGAIN_MS = 1000;

/** The end of the feed in memory, read once for all who follow it, as soon as a consumer has committed. */
export class FeedTail implements OnApplicationBootstrap, OnModuleDestroy {
  private kept: readonly FeedEvent[] = [];
  private keptAfter = 0;
  private last = 0;
  private reading: Promise<void> | undefined;
  private readAgain = false;
  private stopped = false;
  private hush: (() => void) | undefined;
  private look: NodeJS.Timeout | undefined;
  private readonly waiting = new Set<() => void>();

  constructor(
    private readonly pool: Pool,
    private readonly feed: Feed,
    private readonly log: Log,
  ) {}

  /** Begins at the present end of the feed. */
  async onApplicationBootstrap(): Promise<void> {
    this.last = await this.feed.end();
    this.keptAfter = this.last;
    this.look = setInterval(() => this.refresh(), LOOK_EVERY_MS);
    this.look.unref();
    void this.listen();
  }

  /** Ends, and with it whoever follows. */
  onModuleDestroy(): void {
    this.stopped = true;
    clearInterval(this.look);
    this.hush?.();
    this.wake();
  }

  get isOver(): boolean {
    return this.stopped;
  }

  /** The last position that has been read. */
  get position(): number {
    return this.last;
  }

  /** All events after a position; undefined when memory does not reach back so far. */
  after(position: number): readonly FeedEvent[] | undefined {
    if (position < this.keptAfter) return undefined;
    return this.kept.slice(this.kept.findLastIndex((event) => event.position <= position) + 1);
  }

  /** Waits until there is something after the position, the end has come, or so long. */
  moved(position: number, withinMs: number): Promise<void> {
    if (this.last > position || this.stopped) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        this.waiting.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, withinMs);
      this.waiting.add(wake);
    });
  }

  private async listen(): Promise<void> {
    while (!this.stopped) {
      try {
        await this.listenOnce();
      } catch (error) {
        this.log.warn('feed.not_listening', { reason: error instanceof Error ? error.message : 'unknown' });
      }
      await new Promise((wake) => setTimeout(wake, LISTEN_AGAIN_MS).unref());
    }
  }

  /** Resolves when the connection is gone, or nobody needs it any more. */
  private async listenOnce(): Promise<void> {
    const client = await this.pool.connect();
    const gone = new Promise<void>((resolve) => {
      this.hush = resolve;
      client.on('end', resolve);
      client.on('error', () => resolve());
    });
    client.on('notification', () => this.refresh());
    try {
      await client.query(`LISTEN ${FEED_CHANNEL}`);
      this.refresh();
      if (!this.stopped) await gone;
    } finally {
      client.release(true);
    }
  }

  private refresh(): void {
    this.readAgain = true;
    this.reading ??= this.read()
      .catch((error: unknown) => this.log.error('feed.not_read', error))
      .finally(() => (this.reading = undefined));
  }

  private async read(): Promise<void> {
    while (this.readAgain && !this.stopped) {
      this.readAgain = false;
      const events = await this.feed.after(this.last, EVERYTHING, READ_AT_ONCE);
      const end = events.at(-1);
      if (end === undefined) continue;
      this.keep(events, end.position);
      this.readAgain ||= events.length === READ_AT_ONCE;
    }
  }

  private keep(events: readonly FeedEvent[], end: number): void {
    const all = [...this.kept, ...events];
    const dropped = all.length - KEPT_EVENTS;
    this.keptAfter = (dropped > 0 ? all[dropped - 1]?.position : undefined) ?? this.keptAfter;
    this.kept = dropped > 0 ? all.slice(dropped) : all;
    this.last = end;
    this.wake();
  }

  private wake(): void {
    for (const wake of [...this.waiting]) wake();
  }
}
