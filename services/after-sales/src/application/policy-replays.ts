import {
  denialAggregate,
  pastApplications,
  pastDenied,
  replay,
  skusToLookUp,
  UNKNOWN_MERCHANT,
  type AnswerChange,
  type CaseEvent,
  type CaseState,
  type DeniedApplications,
  type Draft,
  type PastApplication,
  type Replay,
} from '@amends/domain/after-sales';
import { millis, type Instant } from '@amends/kernel';
import { cursorAfter, EventStore, type ListPage } from '@amends/platform/event-store';
import { notFound } from '@amends/platform/http';
import { Injectable } from '@nestjs/common';
import { Shelves } from './shelves';
import { caseAggregate, caseStreamOf, merchantAggregate, merchantStreamOf } from './streams';

/** Which past applications: newest first, of one merchant or of all, made from `from` on. */
export type ReplayQuery = Readonly<{
  merchantId?: string;
  from?: Instant;
  onlyChanged: boolean;
  limit: number;
  /** Where the page before ended, and what it had counted so far. */
  after: ReplayPlace;
}>;

/** How many were judged, how many would be answered otherwise, and of those how many the other way round. */
export type ReplayCounts = Readonly<{
  judged: number;
  changed: number;
  deniedToAccepted: number;
  acceptedToDenied: number;
}>;
export type ReplayPlace = ReplayCounts & Readonly<{ cursor?: string }>;

export type ReplayPage = Readonly<{
  data: readonly Replayed[];
  /** Counted from the first page on. `reachedBack`: everything later is judged. */
  progress: ReplayCounts & Readonly<{ reachedBack: Instant | null; complete: boolean }>;
  next: ReplayPlace | null;
}>;
type Replayed = Replay & Readonly<{ orderId: string; merchantId: string }>;

/** Something that was applied for: where it stands among all, and how it is found again. */
type Listed = Readonly<{
  id: string;
  createdAt: Instant;
  orderId: string;
  merchantId: string;
  past: (events: readonly CaseEvent[]) => PastApplication | undefined;
}>;
type Found = Readonly<{ items: readonly Listed[]; more: boolean }>;

/** Judges past applications, accepted or denied, under terms that are only tried. Reads, and writes nothing. */
@Injectable()
export class PolicyReplays {
  constructor(
    private readonly store: EventStore,
    private readonly shelves: Shelves,
  ) {}

  /** One page: each application judged under the terms and prices of then, and under the draft. */
  async page(draft: Draft, { merchantId, from, onlyChanged, limit, after }: ReplayQuery): Promise<ReplayPage> {
    const { items, more } = await this.listed({ merchantId, limit, cursor: after.cursor });
    const wanted = items.filter(({ createdAt }) => from === undefined || millis(createdAt) >= millis(from));
    const judged = (await Promise.all(wanted.map((item) => this.replayed(item, draft)))).flat();
    const complete = !more || wanted.length < items.length;
    const counts = countedOn(after, judged);
    const last = items.at(-1);
    return {
      data: judged.filter(({ changed }) => changed || !onlyChanged),
      progress: { ...counts, reachedBack: wanted.at(-1)?.createdAt ?? null, complete },
      next: complete || last === undefined ? null : { ...counts, cursor: cursorAfter(last.createdAt, last.id) },
    };
  }

  /** What opened a ticket and what was denied, as one list. */
  private async listed({ merchantId, limit, cursor }: Asked): Promise<Found> {
    const where = merchantId === undefined ? {} : { merchantId };
    const query = { where, limit, ...(cursor === undefined ? {} : { cursor }) };
    const [tickets, denials] = await Promise.all([
      this.store.list(caseAggregate, { ...query, kind: 'after_sale' }),
      this.store.list(denialAggregate, { ...query, kind: 'denial' }),
    ]);
    const all = [...tickets.items.map(listedTicket), ...denials.items.map(listedDenial)].sort(newestFirst);
    const isThereMore = all.length > limit || tickets.nextCursor !== null || denials.nextCursor !== null;
    return { items: all.slice(0, limit), more: isThereMore };
  }

  /** None for what was no application of its own, as the contested part of a return. */
  private async replayed({ orderId, merchantId, past: find }: Listed, draft: Draft): Promise<readonly Replayed[]> {
    const events = await this.store.events(caseStreamOf(orderId) ?? notFound());
    const past = find(events.map(eventOf));
    if (past === undefined) return [];
    const [merchant, shelf] = await Promise.all([
      this.store.read(merchantAggregate, merchantStreamOf(merchantId)),
      this.shelves.of(merchantId, skusOf(past)),
    ]);
    const context = { merchant: merchant?.state ?? UNKNOWN_MERCHANT, shelf };
    return [{ orderId, merchantId, ...replay(past, context, draft) }];
  }
}

type Asked = Pick<ReplayQuery, 'limit'> & Readonly<{ merchantId: string | undefined; cursor: string | undefined }>;

const listedTicket = ({ id, state }: ListPage<CaseState>['items'][number]): Listed => {
  const { orderId, merchantId } = state.order ?? notFound();
  const { createdAt } = state.tickets.find((ticket) => ticket.id === id) ?? notFound();
  const past: Listed['past'] = (events) => pastApplications(events).find((each) => each.id === id);
  return { id, createdAt, orderId, merchantId, past };
};

const listedDenial = ({ id, state }: ListPage<DeniedApplications>['items'][number]): Listed => {
  const denied = state.find(({ denialId }) => denialId === id) ?? notFound();
  const { occurredAt: createdAt, orderId, merchantId } = denied;
  return { id, createdAt, orderId, merchantId, past: (events) => pastDenied(denied, events) };
};

/** As each of the lists is ordered. */
const newestFirst = (one: Listed, other: Listed): number =>
  millis(other.createdAt) - millis(one.createdAt) || (one.id < other.id ? 1 : -1);

const countedOn = (before: ReplayCounts, judged: readonly Replay[]): ReplayCounts => {
  const count = (is: AnswerChange): number => judged.filter(({ change }) => change === is).length;
  return {
    judged: before.judged + judged.length,
    changed: before.changed + judged.length - count('unchanged'),
    deniedToAccepted: before.deniedToAccepted + count('denied_to_accepted'),
    acceptedToDenied: before.acceptedToDenied + count('accepted_to_denied'),
  };
};

const skusOf = ({ application, known }: PastApplication): readonly string[] => skusToLookUp(application, known.order);

/** The stream of a case holds nothing else. */
const eventOf = ({ type, data }: Readonly<{ type: string; data: object }>): CaseEvent => ({ type, data }) as CaseEvent;
