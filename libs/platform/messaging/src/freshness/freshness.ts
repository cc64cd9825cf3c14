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

const WAIT_MS = 2000;
/** Commits of this process wake who waits; this bounds how late those of others are seen. */
const POLL_MIN_MS = 10;
const POLL_MAX_MS = 80;

/** Lets a request wait for what another service has only just said (api.md 1). */
export class Freshness {
  constructor(private readonly parts: FreshnessParts) {}

  /**
   * Waits until this service has heard the last that `source` (a service's name) said about the order, at most 2 s.
   * Answers whether it has. Without hints it answers at once.
   */
  async heard(source: string, orderId: string): Promise<boolean> {
    const [eventId, inbox] = await Promise.all([this.parts.hints.told(source, orderId), this.parts.inbox()]);
    if (eventId === undefined || inbox === undefined) return true;
    const answer = await this.until(
      async () => ((await inbox.seen(this.parts.pool, [eventId])).has(eventId) ? true : undefined),
      WAIT_MS,
    );
    return answer ?? false;
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
