import {
  unitsOf,
  unitViews,
  merchantAggregate,
  UNKNOWN_MERCHANT,
  type CaseEvent,
  type RecordedEvent,
  type UnitView,
} from '@amends/domain/after-sales';
import { Clock, millis, type Instant } from '@amends/kernel';
import { BadCursor, EventStore, type StoredEvent } from '@amends/platform/event-store';
import { notFound, problem, type Caller } from '@amends/platform/http';
import { Injectable } from '@nestjs/common';
import { KnownOrders } from './known-orders';
import { caseStreamOf, merchantStreamOf } from './streams';

export type UnitsPage = Readonly<{ data: readonly UnitView[]; nextCursor: string | null }>;

/** Nobody follows more of them one by one; counts per line are in the order. */
const MOST_UNITS = 2000;

/** Every unit of an order's goods, read from the events of its case whenever somebody asks. */
@Injectable()
export class OrderUnits {
  constructor(
    private readonly store: EventStore,
    private readonly orders: KnownOrders,
    private readonly clock: Clock,
  ) {}

  /**
   * A page of the units, by line and number, as they were at `at`, or as they are; 404 before the order was heard of,
   * `too_many_units` for orders beyond what is followed one by one.
   * @throws BadCursor for a cursor that is none of ours
   */
  async of(
    orderId: string,
    caller: Caller,
    { at, limit, cursor }: Readonly<{ at?: Instant | undefined; limit: number; cursor?: string | undefined }>,
  ): Promise<UnitsPage> {
    const { order } = await this.orders.of(orderId, caller);
    const units = order.lines.reduce((sum, { quantity }) => sum + quantity, 0);
    if (units > MOST_UNITS)
      return problem('too_many_units', {
        detail: `Orders of up to ${String(MOST_UNITS)} units are followed unit by unit.`,
      });
    const seenFrom = earlierOf(at, this.clock.now());
    const events = await this.store.events(caseStreamOf(orderId) ?? notFound());
    const known = unitsOf(events.filter((event) => millis(event.at) <= millis(seenFrom)).map(recorded));
    if (known.state.order === null) return notFound();
    const merchant = await this.store.read(merchantAggregate, merchantStreamOf(order.merchantId));
    return pageOf(unitViews(known, merchant?.state ?? UNKNOWN_MERCHANT, seenFrom), limit, cursor);
  }
}

const earlierOf = (at: Instant | undefined, now: Instant): Instant =>
  at === undefined || millis(at) > millis(now) ? now : at;

const recorded = ({ type, data, id, at, metadata }: StoredEvent): RecordedEvent => ({
  event: { type, data } as CaseEvent, // an event of a case's stream
  ...{ at, by: metadata.actor.role, eventId: id },
});

const pageOf = (all: readonly UnitView[], limit: number, cursor: string | undefined): UnitsPage => {
  const from = cursor === undefined ? 0 : placeAfter(all, Buffer.from(cursor, 'base64url').toString());
  const data = all.slice(from, from + limit);
  const last = data.at(-1);
  const hasMore = from + limit < all.length;
  return { data, nextCursor: hasMore && last ? Buffer.from(last.unitId).toString('base64url') : null };
};

const placeAfter = (all: readonly UnitView[], wanted: string): number => {
  const index = all.findIndex(({ unitId }) => unitId === wanted);
  if (index < 0) throw new BadCursor();
  return index + 1;
};
