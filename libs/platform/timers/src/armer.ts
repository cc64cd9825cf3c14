import { instant, MINUTE_MS, millis, type Clock, type Instant } from '@amends/kernel';
import type { Log } from '@amends/platform/observability';
import { type Queue } from 'bullmq';
import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { Pool } from 'pg';
import { DEADLINE_COLUMNS, storedDeadline, type DeadlineRow } from './deadline';
import { delayUntil } from './firing';

export type ArmerParts = Readonly<{ pool: Pool; redis: Redis; queue: Queue; epochKey: string; clock: Clock; log: Log }>;

const HORIZON_MS = 15 * MINUTE_MS;
const POLL_MS = 200;
const EPOCH_EVERY_POLLS = 5;
const BATCH = 1000;

/**
 * Puts what is due in the next 15 minutes into Redis as delayed jobs. The rows know what is armed; a Redis that has
 * lost its jobs shows another epoch, and then everything is armed again.
 */
export class Armer {
  private timer: NodeJS.Timeout | undefined;
  private round: Promise<void> = Promise.resolve();
  private polls = 0;
  private stopped = false;
  private faulty = false;

  constructor(private readonly parts: ArmerParts) {}

  start(): void {
    this.timer = setTimeout(() => {
      this.round = this.poll().finally(() => {
        if (!this.stopped) this.start();
      });
    }, POLL_MS);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.round;
  }

  /**
   * Lets everything be armed anew: after a move of the clock every delay is another one, hence another job. What is just
   * being armed counts too: its mark would say that the old job will do.
   */
  async disarmAll(): Promise<void> {
    await this.parts.pool.query(
      `UPDATE tmr.deadlines SET armed_at = NULL, attempts = attempts + 1
       WHERE status = 0 AND (armed_at IS NOT NULL OR due_at <= $1)`,
      [this.horizon()],
    );
  }

  private async poll(): Promise<void> {
    try {
      if (this.polls++ % EPOCH_EVERY_POLLS === 0) await this.compareEpochs();
      while (!this.stopped && (await this.armSome()) === BATCH);
      this.faulty = false;
    } catch (error) {
      // The sweeper fires what cannot be armed. One line per outage, not five a second.
      if (!this.faulty) this.parts.log.error('deadlines.not_armed', error);
      this.faulty = true;
    }
  }

  /** Jobs first, mark afterwards: a crash between the two adds the same job ids again, which changes nothing. */
  private async armSome(): Promise<number> {
    const { pool, queue, clock } = this.parts;
    const { rows } = await pool.query<DeadlineRow>({
      name: 'deadlines-unarmed',
      text: `SELECT ${DEADLINE_COLUMNS} FROM tmr.deadlines
             WHERE status = 0 AND armed_at IS NULL AND due_at <= $1 ORDER BY due_at LIMIT ${String(BATCH)}`,
      values: [this.horizon()],
    });
    if (rows.length === 0) return 0;
    await queue.addBulk(
      rows.map(storedDeadline).map((deadline) => ({
        name: 'deadline',
        data: {},
        opts: {
          jobId: jobIdOf(deadline.deadlineId, deadline.attempts),
          delay: delayUntil(deadline, clock),
          removeOnComplete: true,
          removeOnFail: true,
        },
      })),
    );
    await pool.query({
      name: 'deadlines-armed',
      text: MARK_ARMED,
      values: [rows.map((row) => row.deadline_id), rows.map((row) => row.due_at), rows.map((row) => row.attempts)],
    });
    return rows.length;
  }

  private horizon(): Instant {
    return instant(millis(this.parts.clock.now()) + HORIZON_MS);
  }

  private async compareEpochs(): Promise<void> {
    const { pool, redis, epochKey, log } = this.parts;
    const fresh = randomUUID();
    await redis.set(epochKey, fresh, 'NX');
    const epoch = (await redis.get(epochKey)) ?? fresh;
    const { rows } = await pool.query<{ epoch: string }>('SELECT epoch FROM tmr.arming');
    if (rows[0]?.epoch === epoch) return;
    await this.disarmAll();
    await pool.query(
      'INSERT INTO tmr.arming (id, epoch) VALUES (1, $1) ON CONFLICT (id) DO UPDATE SET epoch = excluded.epoch',
      [epoch],
    );
    log.info('deadlines.armed_anew', {});
  }
}

/**
 * A command that is just changing one of them has locked it; to wait for it while holding others could end in a circle.
 * What is skipped is armed again a moment later, as the same job. Thousands may be due at the same instant: compared like
 * this the instant cannot tempt the planner to look for them by it.
 */
const MARK_ARMED = `
WITH free AS (
  SELECT d.deadline_id FROM unnest($1::uuid[], $2::timestamptz[], $3::int[]) AS armed(id, due_at, attempts)
  JOIN tmr.deadlines d ON d.deadline_id = armed.id
  WHERE d.due_at IS NOT DISTINCT FROM armed.due_at AND d.attempts = armed.attempts AND d.status = 0
  FOR UPDATE OF d SKIP LOCKED)
UPDATE tmr.deadlines AS d SET armed_at = clock_timestamp() FROM free WHERE d.deadline_id = free.deadline_id`;

const ID_LENGTH = 36;

/** A job's id: the deadline and the attempt. */
const jobIdOf = (deadlineId: string, attempts: number): string => `${deadlineId}-${String(attempts)}`;

/** The deadline that a job is about. */
export const deadlineIdOf = (jobId: string): string => jobId.slice(0, ID_LENGTH);
