import { compare, type Item } from '@amends/domain/reconciliation';
import { Comparing, type DayCompared, type DayToCompare } from '@amends/reconciliation';
import { Injectable } from '@nestjs/common';
import { Insurer, type ReportedPayout } from '../insurer';
import { OurPayouts } from './our-payouts';

/** What we hold for paid on a day beside the insurer's own ledger, claim by claim. */
@Injectable()
export class InsurerComparing extends Comparing {
  constructor(
    private readonly insurer: Insurer,
    private readonly ours: OurPayouts,
  ) {
    super();
  }

  /** What one side lacks is looked for by its claim before it counts as lacking. */
  override async compareDay({ stretch, settledBefore }: DayToCompare): Promise<DayCompared> {
    const theirs = (await this.insurer.payouts(stretch)).map(itemOf);
    const ours = [...(await this.ours.made(stretch))];
    const [known, listed] = [numbersOf(ours), numbersOf(theirs)];
    for (const number of listed) if (!known.has(number)) ours.push(...(await this.ours.ofClaim(number)));
    for (const claimId of known)
      if (!listed.has(claimId)) theirs.push(...(await this.insurer.payouts({ claimId })).map(itemOf));
    const comparison = compare(ours, theirs, settledBefore);
    return { ...comparison, differences: comparison.differences.map((each) => ({ ...each, refundId: null })) };
  }
}

const numbersOf = (items: readonly Item[]): ReadonlySet<string> => new Set(items.map(({ number }) => number));

const itemOf = ({ claimId, policyId, amount, currency, status, paidAt }: ReportedPayout): Item => ({
  paymentId: policyId,
  number: claimId,
  amount,
  currency,
  status: status === 'paid' ? 'succeeded' : 'failed',
  changedAt: paidAt,
});
