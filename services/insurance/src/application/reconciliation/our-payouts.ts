import { claimAt, policyAggregate, type Claim, type InsuredOrder } from '@amends/domain/insurance';
import type { Item, ItemStatus } from '@amends/domain/reconciliation';
import { between, instant, millis } from '@amends/kernel';
import { EventStore } from '@amends/platform/event-store';
import type { Stretch } from '@amends/reconciliation';
import { Injectable } from '@nestjs/common';

const PAGE = 100;

/** Our side of a comparison: what the insurer has paid, by policy and claim. */
@Injectable()
export class OurPayouts {
  constructor(private readonly store: EventStore) {}

  /** Every claim that was paid from `from` on and before `before`. */
  async made({ from, before }: Stretch): Promise<readonly Item[]> {
    const found: Item[] = [];
    for (let cursor: string | null | undefined; cursor !== null;) {
      const page = await this.store.list(policyAggregate, {
        kind: 'claim',
        // Listed are claims that have changed since; the instant itself counts, too.
        where: { status: 'settled', updatedAfter: instant(millis(from) - 1) },
        limit: PAGE,
        ...(cursor === undefined ? {} : { cursor }),
      });
      found.push(...page.items.flatMap(({ id, state }) => itemOf(state, id)));
      cursor = page.nextCursor;
    }
    return found.filter(({ changedAt }) => changedAt !== null && between(changedAt, before) > 0);
  }

  /** The claim of this id, paid or not; nothing where we have none. */
  async ofClaim(claimId: string): Promise<readonly Item[]> {
    const { items } = await this.store.list(policyAggregate, { kind: 'claim', where: { id: claimId }, limit: 1 });
    return items.flatMap(({ state }) => itemOf(state, claimId));
  }
}

const itemOf = (state: InsuredOrder, claimId: string): readonly Item[] => {
  const { policy, currency } = state;
  const claim = claimAt(state, claimId);
  if (policy === null || claim === undefined) return [];
  const { insurerPays: amount, updatedAt } = claim;
  const status = statusOf(claim);
  const changedAt = status === 'open' ? null : updatedAt;
  return [{ paymentId: policy.policyId, number: claimId, amount, currency, status, changedAt }];
};

const statusOf = ({ status }: Claim): ItemStatus => {
  switch (status) {
    case 'paid':
    case 'settled':
      return 'succeeded';
    case 'rejected':
      return 'failed';
    case 'submitted':
    case 'approved':
      return 'open';
  }
};
