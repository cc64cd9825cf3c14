import { chained, type Chain } from '@amends/domain/after-sales';
import { Clock, type Instant } from '@amends/kernel';
import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { Timelines, type Subject, type TimelineEntry } from './timeline';

/** The whole story of a ticket or an order, to be kept: whoever has noted its `head` can tell whether it was changed. */
export type ExportedTimeline = Readonly<{
  /** The ticket, or the order. */
  id: string;
  orderId: string;
  exportedAt: Instant;
  algorithm: typeof ALGORITHM;
}> &
  Chain<TimelineEntry>;

export const ALGORITHM = 'sha256-chain-v1';

@Injectable()
export class Exports {
  constructor(
    private readonly timelines: Timelines,
    private readonly clock: Clock,
  ) {}

  async of(subject: Subject): Promise<ExportedTimeline> {
    const { orderId, afterSaleId } = subject;
    const id = afterSaleId ?? orderId;
    const chain = chained(id, await this.timelines.whole(subject), sha256);
    return { id, orderId, exportedAt: this.clock.now(), algorithm: ALGORITHM, ...chain };
  }
}

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');
