import type { Pool } from 'pg';
import type { Inbox } from '../consumer/inbox';
import type { Notices } from '../notices';
import type { Lately } from './lately';
import type { RedisHints } from './redis-hints';

export type FreshnessParts = Readonly<{
  pool: Pool;
  hints: RedisHints;
  /** What this process has written and heard: by the ids of streams and of events. */
  notices: Notices;
  /** What this process has heard lately, so that nobody needs to ask for it. */
  lately: Lately;
  /** What this service has heard; undefined where it hears nothing. */
  inbox: () => Promise<Inbox> | undefined;
  /** Whether this process hears for itself; otherwise another does, and has to be asked more often. */
  working: boolean;
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
const POLL_MIN_MS = 20;
const POLL_MAX_MS = { working: 500, idle: 80 };

/** Lets a request wait for what another service has only just said (api.md 1). */
export class Freshness {
  constructor(private readonly parts: FreshnessParts) {}

  /**
   * Waits until this service has heard the last that `source` (a service's name) said about the order, at most 2 s.
   * Without a hint it goes on at once, without Redis after a moment. @throws NotHeardYet
   */
  async heard(source: string, orderId: string): Promise<void> {
    const { hints, lately, pool } = this.parts;
    const [hint, inbox] = await Promise.all([hints.told(source, orderId), this.parts.inbox()]);
    if (hint === 'none' || inbox === undefined) return;
    if (hint === 'unknown') return pause(BLIND_WAIT_MS);
    const { eventId } = hint;
    await inbox.open([eventId]);
    const heard = await this.until(
      async () => lately.has(eventId) || (await inbox.seen(pool, [eventId])).has(eventId) || undefined,
      WAIT_MS,
      eventId,
    );
    if (heard === undefined) throw new NotHeardYet(source);
  }

  /**
   * Asks until there is an answer, at most so long; undefined when there is none in time. `about` is the id of the stream
   * or event that the answer hangs on: it is asked again when something happens to that, otherwise to anything.
   */
  async until<T>(ask: () => Promise<T | undefined>, withinMs = WAIT_MS, about?: string): Promise<T | undefined> {
    const { notices, working } = this.parts;
    const mostMs = working ? POLL_MAX_MS.working : POLL_MAX_MS.idle;
    const end = performance.now() + withinMs;
    const watch = notices.watch(about);
    try {
      for (let pollMs = POLL_MIN_MS; ; pollMs = Math.min(2 * pollMs, mostMs)) {
        const answer = await ask();
        const restMs = end - performance.now();
        if (answer !== undefined || restMs <= 0) return answer;
        await watch.within(Math.min(pollMs, restMs));
      }
    } finally {
      watch.stop();
    }
  }
}

const pause = (ms: number): Promise<void> => new Promise((wake) => setTimeout(wake, ms));
