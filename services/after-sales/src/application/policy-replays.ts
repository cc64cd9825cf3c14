import {
  pastApplications,
  replay,
  skusToLookUp,
  UNKNOWN_MERCHANT,
  type CaseEvent,
  type CaseState,
  type Draft,
  type PastApplication,
  type Replay,
} from '@amends/domain/after-sales';
import type { Instant } from '@amends/kernel';
import { EventStore, type ListPage } from '@amends/platform/event-store';
import { notFound } from '@amends/platform/http';
import { Injectable } from '@nestjs/common';
import { Shelves } from './shelves';
import { caseAggregate, merchantAggregate, merchantStreamOf } from './streams';

/** Which past applications: newest first, of one merchant or of all, made from `from` on. */
export type ReplayQuery = Readonly<{
  merchantId?: string;
  from?: Instant;
  onlyChanged: boolean;
  limit: number;
  /** Where the page before ended, and what it had counted so far. */
  after: ReplayPlace;
}>;
export type ReplayPlace = Readonly<{ cursor?: string; judged: number; changed: number }>;

export type ReplayPage = Readonly<{
  data: readonly (Replay & Readonly<{ orderId: string; merchantId: string }>)[];
  /** Counted from the first page on. `reachedBack`: everything later is judged. */
  progress: Readonly<{ judged: number; changed: number; reachedBack: Instant | null; complete: boolean }>;
  next: ReplayPlace | null;
}>;

type Listed = ListPage<CaseState>['items'][number];

/** Judges past applications under terms that are only tried (issue 4.4). Reads, and writes nothing. */
@Injectable()
export class PolicyReplays {
  constructor(
    private readonly store: EventStore,
    private readonly shelves: Shelves,
  ) {}

  /** One page: each application judged under the terms and prices of then, and under the draft. */
  async page(draft: Draft, { merchantId, from, onlyChanged, limit, after }: ReplayQuery): Promise<ReplayPage> {
    const { items, nextCursor } = await this.store.list(caseAggregate, {
      kind: 'after_sale',
      where: merchantId === undefined ? {} : { merchantId },
      limit,
      ...(after.cursor === undefined ? {} : { cursor: after.cursor }),
    });
    const wanted = items.filter((item) => from === undefined || createdAt(item) >= from);
    const judged = (await Promise.all(wanted.map((item) => this.replayed(item, draft)))).flat();
    const complete = nextCursor === null || wanted.length < items.length;
    const progress = {
      judged: after.judged + judged.length,
      changed: after.changed + judged.filter(({ changed }) => changed).length,
      reachedBack: wanted.map(createdAt).at(-1) ?? null,
      complete,
    };
    return {
      data: judged.filter(({ changed }) => changed || !onlyChanged),
      progress,
      next: complete ? null : { cursor: nextCursor, judged: progress.judged, changed: progress.changed },
    };
  }

  /** None for what was no application of its own, as the contested part of a return. */
  private async replayed({ id, streamId, state }: Listed, draft: Draft): Promise<ReplayPage['data']> {
    const { orderId, merchantId } = state.order ?? notFound();
    const events = await this.store.events(streamId);
    const past = pastApplications(events.map(eventOf)).find(({ afterSaleId }) => afterSaleId === id);
    if (past === undefined) return [];
    const [merchant, shelf] = await Promise.all([
      this.store.read(merchantAggregate, merchantStreamOf(merchantId)),
      this.shelves.of(merchantId, skusOf(past)),
    ]);
    const context = { merchant: merchant?.state ?? UNKNOWN_MERCHANT, shelf };
    return [{ orderId, merchantId, ...replay(past, context, draft) }];
  }
}

const createdAt = ({ id, state }: Listed): Instant =>
  state.tickets.find((ticket) => ticket.id === id)?.createdAt ?? notFound();

const skusOf = ({ application, known }: PastApplication): readonly string[] => skusToLookUp(application, known.order);

/** The stream of a case holds nothing else. */
const eventOf = ({ type, data }: Readonly<{ type: string; data: object }>): CaseEvent => ({ type, data }) as CaseEvent;
