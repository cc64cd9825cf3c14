import type { Pool } from 'pg';
import type { Inbox } from '../consumer/inbox';
import type { Wake } from '../wake';
import type { RedisHints } from './redis-hints';

export type FreshnessParts = Readonly<{
  pool: Pool;
  hints: RedisHints;
  /** Woken by the commits of this process's consumer. */
  wake: Wake;
  /** What this service has heard; undefined where it hears nothing. */
  inbox: () => Promise<Inbox> | undefined;
}>;

/** What another service has said is known to be under way: an answer given without it could be wrong, and would be kept. */
export class NotHeardYet extends Error {
  constructor(source: string) {
    super(`the last of ${source} has not been heard yet`);
    this.name = 'NotHeardYet';
  }
}

const WAIT_MS = 2000;
/** What was said is usually heard within this: the courtesy of a service that may not see the notes. */
const BLIND_WAIT_MS = 1000;
/** Commits of this process wake who waits; this bounds how late those of others are seen. */
const POLL_MIN_MS = 10;
const POLL_MAX_MS = 80;

/** Lets a request wait for what another service has only just said (api.md 1). */
export class Freshness {
  constructor(private readonly parts: FreshnessParts) {}

  /**
   * Waits until this service has heard the last that `source` (a service's name) said about the order, at most 2 s.
   * Without a hint it goes on at once, without Redis after a moment. @throws NotHeardYet
   */
  async heard(source: string, orderId: string): Promise<void> {
    const [hint, inbox] = await Promise.all([this.parts.hints.told(source, orderId), this.parts.inbox()]);
    if (hint === 'none' || inbox === undefined) return;
    if (hint === 'unknown') return pause(BLIND_WAIT_MS);
    const heard = await this.until(
      async () => (await inbox.seen(this.parts.pool, [hint.eventId])).has(hint.eventId) || undefined,
      WAIT_MS,
    );
    if (heard === undefined) throw new NotHeardYet(source);
  }

  /** Asks until there is an answer, at most so long; undefined when there is none in time. */
  async until<T>(ask: () => Promise<T | undefined>, withinMs = WAIT_MS): Promise<T | undefined> {
    const end = performance.now() + withinMs;
    for (let pollMs = POLL_MIN_MS; ; pollMs = Math.min(2 * pollMs, POLL_MAX_MS)) {
      const since = this.parts.wake.count;
      const answer = await ask();
      if (answer !== undefined || performance.now() >= end) return answer;
      await this.parts.wake.within(pollMs, since);
    }
  }
}

const pause = (ms: number): Promise<void> => new Promise((wake) => setTimeout(wake, ms));
