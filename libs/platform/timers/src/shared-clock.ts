import type { Pool } from 'pg';
import type { DevelopmentClock } from './clock';
import { durationMs } from './duration';

/**
 * Keeps a service's development clock equal to the one that the sandbox holds: pushed to it at once, asked for every
 * second in case a push was missed, and stored with the service's own data, so that a restart never goes back.
 */
export class SharedClock {
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;

  /** `holderUrl` is the origin of the service that holds the offset; '' for the holder itself. */
  constructor(
    private readonly pool: Pool,
    private readonly clock: DevelopmentClock,
    private readonly holderUrl: string,
    private readonly pollMs = 1000,
  ) {}

  /** Takes up the stored offset, then follows the holder. */
  async start(): Promise<void> {
    const { rows } = await this.pool.query<{ offset_ms: string }>('SELECT offset_ms FROM platform.clock');
    this.clock.moveTo(Number(rows[0]?.offset_ms ?? 0));
    if (this.holderUrl !== '') await this.follow();
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  /** Moves the clock and remembers it. An offset that lies behind changes nothing. */
  async moveTo(offsetMs: number): Promise<void> {
    await this.pool.query(
      `INSERT INTO platform.clock (id, offset_ms) VALUES (1, $1)
       ON CONFLICT (id) DO UPDATE SET offset_ms = greatest(clock.offset_ms, excluded.offset_ms)`,
      [offsetMs],
    );
    this.clock.moveTo(offsetMs);
  }

  private async follow(): Promise<void> {
    try {
      const answer = await fetch(`${this.holderUrl}/dev/clock/offset`, { signal: AbortSignal.timeout(1000) });
      const { offsetMs } = (await answer.json()) as { offsetMs?: unknown };
      if (typeof offsetMs === 'number' && offsetMs > this.clock.offsetMs) await this.moveTo(offsetMs);
    } catch {
      // The holder may not be up yet, or no more: the next round asks again.
    }
    if (this.stopped) return;
    this.timer = setTimeout(() => void this.follow(), this.pollMs);
    this.timer.unref();
  }
}

/** Pushes an offset to all services at once; answers the origins that did not take it (their own polling will). */
export const pushOffset = async (origins: readonly string[], offsetMs: number): Promise<readonly string[]> => {
  const pushes = origins.map(async (origin) => {
    const answer = await fetch(`${origin}/dev/clock/offset`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ offsetMs }),
      signal: AbortSignal.timeout(5000),
    }).catch(() => undefined);
    return answer?.ok === true ? undefined : origin;
  });
  return (await Promise.all(pushes)).filter((origin) => origin !== undefined);
};

/** Where the clock is asked to go: by a duration, to an instant, or nowhere if neither is readable. */
export type ClockMove = Readonly<{ advance: string } | { now: string }>;

/** The offset of a clock after the move, in milliseconds; a move into the past stays. undefined: not readable. */
export const offsetAfter = (clock: DevelopmentClock, move: ClockMove): number | undefined => {
  if ('advance' in move) {
    const ms = durationMs(move.advance);
    return ms === undefined ? undefined : clock.offsetMs + ms;
  }
  const target = Date.parse(move.now);
  return Number.isNaN(target) ? undefined : Math.max(clock.offsetMs, target - Date.now());
};
