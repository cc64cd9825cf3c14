import {
  boundsOf,
  DIFFERENCE_KINDS,
  reconciliationAggregate,
  reconciliationDecider,
  type BusinessDay,
  type Reconciliation,
} from '@amends/domain/reconciliation';
import { Clock, earlier, later, MINUTE_MS } from '@amends/kernel';
import { Lanes } from '@amends/platform/effects';
import { EventStore, handle, type ListPage, type Metadata } from '@amends/platform/event-store';
import { LOG, METRICS } from '@amends/platform/http';
import type { Log, Metrics } from '@amends/platform/observability';
import { Inject, Injectable } from '@nestjs/common';
import { Comparing, DIFFERENCES_KEPT } from './comparing';
import { reconciliationStream } from './streams';

/** What has changed within so long before the comparison is under way: the other side may not show it yet. */
const SETTLES_WITHIN_MS = 5 * MINUTE_MS;
const PAGE = 100;

type Filter = Readonly<{ limit: number; cursor?: string; flagged?: boolean }>;

/** Compares a service's books of a day with the other side's, and keeps what was found. */
@Injectable()
export class Reconciler {
  /** Two comparisons of one day would write over each other. */
  private readonly lanes = new Lanes(1);

  constructor(
    private readonly store: EventStore,
    private readonly books: Comparing,
    private readonly clock: Clock,
    @Inject(METRICS) private readonly metrics: Pick<Metrics, 'reconciliationDifferences'>,
    @Inject(LOG) private readonly log: Pick<Log, 'error'>,
  ) {}

  /**
   * Compares a day that has begun; what is not found again is closed. The day is kept when all else is told: a comparison
   * that was cut short is made anew.
   * @throws when the other side's books cannot be had
   */
  async run(day: BusinessDay, metadata: Metadata): Promise<Reconciliation> {
    let done: Promise<Reconciliation> | undefined;
    await this.lanes.run(day, async () => {
      done = this.runAlone(day, metadata);
      await done.catch(() => undefined);
    });
    if (done === undefined) throw new Error('a lane runs what it is given');
    return done;
  }

  /** The newest comparison of a day; undefined where there was none. */
  async read(day: BusinessDay): Promise<Readonly<{ state: Reconciliation; version: number }> | undefined> {
    const found = await this.store.read(reconciliationAggregate, reconciliationStream(day));
    return found?.state ? { state: found.state, version: found.version } : undefined;
  }

  /** A page of the days that were compared, the newest comparison first; `flagged`: those with open differences. */
  list({ flagged, ...page }: Filter): Promise<ListPage<Reconciliation | null>> {
    const where = flagged === undefined ? {} : { flagged };
    return this.store.list(reconciliationAggregate, { kind: 'reconciliation', where, ...page });
  }

  /** The days with open differences, as the gauge shows them from now on. */
  async open(): Promise<readonly Reconciliation[]> {
    const open: Reconciliation[] = [];
    let cursor: string | null | undefined;
    while (cursor !== null) {
      const page = await this.list({ flagged: true, limit: PAGE, ...(cursor === undefined ? {} : { cursor }) });
      open.push(...page.items.flatMap(({ state }) => state ?? []));
      cursor = page.nextCursor;
    }
    for (const kind of DIFFERENCE_KINDS) {
      const found = open.flatMap(({ differences }) => differences).filter((each) => each.kind === kind);
      this.metrics.reconciliationDifferences.set({ kind }, found.length);
    }
    return open;
  }

  private async runAlone(day: BusinessDay, metadata: Metadata): Promise<Reconciliation> {
    const { from, before } = boundsOf(day);
    const at = this.clock.now();
    const stretch = { from, before: earlier(before, at) };
    const known = (await this.read(day))?.state.differences ?? [];
    const settledBefore = later(at, -SETTLES_WITHIN_MS);
    const { counts, sums, differences } = await this.books.compareDay({ day, stretch, settledBefore, known, metadata });
    if (counts.differing > 0)
      this.log.error('reconciliation.differs', undefined, { day, differences: counts.differing });

    const noted = await this.store.run(metadata, async (unit) => {
      const data = { day, counts, sums, differences: differences.slice(0, DIFFERENCES_KEPT), at: unit.now };
      await handle(unit, reconciliationDecider, reconciliationStream(day), { type: 'NoteRun', data });
      return (await unit.load(reconciliationAggregate, reconciliationStream(day))).state;
    });
    await this.open();
    if (noted === null) throw new Error('a comparison that was noted is there');
    return noted;
  }
}
