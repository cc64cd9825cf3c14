import { accountAggregate, advanceBooks, type AdvanceBook, type BookedAdvance } from '@amends/domain/refunds';
import { EventStore } from '@amends/platform/event-store';
import { Injectable } from '@nestjs/common';

const PAGE = 100;

/** From inclusive, to exclusive; undefined: without bound. */
export type AdvancedIn = Readonly<{ from?: string; to?: string }>;

/** What became of all advances of a time, summed from the accounts of their orders. */
@Injectable()
export class AdvanceBookReader {
  constructor(private readonly store: EventStore) {}

  /** One book per currency. */
  async read(when: AdvancedIn): Promise<readonly AdvanceBook[]> {
    const advances: BookedAdvance[] = [];
    for await (const advance of this.newestFirst()) {
      if (when.from !== undefined && advance.advancedAt < when.from) break;
      if (when.to === undefined || advance.advancedAt < when.to) advances.push(advance);
    }
    return advanceBooks(advances);
  }

  private async *newestFirst(): AsyncGenerator<BookedAdvance> {
    let cursor: string | null | undefined;
    while (cursor !== null) {
      const page = await this.store.list(accountAggregate, {
        kind: 'advance',
        where: {},
        limit: PAGE,
        ...(cursor === undefined ? {} : { cursor }),
      });
      for (const { id, state } of page.items) {
        const fast = state.fastRefunds.find(({ refundId }) => refundId === id);
        if (state.order === null || fast === undefined || fast.advancedAt === null) continue;
        const { buyerId, currency } = state.order;
        yield { buyerId, currency, advancedAt: fast.advancedAt, fast };
      }
      cursor = page.nextCursor;
    }
  }
}
