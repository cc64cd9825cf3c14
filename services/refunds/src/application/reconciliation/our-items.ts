import type { Item, ItemStatus } from '@amends/domain/reconciliation';
import { accountAggregate, isExternal, refundIdOf, type Account, type Leg } from '@amends/domain/refunds';
import { between } from '@amends/kernel';
import { EventStore } from '@amends/platform/event-store';
import type { Stretch } from '@amends/reconciliation';
import { Injectable } from '@nestjs/common';
import { RefundFinder } from '../refund-finder';

/** A leg at the provider as a comparison takes it, and where it stands with us. */
export type OurItem = Item & Readonly<{ refundId: string; streamId: string }>;

const PAGE = 100;

/** Our side of a comparison: the legs that a payment provider was asked for. */
@Injectable()
export class OurItems {
  constructor(
    private readonly store: EventStore,
    private readonly refunds: RefundFinder,
  ) {}

  /** Every leg that came to success or failure in this stretch. */
  async *concluded({ from, before }: Stretch): AsyncIterable<OurItem> {
    let cursor: string | null | undefined;
    while (cursor !== null) {
      const page = await this.store.list(accountAggregate, {
        kind: 'refund',
        // Listed are refunds that have changed since; the instant itself counts, too.
        where: { updatedAfter: new Date(Date.parse(from) - 1).toISOString() },
        limit: PAGE,
        ...(cursor === undefined ? {} : { cursor }),
      });
      for (const { id, streamId, state } of page.items)
        for (const item of itemsOf(state, streamId, id))
          if (item.changedAt !== null && between(from, item.changedAt) >= 0 && between(item.changedAt, before) > 0)
            yield item;
      cursor = page.nextCursor;
    }
  }

  /** The refund that a number names, with its leg of that number, if any. */
  async numbered(
    number: string,
  ): Promise<Readonly<{ refundId: string; streamId: string; item?: OurItem }> | undefined> {
    const refundId = refundIdOf(number);
    const found = await this.refunds.anyRefund(refundId);
    if (found === undefined) return undefined;
    const { account, streamId } = found;
    const item = itemsOf(account, streamId, refundId).find((each) => each.number === number);
    return { refundId, streamId, ...(item && { item }) };
  }
}

const itemsOf = (account: Account, streamId: string, refundId: string): readonly OurItem[] =>
  (account.refunds.find((refund) => refund.refundId === refundId)?.legs ?? []).flatMap((leg) => {
    const { paymentId, refundNumber, amount, concludedAt } = leg;
    if (!isExternal(leg) || paymentId === null || refundNumber === null) return [];
    const currency = account.order?.currency ?? '';
    const [status, changedAt] = [statusOf(leg), concludedAt];
    return [{ refundId, streamId, paymentId, number: refundNumber, amount, currency, status, changedAt }];
  });

/** What was paid by hand has failed at the provider. */
const statusOf = ({ status, byHand }: Leg): ItemStatus => {
  if (byHand) return 'failed';
  switch (status) {
    case 'succeeded':
      return 'succeeded';
    case 'abnormal':
    case 'failed_final':
      return 'failed';
    case 'pending':
    case 'submitted':
    case 'unknown':
    case 'failed_retryable':
      return 'open';
  }
};
