import { orderAggregate, type LineStatus } from '@amends/domain/orders';
import { EventStore } from '@amends/platform/event-store';
import { scopeOf, type Caller } from '@amends/platform/http';
import { Injectable } from '@nestjs/common';
import { visibleTo } from './access';
import type { Versioned } from './orders';

export type OrderFilter = Readonly<{
  buyerId?: string;
  merchantId?: string;
  status?: LineStatus;
  limit: number;
  cursor?: string;
}>;

export type OrderPage = Readonly<{ items: readonly Versioned[]; nextCursor: string | null }>;

const NOTHING: OrderPage = { items: [], nextCursor: null };

@Injectable()
export class OrderLists {
  constructor(private readonly store: EventStore) {}

  /** The newest orders that the caller may know of. Who asks for others' gets none: they are not there. */
  async list(caller: Caller, { limit, cursor, ...filter }: OrderFilter): Promise<OrderPage> {
    const where = { ...filter, ...scopeOf(caller) };
    const asksForOthers =
      (filter.buyerId ?? where.buyerId) !== where.buyerId ||
      (filter.merchantId ?? where.merchantId) !== where.merchantId;
    if (asksForOthers) return NOTHING;
    const page = await this.store.list(orderAggregate, {
      kind: 'order',
      where,
      limit,
      ...(cursor === undefined ? {} : { cursor }),
    });
    return {
      items: page.items.map(({ state, version }) => ({ state: visibleTo(caller, state), version })),
      nextCursor: page.nextCursor,
    };
  }
}
