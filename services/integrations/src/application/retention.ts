import type { Log } from '@amends/platform/observability';
import type { Pool } from 'pg';
import { regularly } from './regularly';

const EVERY_MS = 3_600_000;
const AT_ONCE = 5000;

/** Drops what the feed has kept long enough. */
export class Retention {
  constructor(
    private readonly pool: Pool,
    private readonly log: Log,
    private readonly days: number,
  ) {}

  /** Begins to look every hour; answers how to end. */
  start(): Readonly<{ stop: () => Promise<void> }> {
    return regularly(
      EVERY_MS,
      () => this.drop(),
      (error) => this.log.error('feed.not_trimmed', error),
    );
  }

  /** Drops the oldest events, a bounded number at a time, by the system's clock. Answers how many. */
  async drop(): Promise<number> {
    let dropped = 0;
    for (;;) {
      const { rowCount } = await this.pool.query(
        `DELETE FROM feed.events WHERE position IN (
           SELECT position FROM (SELECT position, recorded_at FROM feed.events ORDER BY position LIMIT $2) AS oldest
           WHERE recorded_at < now() - make_interval(days => $1))`,
        [this.days, AT_ONCE],
      );
      dropped += rowCount ?? 0;
      if ((rowCount ?? 0) < AT_ONCE) return dropped;
    }
  }
}
