/**
 * How far the relay has come. Every position up to `last` has been published, except the holes: positions that were
 * skipped because their transaction was still open. A hole's fence is the next transaction id of the moment it was seen:
 * when no transaction below the fence runs any more, the hole has been filled or never will be.
 */
export type Cursor = Readonly<{ last: number; holes: Readonly<Record<string, number>> }>;

/** The transactions of a snapshot: the oldest that runs, and the next that will begin. */
export type Horizon = Readonly<{ oldest: number; next: number }>;

/**
 * The cursor after rows at these positions (ascending; new ones and filled holes) have been published. The rows and the
 * horizon must come from one snapshot (architecture.md 4).
 */
export const advanced = (cursor: Cursor, positions: readonly number[], { oldest, next }: Horizon): Cursor => {
  const filled = new Set(positions.map(String));
  const open = Object.entries(cursor.holes).filter(([position, fence]) => !filled.has(position) && oldest < fence);
  const holes = Object.fromEntries(open);
  let { last } = cursor;
  for (const position of positions) {
    if (position <= last) continue;
    for (let skipped = last + 1; skipped < position; skipped++) holes[String(skipped)] = next;
    last = position;
  }
  return { last, holes };
};
