import {
  historyEntry,
  historyTotals,
  type CaseState,
  type GivenBack,
  type HistoryEntry,
  type HistoryTotals,
} from '@amends/domain/after-sales';
import { EventStore } from '@amends/platform/event-store';
import { DATABASE, notFound, type Caller } from '@amends/platform/http';
import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { caseAggregate } from './streams';

/** A page of a buyer's tickets, the newest first, and what all of them come to. */
export type BuyerHistory = Readonly<{
  buyerId: string;
  data: readonly HistoryEntry[];
  nextCursor: string | null;
  totals: HistoryTotals;
}>;

type Listed = Readonly<{ id: string; state: CaseState }>;
type GivenRow = Readonly<{ after_sale_id: string; cash: string; points: string }>;

const NOTHING: GivenBack = { cash: 0, points: 0 };

/** What buyers have asked for and what became of it (requirements M1, M81): counted from the tickets as they stand. */
@Injectable()
export class Histories {
  constructor(
    private readonly store: EventStore,
    @Inject(DATABASE) private readonly pool: Pool,
  ) {}

  /**
   * The history of a buyer. A merchant sees what was his own, and a buyer who never asked him for anything is not there;
   * nor is another buyer to a buyer.
   */
  async of(
    buyerId: string,
    caller: Caller,
    { limit, cursor }: Readonly<{ limit: number; cursor?: string | undefined }>,
  ): Promise<BuyerHistory> {
    if (caller.role === 'buyer' && caller.buyerId !== buyerId) return notFound();
    const of = caller.role === 'merchant' ? { buyerId, merchantId: caller.merchantId ?? notFound() } : { buyerId };
    const all: Listed[] = [];
    for await (const { id, state } of this.store.scan(caseAggregate, { kind: 'after_sale', of }))
      all.push({ id, state });
    if (caller.role === 'merchant' && all.length === 0) return notFound();

    const page = await this.store.list(caseAggregate, {
      kind: 'after_sale',
      where: of,
      limit,
      ...(cursor === undefined ? {} : { cursor }),
    });
    const given = await this.givenBack(all);
    return {
      buyerId,
      data: entriesOf(page.items, given),
      nextCursor: page.nextCursor,
      totals: historyTotals(entriesOf(all, given)),
    };
  }

  /** What has reached the buyer, by ticket: the legs of refunds that stand as succeeded by the last that was said of them. */
  private async givenBack(listed: readonly Listed[]): Promise<ReadonlyMap<string, GivenBack>> {
    const orders = [...new Set(listed.flatMap(({ state }) => state.order?.orderId ?? []))];
    if (orders.length === 0) return new Map();
    const { rows } = await this.pool.query<GivenRow>({
      name: 'history-given-back',
      text: `SELECT after_sale_id, sum(amount) FILTER (WHERE tender <> 'points') AS cash,
               sum(amount) FILTER (WHERE tender = 'points') AS points
             FROM (SELECT DISTINCT ON (data ->> 'legId') after_sale_id, data ->> 'tender' AS tender,
                     (data ->> 'amount')::bigint AS amount, data ->> 'legStatus' AS status
                   FROM after_sales.told_by_others
                   WHERE order_id = ANY ($1::text[]) AND type LIKE 'refund\\_leg.%'
                   ORDER BY data ->> 'legId', sequence DESC) AS leg
             WHERE status = 'succeeded' GROUP BY after_sale_id`,
      values: [orders],
    });
    return new Map(
      rows.map(({ after_sale_id: id, cash, points }) => [id, { cash: Number(cash), points: Number(points) }]),
    );
  }
}

const entriesOf = (listed: readonly Listed[], given: ReadonlyMap<string, GivenBack>): readonly HistoryEntry[] =>
  listed.flatMap(({ id, state }) => historyEntry(state, id, given.get(id) ?? NOTHING) ?? []);
