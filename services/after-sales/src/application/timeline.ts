import { catalogue, type OrderFacts } from '@amends/contracts';
import { complaintAggregate, shownDenial, type DenialEvent } from '@amends/domain/after-sales';
import { BadCursor, EventStore, type StoredEvent } from '@amends/platform/event-store';
import { DATABASE } from '@amends/platform/http';
import { Keyring } from '@amends/platform/personal-data';
import { millis, type Instant } from '@amends/kernel';
import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { denialStreamOf } from './streams';
import { opened } from './texts';

/** One thing that happened, whoever did it and whichever service says so. */
export type TimelineEntry = Readonly<{
  at: Instant;
  actor: Readonly<{ role: string; id: string }>;
  type: string;
  data: unknown;
  service: string;
}>;
export type TimelinePage = Readonly<{ data: readonly TimelineEntry[]; nextCursor: string | null }>;

type Told = Omit<TimelineEntry, 'data'> & Readonly<{ id: string; sequence: number; data: object }>;
type Row = Readonly<{
  event_id: string;
  at: Date;
  service: string;
  sequence: string;
  type: string;
  actor: TimelineEntry['actor'];
  data: object;
}>;

/** Nobody complains about one order more often; who does is read in the list of complaints. */
const MOST_COMPLAINTS = 200;

/** What a story is about: a ticket, or without one all of its order. `streamId` is the case's. */
export type Subject = Readonly<{ orderId: string; afterSaleId?: string; streamId: string; buyerId: string }>;

/** The whole story of a ticket or an order: our own events from their stream, those of others from what was heard (requirement M95). */
@Injectable()
export class Timelines {
  constructor(
    private readonly store: EventStore,
    @Inject(DATABASE) private readonly pool: Pool,
    private readonly keyring: Keyring,
  ) {}

  /**
   * A page of the story, the oldest first. Sealed texts are opened: only whoever may see the subject gets here.
   * @throws BadCursor for a cursor that is none of ours
   */
  async of(
    subject: Subject,
    { limit, cursor }: Readonly<{ limit: number; cursor?: string | undefined }>,
  ): Promise<TimelinePage> {
    const all = await this.told(subject);
    const from = cursor === undefined ? 0 : placeAfter(all, cursor);
    const page = all.slice(from, from + limit);
    const last = page.at(-1);
    return {
      data: await this.readable(page, subject),
      nextCursor: last !== undefined && from + limit < all.length ? cursorOf(last) : null,
    };
  }

  /** All of the story at once, as in its pages. */
  async whole(subject: Subject): Promise<readonly TimelineEntry[]> {
    return this.readable(await this.told(subject), subject);
  }

  private async told(subject: Subject): Promise<readonly Told[]> {
    const [own, others] = await Promise.all([this.own(subject), this.others(subject)]);
    return [...own, ...others].sort(byTime);
  }

  private readable(told: readonly Told[], { buyerId }: Subject): Promise<readonly TimelineEntry[]> {
    return Promise.all(
      told.map(async ({ at, actor, type, data, service }) => {
        return { at, actor, type, data: await opened(this.keyring, buyerId, data), service };
      }),
    );
  }

  private async own({ orderId, afterSaleId, streamId }: Subject): Promise<readonly Told[]> {
    const where = { orderId, ...(afterSaleId === undefined ? {} : { afterSaleId }) };
    const complaints = await this.store.list(complaintAggregate, { kind: 'complaint', where, limit: MOST_COMPLAINTS });
    const streams = [streamId, ...complaints.items.map((complaint) => complaint.streamId)];
    const [denials, ...events] = await Promise.all([
      afterSaleId === undefined ? this.denials(orderId) : [],
      ...streams.map((each) => this.store.events(each)),
    ]);
    const facts = events.flat().filter((event) => isOf(event, afterSaleId));
    return [...facts, ...denials].map(toldOf);
  }

  /** What was denied has opened no ticket: it is a part of the order's story alone. */
  private async denials(orderId: string): Promise<readonly StoredEvent[]> {
    const events = await this.store.events(denialStreamOf(orderId));
    return events.map((event) => ({ ...event, data: shownDenial(event.data as DenialEvent['data']) }));
  }

  private async others({ orderId, afterSaleId }: Subject): Promise<readonly Told[]> {
    const { rows } = await this.pool.query<Row>({
      name: 'timeline-others',
      text: `SELECT event_id, at, service, sequence, type, actor, data FROM after_sales.told_by_others
             WHERE order_id = $1 AND ($2::text IS NULL OR after_sale_id = $2)`,
      values: [orderId, afterSaleId ?? null],
    });
    return rows.map(({ event_id: id, at, sequence, ...rest }) => ({
      ...rest,
      id,
      at: at.toISOString(),
      sequence: Number(sequence),
    }));
  }
}

/** Public facts; what is only asked of other services shows when they tell what came of it. */
const isOf = ({ type, data }: StoredEvent, afterSaleId: string | undefined): boolean =>
  catalogue[type]?.public === true &&
  (afterSaleId === undefined || (data as Partial<Readonly<{ afterSaleId: string }>>).afterSaleId === afterSaleId);

const toldOf = ({ id, version, type, schemaVersion, data, metadata, at }: StoredEvent): Told => ({
  id,
  at: (data as Partial<OrderFacts>).occurredAt ?? at,
  sequence: version,
  actor: metadata.actor,
  type: `${type}.v${String(schemaVersion)}`,
  data,
  service: 'after-sales',
});

/** By time; what happened at one instant in the order of its service, and of services by name, so that pages never overlap. */
const byTime = (a: Told, b: Told): number =>
  millis(a.at) - millis(b.at) || compare(a.service, b.service) || a.sequence - b.sequence || compare(a.id, b.id);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const cursorOf = ({ id }: Told): string => Buffer.from(id).toString('base64url');

const placeAfter = (all: readonly Told[], cursor: string): number => {
  const id = Buffer.from(cursor, 'base64url').toString();
  const index = all.findIndex((entry) => entry.id === id);
  if (index < 0) throw new BadCursor();
  return index + 1;
};
