import {
  boundsOf,
  compare,
  DIFFERENCE_KINDS,
  reconciliationAggregate,
  reconciliationDecider,
  type BusinessDay,
  type Comparison,
  type FoundDifference,
  type Item,
  type Reconciliation,
} from '@amends/domain/reconciliation';
import { Clock, earlier, later, MINUTE_MS } from '@amends/kernel';
import { Lanes } from '@amends/platform/effects';
import { EventStore, handle, type ListPage, type Metadata } from '@amends/platform/event-store';
import { METRICS } from '@amends/platform/http';
import type { Metrics } from '@amends/platform/observability';
import { Inject, Injectable } from '@nestjs/common';
import { changeAccount } from '../change-account';
import { SettlementReport, type ReportedItem } from '../providers/settlement-report';
import { reconciliationStream } from '../streams';
import { OurItems, type OurItem } from './our-items';

/** What has changed within so long before the comparison is under way: the other side may not show it yet. */
const SETTLES_WITHIN_MS = 5 * MINUTE_MS;
/** So many differences of one day are kept one by one; more are only counted. */
const KEPT = 500;
const PAGE = 100;

type Place = Readonly<{ refundId: string; streamId: string }>;

/** Compares our books of a day with the provider's settlement report, and says of each refund what was found about it. */
@Injectable()
export class Reconciler {
  /** Two comparisons of one day would write over each other. */
  private readonly lanes = new Lanes(1);

  constructor(
    private readonly store: EventStore,
    private readonly report: SettlementReport,
    private readonly ours: OurItems,
    private readonly clock: Clock,
    @Inject(METRICS) private readonly metrics: Metrics,
  ) {}

  /**
   * Compares a day that has begun. The refunds are told first, then the day: a comparison that was cut short is made anew.
   * @throws when the report cannot be had
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

  /** The comparison of a day; undefined where there was none. */
  async read(day: BusinessDay): Promise<Readonly<{ state: Reconciliation; version: number }> | undefined> {
    const found = await this.store.read(reconciliationAggregate, reconciliationStream(day));
    return found?.state ? { state: found.state, version: found.version } : undefined;
  }

  /** A page of the days that were compared, the newest comparison first; `flagged`: those with open differences. */
  async list(
    query: Readonly<{ limit: number; cursor?: string; flagged?: boolean }>,
  ): Promise<ListPage<Reconciliation | null>> {
    const { flagged, ...page } = query;
    const where = flagged === undefined ? {} : { flagged };
    return this.store.list(reconciliationAggregate, { kind: 'reconciliation', where, ...page });
  }

  /** The days with open differences, as the gauge shows them. */
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
    const { comparison, places } = await this.compareDay(day);
    const differences = comparison.differences
      .slice(0, KEPT)
      .map((each): FoundDifference => ({ ...each, refundId: places.get(each.number)?.refundId ?? null }));
    await this.tellRefunds(day, differences, [...places.values()], metadata);

    const { counts, sums } = comparison;
    const noted = await this.store.run(metadata, async (unit) => {
      const data = { day, counts, sums, differences, at: unit.now };
      await handle(unit, reconciliationDecider, reconciliationStream(day), { type: 'NoteRun', data });
      return (await unit.load(reconciliationAggregate, reconciliationStream(day))).state;
    });
    await this.open();
    if (noted === null) throw new Error('a comparison that was noted is there');
    return noted;
  }

  /** Both sides of the day; what one side lacks is looked for by its number before it counts as lacking. */
  private async compareDay(
    day: BusinessDay,
  ): Promise<Readonly<{ comparison: Comparison; places: ReadonlyMap<string, Place> }>> {
    const { from, before } = boundsOf(day);
    const at = this.clock.now();
    const stretch = { from, before: earlier(before, at) };
    const places = new Map<string, Place>();
    const theirs: ReportedItem[] = [];
    for await (const item of this.report.changed(stretch)) theirs.push(item);
    const ours = new Map<string, OurItem>();
    for await (const item of this.ours.concluded(stretch)) ours.set(item.number, item);

    for (const { number } of theirs) {
      if (ours.has(number)) continue;
      const found = await this.ours.numbered(number);
      if (found !== undefined) places.set(number, found);
      if (found?.item) ours.set(number, found.item);
    }
    const listed = new Set(theirs.map(({ number }) => number));
    for (const { number, paymentId } of ours.values())
      if (!listed.has(number)) theirs.push(...(await this.report.about({ refundNumber: number, paymentId })));

    for (const [number, place] of ours) places.set(number, place);
    const named = theirs.map((item) => asWeKnow(item, ours.get(item.number)));
    return { comparison: compare([...ours.values()], named, later(at, -SETTLES_WITHIN_MS)), places };
  }

  private async tellRefunds(
    day: BusinessDay,
    found: readonly FoundDifference[],
    places: readonly Place[],
    metadata: Metadata,
  ): Promise<void> {
    const earlierFound = (await this.read(day))?.state.differences ?? [];
    const about = new Set([...found, ...earlierFound].flatMap(({ refundId }) => refundId ?? []));
    for (const refundId of about) {
      const known = places.find((place) => place.refundId === refundId);
      const streamId = known?.streamId ?? (await this.ours.numbered(`${refundId}-0`))?.streamId;
      if (streamId === undefined) continue;
      const differences = found
        .filter((each) => each.refundId === refundId)
        .map(({ number, kind }) => ({ number, kind }));
      await this.store.run(metadata, (unit) =>
        changeAccount(unit, streamId, {
          type: 'NoteDifferences',
          data: { refundId, day, differences, at: unit.now },
        }),
      );
    }
  }
}

/** A provider may know a payment by several names: ours decides. */
const asWeKnow = ({ otherPaymentIds = [], ...item }: ReportedItem, ours: OurItem | undefined): Item =>
  ours !== undefined && otherPaymentIds.includes(ours.paymentId) ? { ...item, paymentId: ours.paymentId } : item;
