import { instant, millis, type Clock } from '@amends/kernel';
import type { Log } from '@amends/platform/observability';
import type { Pool } from 'pg';
import type { Firing } from './firing';

export type SweeperParts = Readonly<{ pool: Pool; clock: Clock; firing: Firing; log: Log }>;

const EVERY_MS = 5000;
const OVERDUE_MS = 3000;
const BATCH = 500;
const AT_ONCE = 100;

/**
 * Fires straight from PostgreSQL what no job has fired: every 5 s what is overdue by 3 s, and at once what became due
 * by a move of the clock. Rows are claimed in batches, so that several sweepers share the work; a claim ends by itself,
 * later with every attempt.
 */
export class Sweeper {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(private readonly parts: SweeperParts) {}

  start(): void {
    this.timer = setInterval(() => this.sweep(OVERDUE_MS), EVERY_MS);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    await this.running;
  }

  /** Fires, after what is being fired now, all that is overdue by this much. */
  sweep(overdueMs: number): void {
    this.running = this.running.then(() => this.fireOverdue(overdueMs));
  }

  private async fireOverdue(overdueMs: number): Promise<void> {
    try {
      for (;;) {
        const ids = this.stopped ? [] : await this.claim(overdueMs);
        await Promise.all(Array.from({ length: Math.min(AT_ONCE, ids.length) }, () => this.fireFrom(ids)));
        if (ids.length === 0) return;
      }
    } catch (error) {
      this.parts.log.error('deadlines.not_swept', error);
    }
  }

  /** Takes ids off the shared list until it is empty. One that fails is tried again by a later sweep. */
  private async fireFrom(ids: string[]): Promise<void> {
    for (let id = ids.shift(); id !== undefined; id = ids.shift()) {
      const deadlineId = id;
      await this.parts.firing
        .fire(deadlineId, 'sweep')
        .catch((error: unknown) => this.parts.log.error('deadline.failed', error, { deadlineId }));
    }
  }

  private async claim(overdueMs: number): Promise<string[]> {
    const { rows } = await this.parts.pool.query<{ deadline_id: string }>({
      name: 'deadlines-claim',
      text: `WITH overdue AS (
               SELECT deadline_id FROM tmr.deadlines
               WHERE status = 0 AND due_at <= $1 AND (armed_at IS NULL
                 OR armed_at < clock_timestamp() - interval '1 second' * power(2, least(attempts, 5)))
               ORDER BY due_at LIMIT ${String(BATCH)} FOR UPDATE SKIP LOCKED)
             UPDATE tmr.deadlines AS d SET armed_at = clock_timestamp(), attempts = attempts + 1
             FROM overdue WHERE d.deadline_id = overdue.deadline_id RETURNING d.deadline_id`,
      values: [instant(millis(this.parts.clock.now()) - overdueMs)],
    });
    return rows.map((row) => row.deadline_id);
  }
}
