import { between, millis, type Clock } from '@amends/kernel';
import type { AnyAggregate, EventStore } from '@amends/platform/event-store';
import type { Log, Metrics } from '@amends/platform/observability';
import type { Pool } from 'pg';
import { coalesce } from './coalesce';
import {
  DEADLINE_COLUMNS,
  storedDeadline,
  type DeadlineHandler,
  type DeadlineRow,
  type StoredDeadline,
} from './deadline';

export type FiringParts = Readonly<{
  pool: Pool;
  store: EventStore;
  clock: Clock;
  handler: DeadlineHandler;
  aggregates: readonly AnyAggregate[];
  log: Log;
  metrics: Metrics;
}>;

/** A job may wake a moment early; so short a rest is slept rather than armed again. */
const SLEPT_MS = 50;

/**
 * Fires deadlines, whoever wakes them. Twice is as good as once: the decider sees that the deadline is no longer in the
 * state, and the append that takes it out of the state closes its row.
 */
export class Firing {
  private readonly live: (deadlineId: string) => Promise<StoredDeadline | undefined>;

  constructor(private readonly parts: FiringParts) {
    this.live = coalesce((ids) => this.liveAmong(ids));
  }

  /** Fires the deadline if it still lives and is due; one that is not due yet is left to be armed anew. */
  async fire(deadlineId: string, by: 'job' | 'sweep'): Promise<void> {
    const deadline = await this.live(deadlineId);
    if (deadline === undefined) return;
    const early = between(this.parts.clock.now(), deadline.dueAt);
    if (early > SLEPT_MS) return this.armAnew(deadline);
    if (early > 0) await new Promise((wake) => setTimeout(wake, early));

    const { store, clock, handler, metrics } = this.parts;
    const metadata = { actor: { role: 'system', id: 'timer' }, correlationId: deadlineId };
    await store.run(metadata, (unit) => handler(deadline, unit));
    metrics.deadlinesFired.inc({ kind: deadline.kind, by });
    metrics.deadlineLateness.observe({ kind: deadline.kind }, between(deadline.dueAt, clock.now()));
    if ((await this.live(deadlineId)) !== undefined) await this.settle(deadline);
  }

  /** The handler changed nothing that closed it: either the stream no longer waits for it, or nobody knows it. */
  private async settle(deadline: StoredDeadline): Promise<void> {
    if (await this.isAwaited(deadline)) {
      const { kind, name, streamId } = deadline;
      this.parts.log.warn('deadline.not_answered', { kind, deadline: name, streamId });
      await this.parts.pool.query(
        'UPDATE tmr.deadlines SET armed_at = clock_timestamp(), attempts = attempts + 1 WHERE deadline_id = $1',
        [deadline.deadlineId],
      );
      return;
    }
    await this.parts.pool.query('UPDATE tmr.deadlines SET status = 1 WHERE deadline_id = $1 AND due_at = $2', [
      deadline.deadlineId,
      deadline.dueAt,
    ]);
  }

  private async isAwaited({ streamId, name, token }: StoredDeadline): Promise<boolean> {
    const { pool, store, aggregates } = this.parts;
    const { rows } = await pool.query<{ category: string }>('SELECT category FROM es.streams WHERE stream_id = $1', [
      streamId,
    ]);
    const aggregate = aggregates.find(({ category }) => category === rows[0]?.category);
    if (aggregate?.deadlines === undefined) return false;
    const loaded = await store.read(aggregate, streamId);
    if (loaded === undefined) return false;
    return aggregate.deadlines(loaded.state).some((live) => live.name === name && live.token === token);
  }

  private async armAnew({ deadlineId }: StoredDeadline): Promise<void> {
    await this.parts.pool.query(
      'UPDATE tmr.deadlines SET armed_at = NULL, attempts = attempts + 1 WHERE deadline_id = $1 AND status = 0',
      [deadlineId],
    );
  }

  private async liveAmong(ids: readonly string[]): Promise<ReadonlyMap<string, StoredDeadline>> {
    const { rows } = await this.parts.pool.query<DeadlineRow>({
      name: 'deadlines-live',
      text: `SELECT ${DEADLINE_COLUMNS} FROM tmr.deadlines WHERE deadline_id = ANY($1::uuid[]) AND status = 0`,
      values: [ids],
    });
    return new Map(rows.map((row) => [row.deadline_id, storedDeadline(row)]));
  }
}

/** Milliseconds until it is due by this clock; 0 when it is due. */
export const delayUntil = (deadline: StoredDeadline, clock: Clock): number =>
  Math.max(0, Math.ceil(millis(deadline.dueAt) - millis(clock.now())));
