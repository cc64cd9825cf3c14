import { compare, type Comparison, type FoundDifference, type Item } from '@amends/domain/reconciliation';
import { EventStore } from '@amends/platform/event-store';
import { Comparing, DIFFERENCES_KEPT, type DayCompared, type DayToCompare } from '@amends/reconciliation';
import { Injectable } from '@nestjs/common';
import { changeAccount } from '../change-account';
import { SettlementReport, type ReportedItem } from '../providers/settlement-report';
import { OurItems, type OurItem } from './our-items';

type Place = Readonly<{ refundId: string; streamId: string }>;

/** Our refunds of a day beside the provider's settlement report; each refund is told what was found about it. */
@Injectable()
export class ProviderComparing extends Comparing {
  constructor(
    private readonly store: EventStore,
    private readonly report: SettlementReport,
    private readonly ours: OurItems,
  ) {
    super();
  }

  override async compareDay(asked: DayToCompare): Promise<DayCompared> {
    const { comparison, places } = await this.compareBooks(asked);
    const differences = comparison.differences
      .slice(0, DIFFERENCES_KEPT)
      .map((each): FoundDifference => ({ ...each, refundId: places.get(each.number)?.refundId ?? null }));
    await this.tellRefunds(asked, differences, [...places.values()]);
    return { ...comparison, differences };
  }

  /** Both sides of the day; what one side lacks is looked for by its number before it counts as lacking. */
  private async compareBooks({
    stretch,
    settledBefore,
  }: DayToCompare): Promise<Readonly<{ comparison: Comparison; places: ReadonlyMap<string, Place> }>> {
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
    return { comparison: compare([...ours.values()], named, settledBefore), places };
  }

  private async tellRefunds(
    { day, known, metadata }: DayToCompare,
    found: readonly FoundDifference[],
    places: readonly Place[],
  ): Promise<void> {
    const about = new Set([...found, ...known].flatMap(({ refundId }) => refundId ?? []));
    for (const refundId of about) {
      const place = places.find((each) => each.refundId === refundId);
      const streamId = place?.streamId ?? (await this.ours.numbered(`${refundId}-0`))?.streamId;
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
