import { agrees, refundIdOf, type ProviderAnswer } from '@amends/domain/refunds';
import type { Metadata } from '@amends/platform/event-store';
import { LOG } from '@amends/platform/http';
import type { Log } from '@amends/platform/observability';
import { Inject, Injectable } from '@nestjs/common';
import { LegDriver } from './leg-driver';
import { RefundFinder } from './refund-finder';

/** What a provider tells by itself; it may come late, twice, in any order, or be about nothing of ours. */
export type Notified = Readonly<{ id: string; refundNumber: string; says: 'succeeded' | 'failed' }>;

/**
 * A notification is only a reason to ask: what is booked is the provider's answer to a question of ours, so that a late
 * or repeated one cannot turn the books back.
 */
@Injectable()
export class Notifications {
  constructor(
    private readonly refunds: RefundFinder,
    private readonly driver: LegDriver,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** Answers whether it is dealt with; if not, the provider should tell it again. */
  async take({ id, refundNumber, says }: Notified): Promise<boolean> {
    const refundId = refundIdOf(refundNumber);
    const found = await this.refunds.anyRefund(refundId);
    const leg = found?.refund.legs.find((each) => each.refundNumber === refundNumber);
    if (found === undefined || leg === undefined) {
      this.log.warn('psp.notified_of_unknown_refund', { refundNumber });
      return true;
    }
    if (agrees(leg, ANSWERS[says])) return true;
    const metadata: Metadata = {
      actor: { role: 'system', id: 'payment_provider' },
      correlationId: `psp-notification-${id}`.slice(0, 200),
    };
    return this.driver.ask({ streamId: found.streamId, refundId, legId: leg.legId }, metadata);
  }
}

const ANSWERS: Readonly<Record<Notified['says'], ProviderAnswer>> = {
  succeeded: { outcome: 'succeeded' },
  failed: { outcome: 'failed', code: 'declined' },
};
