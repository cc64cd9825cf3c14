import { added, reasonsOfTicket, type SkuReason } from '@amends/domain/after-sales';
import { between, Clock, DAY_MS, later, type Instant } from '@amends/kernel';
import { BadCursor, EventStore } from '@amends/platform/event-store';
import { malformed, notFound, type Caller } from '@amends/platform/http';
import { Injectable } from '@nestjs/common';
import { caseAggregate } from './streams';

export type ReasonQuery = Readonly<{
  sku?: string | undefined;
  from?: Instant | undefined;
  to?: Instant | undefined;
  limit: number;
  cursor?: string | undefined;
}>;

/** A page of why a merchant's goods came into after-sale, for tickets opened from `from` until before `to`; the most frequent first. */
export type ReasonReport = Readonly<{
  merchantId: string;
  from: Instant;
  to: Instant;
  data: readonly SkuReason[];
  nextCursor: string | null;
}>;

const USUAL_MS = 30 * DAY_MS;
const LONGEST_DAYS = 92;

/** What merchants may learn from their tickets (requirement M9). */
@Injectable()
export class ReasonReports {
  constructor(
    private readonly store: EventStore,
    private readonly clock: Clock,
  ) {}

  /**
   * Thirty days up to now, where no period is named.
   * @throws Problem `malformed` for a period that is none, or too long; BadCursor
   */
  async of(merchantId: string, caller: Caller, query: ReasonQuery): Promise<ReasonReport> {
    if (caller.role === 'merchant' && caller.merchantId !== merchantId) return notFound();
    const { sku, limit, cursor } = query;
    const { from, to } = this.period(query);
    const all = added(
      (await this.counts(merchantId, from, to)).filter((each) => sku === undefined || each.sku === sku),
    );
    const start = cursor === undefined ? 0 : placeAfter(all, cursor);
    const data = all.slice(start, start + limit);
    const last = data.at(-1);
    const nextCursor = last !== undefined && start + limit < all.length ? cursorOf(last) : null;
    return { merchantId, from, to, data, nextCursor };
  }

  private async counts(merchantId: string, from: Instant, to: Instant): Promise<readonly SkuReason[]> {
    const query = { kind: 'after_sale', of: { merchantId }, createdFrom: from, createdBefore: to };
    const counts: SkuReason[] = [];
    for await (const { id, state } of this.store.scan(caseAggregate, query)) counts.push(...reasonsOfTicket(state, id));
    return counts;
  }

  private period(asked: ReasonQuery): Readonly<{ from: Instant; to: Instant }> {
    const to = asked.to ?? (asked.from === undefined ? this.clock.now() : later(asked.from, USUAL_MS));
    const from = asked.from ?? later(to, -USUAL_MS);
    if (between(from, to) <= 0) return flaw('/to', 'Must be later than `from`.');
    return between(from, to) > LONGEST_DAYS * DAY_MS
      ? flaw('/from', `At most ${String(LONGEST_DAYS)} days at once.`)
      : { from, to };
  }
}

const flaw = (pointer: string, detail: string): never => malformed({ pointer, code: 'malformed', detail });

const cursorOf = ({ sku, reason }: SkuReason): string =>
  Buffer.from(JSON.stringify([sku, reason])).toString('base64url');

const placeAfter = (all: readonly SkuReason[], cursor: string): number => {
  const index = all.findIndex((each) => cursorOf(each) === cursor);
  if (index < 0) throw new BadCursor();
  return index + 1;
};
