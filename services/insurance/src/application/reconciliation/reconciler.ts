import {
  boundsOf,
  compare,
  reconciliationAggregate,
  reconciliationDecider,
  type BusinessDay,
  type Comparison,
  type Item,
  type Reconciliation,
} from '@amends/domain/reconciliation';
import { Clock, earlier, later, MINUTE_MS } from '@amends/kernel';
import { EventStore, handle, type ListPage, type Metadata } from '@amends/platform/event-store';
import { LOG } from '@amends/platform/http';
import type { Log } from '@amends/platform/observability';
import { Inject, Injectable } from '@nestjs/common';
import { Insurer, type ReportedPayout } from '../insurer';
import { reconciliationStream } from '../streams';
import { OurPayouts } from './our-payouts';

/** What has changed within so long before the comparison is under way: the other side may not show it yet. */
const SETTLES_WITHIN_MS = 5 * MINUTE_MS;
/** So many differences of one day are kept one by one; more are only counted. */
const KEPT = 500;

type Filter = Readonly<{ limit: number; cursor?: string; flagged?: boolean }>;

/** Compares what we hold for paid on a day with the insurer's own ledger, claim by claim. */
@Injectable()
export class Reconciler {
  constructor(
    private readonly store: EventStore,
    private readonly insurer: Insurer,
    private readonly ours: OurPayouts,
    private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** Compares a day that has begun, and keeps what was found. @throws when the insurer's report cannot be had */
  async run(day: BusinessDay, metadata: Metadata): Promise<Reconciliation> {
    const { counts, sums, differences: found } = await this.compareDay(day);
    if (found.length > 0) this.log.error('insurance.ledger_differs', undefined, { day, differences: found.length });
    const differences = found.slice(0, KEPT).map((each) => ({ ...each, refundId: null }));
    return this.store.run(metadata, async (unit) => {
      const streamId = reconciliationStream(day);
      const data = { day, counts, sums, differences, at: unit.now };
      await handle(unit, reconciliationDecider, streamId, { type: 'NoteRun', data });
      const { state } = await unit.load(reconciliationAggregate, streamId);
      if (state === null) throw new Error('a comparison that was noted is there');
      return state;
    });
  }

  /** The newest comparison of a day; undefined where there was none. */
  async read(day: BusinessDay): Promise<Readonly<{ state: Reconciliation; version: number }> | undefined> {
    const found = await this.store.read(reconciliationAggregate, reconciliationStream(day));
    return found?.state ? { state: found.state, version: found.version } : undefined;
  }

  /** The days that were compared, the newest first; `flagged`: those with open differences. */
  list({ flagged, ...page }: Filter): Promise<ListPage<Reconciliation | null>> {
    const where = flagged === undefined ? {} : { flagged };
    return this.store.list(reconciliationAggregate, { kind: 'reconciliation', where, ...page });
  }

  /** Both sides of the day; what one side lacks is looked for by its claim before it counts as lacking. */
  private async compareDay(day: BusinessDay): Promise<Comparison> {
    const { from, before } = boundsOf(day);
    const at = this.clock.now();
    const until = earlier(before, at);
    const theirs = (await this.insurer.payouts({ from, before: until })).map(itemOf);
    const ours = [...(await this.ours.made(from, until))];
    const [known, listed] = [numbersOf(ours), numbersOf(theirs)];
    for (const number of listed) if (!known.has(number)) ours.push(...(await this.ours.ofClaim(number)));
    for (const claimId of known)
      if (!listed.has(claimId)) theirs.push(...(await this.insurer.payouts({ claimId })).map(itemOf));
    return compare(ours, theirs, later(at, -SETTLES_WITHIN_MS));
  }
}

const numbersOf = (items: readonly Item[]): ReadonlySet<string> => new Set(items.map(({ number }) => number));

const itemOf = ({ claimId, policyId, amount, currency, status, paidAt }: ReportedPayout): Item => ({
  paymentId: policyId,
  number: claimId,
  amount,
  currency,
  status: status === 'paid' ? 'succeeded' : 'failed',
  changedAt: paidAt,
});
