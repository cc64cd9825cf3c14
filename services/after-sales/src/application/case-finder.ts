import { idOf } from '@amends/kernel';
import { EventStore } from '@amends/platform/event-store';
import { Injectable } from '@nestjs/common';
import { caseAggregate } from './streams';

const REMEMBERED = 50_000;

/** Finds the stream of the order of a ticket or a dispute. Neither ever moves to another order, so what was found once is remembered. */
@Injectable()
export class CaseFinder {
  private readonly streams = new Map<string, string>();

  constructor(private readonly store: EventStore) {}

  /** The stream that holds this ticket; undefined when there is none. */
  streamOf(afterSaleId: string): Promise<string | undefined> {
    return this.find('after_sale', afterSaleId);
  }

  /** The stream that holds this dispute. */
  streamOfDispute(disputeId: string): Promise<string | undefined> {
    return this.find('dispute', disputeId);
  }

  private async find(kind: 'after_sale' | 'dispute', id: string): Promise<string | undefined> {
    const known = this.streams.get(id);
    if (known !== undefined) return known;
    const { items } = await this.store.list(caseAggregate, { kind, where: { id }, limit: 1 });
    const streamId = items[0]?.streamId;
    if (streamId === undefined) return undefined;
    if (this.streams.size >= REMEMBERED) this.streams.clear();
    this.streams.set(id, streamId);
    return streamId;
  }
}

/** The order whose case a stream is. */
export const orderOfStream = (streamId: string): string => idOf('ord', streamId);
