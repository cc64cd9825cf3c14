import type { Unit } from '@amends/platform/event-store';
import type { Instant } from '@amends/kernel';

/** A deadline that is due. */
export type DueDeadline = Readonly<{ streamId: string; name: string; kind: string; token: number; dueAt: Instant }>;

/**
 * What a service does when a deadline is reached: it runs the command `DeadlineReached` on the stream. It may be called
 * more than once for one deadline, and late: the token tells the decider whether the deadline still lives.
 */
export type DeadlineHandler = (deadline: DueDeadline, unit: Unit) => Promise<void>;

/** A row of `tmr.deadlines`, as far as waking it needs it. */
export type StoredDeadline = DueDeadline & Readonly<{ deadlineId: string; attempts: number }>;

export type DeadlineRow = Readonly<{
  deadline_id: string;
  stream_id: string;
  name: string;
  kind: string;
  token: number;
  due_at: Date;
  attempts: number;
}>;

export const DEADLINE_COLUMNS = 'deadline_id, stream_id, name, kind, token, due_at, attempts';

/** Reads a row. */
export const storedDeadline = (row: DeadlineRow): StoredDeadline => ({
  deadlineId: row.deadline_id,
  streamId: row.stream_id,
  name: row.name,
  kind: row.kind,
  token: row.token,
  dueAt: row.due_at.toISOString(),
  attempts: row.attempts,
});
