import { isRolledBack, isTransient, StoreUnavailable } from '../errors';
import type { Outcome, PendingUnit } from './append-batch';

type Waiting = Readonly<{
  unit: PendingUnit;
  resolve: (outcome: Outcome) => void;
  reject: (error: unknown) => void;
}>;

const MAX_UNITS = 256;
const MAX_IN_FLIGHT = 2;
/** So few are not worth a second call. */
const WORTH_TWO_CALLS = 32;

/**
 * Collects units and writes them together: while one call is under way the next one fills, so that the more there is to
 * do the less each unit costs. Units that change the same stream go into different calls.
 */
export class Batcher {
  private queue: Waiting[] = [];
  private inFlight = 0;
  private scheduled = false;

  constructor(private readonly write: (units: readonly PendingUnit[]) => Promise<readonly Outcome[]>) {}

  /** Resolves when the unit has been written, or was not for one of the reasons of Outcome. */
  add(unit: PendingUnit): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      this.queue.push({ unit, resolve, reject });
      this.schedule();
    });
  }

  private schedule(): void {
    if (this.scheduled || this.inFlight >= MAX_IN_FLIGHT || this.queue.length === 0) return;
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      const batch = this.takeBatch();
      this.inFlight += 1;
      void this.flush(batch).finally(() => {
        this.inFlight -= 1;
        this.schedule();
      });
      this.schedule();
    });
  }

  private takeBatch(): readonly Waiting[] {
    const streams = new Set<string>();
    const batch: Waiting[] = [];
    const rest: Waiting[] = [];
    // Those who come together leave in two halves, so that the one is prepared and answered while the other is written.
    const size = this.queue.length < WORTH_TWO_CALLS ? WORTH_TWO_CALLS : Math.ceil(this.queue.length / 2);
    const limit = this.inFlight === 0 ? Math.min(size, MAX_UNITS) : MAX_UNITS;
    for (const waiting of this.queue) {
      const ids = waiting.unit.streams.map(({ id }) => id);
      if (batch.length >= limit || ids.some((id) => streams.has(id))) {
        rest.push(waiting);
        continue;
      }
      for (const id of ids) streams.add(id);
      batch.push(waiting);
    }
    this.queue = rest;
    return batch;
  }

  private async flush(batch: readonly Waiting[]): Promise<void> {
    try {
      const outcomes = await this.write(batch.map(({ unit }) => unit));
      batch.forEach(({ resolve }, index) => resolve(outcomes[index] ?? { kind: 'conflict' }));
    } catch (error) {
      if (isRolledBack(error)) batch.forEach(({ resolve }) => resolve({ kind: 'conflict' }));
      else if (isTransient(error)) batch.forEach(({ reject }) => reject(new StoreUnavailable(error)));
      else if (batch.length === 1) batch.forEach(({ reject }) => reject(error));
      // One unit holds something that PostgreSQL does not take; the others must not suffer for it.
      else for (const waiting of batch) await this.flush([waiting]);
    }
  }
}
