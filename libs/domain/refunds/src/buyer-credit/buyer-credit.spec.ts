import { describe, expect, it } from '@jest/globals';
import { AT, PARTIES } from '../account/given-account';
import { NEW_BUYER } from './buyer-credit';
import { buyerCreditDecider, standingOf } from './decide';
import { consequencesOf } from './follow-account';

const { buyerId } = PARTIES;

describe('A6: an advance that the buyer has to give back', () => {
  const started = {
    type: 'recovery.started',
    data: { ...PARTIES, occurredAt: AT, afterSaleId: 'aft_1', refundId: 'rfd_1', amount: 5000 },
  } as const;
  const consequences = consequencesOf(started, 'CNY', (id) => id);
  const decision = buyerCreditDecider.decide({ type: 'Follow', data: { buyerId, consequences, at: AT } }, NEW_BUYER);

  it('is an open recovery, and bars further advances', () => {
    expect(decision).toMatchObject([
      { type: 'buyer_credit.recovery_started', data: { refundId: 'rfd_1', amount: 5000 } },
      { type: 'buyer_credit.changed', data: { openRecovery: true } },
    ]);
    const after = Array.isArray(decision) ? decision.reduce(buyerCreditDecider.evolve, NEW_BUYER) : NEW_BUYER;
    expect(after.recoveries).toEqual([{ refundId: 'rfd_1', open: 5000 }]);
    expect(standingOf(after).openRecovery).toBe(true);
  });
});
