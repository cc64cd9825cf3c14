import type { CaseState, OrderReplica } from '@amends/domain/after-sales';
import { EventStore } from '@amends/platform/event-store';
import { mayKnow, notFound, type Caller } from '@amends/platform/http';
import { Freshness } from '@amends/platform/messaging';
import { Injectable } from '@nestjs/common';
import { caseAggregate, caseStreamOf } from './streams';

/** A case whose order has been heard of. */
export type OpenCase = CaseState & Readonly<{ order: OrderReplica }>;

/** An order placed or shipped a moment ago is waited for so long before it is answered as if it were not there (api.md 1). */
const PATIENCE_MS = 2000;

/** What they have just said decides what may be asked for: which lines are there, which tickets are over. */
const SPEAKERS = ['orders', 'refunds'];

/** Cases by the order they are of, as fresh as what others have just answered. */
@Injectable()
export class KnownOrders {
  constructor(
    private readonly store: EventStore,
    private readonly freshness: Freshness,
  ) {}

  /** The case of an order that the caller may see; everything else is 404. */
  async of(orderId: string, caller: Caller): Promise<OpenCase> {
    const streamId = caseStreamOf(orderId) ?? notFound();
    await Promise.all(SPEAKERS.map((service) => this.freshness.heard(service, orderId)));
    const found =
      (await this.read(streamId)) ?? (await this.freshness.until(() => this.read(streamId), PATIENCE_MS, streamId));
    return found !== undefined && mayKnow(caller, found.order) ? found : notFound();
  }

  private async read(streamId: string): Promise<OpenCase | undefined> {
    const loaded = await this.store.read(caseAggregate, streamId);
    return loaded?.state.order ? { ...loaded.state, order: loaded.state.order } : undefined;
  }
}
