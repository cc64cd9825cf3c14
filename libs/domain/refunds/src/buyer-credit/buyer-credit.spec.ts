import { describe, expect, it } from '@jest/globals';
import { isRefusal } from '@amends/kernel';
import type { AccountEvent } from '../account/account';
import { AT, PARTIES } from '../account/given-account';
import { NEW_BUYER, type BuyerCredit, type BuyerCreditEvent } from './buyer-credit';
import { buyerCreditDecider, promisedOn, setOffOf, sharesOf, standingOf } from './decide';
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
    expect(after.recoveries).toEqual([{ refundId: 'rfd_1', orderId: PARTIES.orderId, open: 5000 }]);
    expect(standingOf(after).openRecovery).toBe(true);
  });
});

describe('A1: what is promised to a buyer in a day of Asia/Shanghai', () => {
  const exposed = (amount: number, occurredAt: string): BuyerCreditEvent => ({
    type: 'buyer_credit.exposed',
    data: { buyerId, occurredAt, afterSaleId: `aft_${String(amount)}`, amount },
  });
  const [evening, midnight] = ['2026-03-01T15:59:59.999Z', '2026-03-01T16:00:00.000Z'];
  it('is added up, whatever becomes of it, and begins anew at midnight', () => {
    const gone: BuyerCreditEvent = {
      type: 'buyer_credit.relieved',
      data: { buyerId, occurredAt: AT, afterSaleId: 'aft_700', amount: 700 },
    };
    const today = [exposed(700, AT), gone, exposed(50, evening)].reduce(buyerCreditDecider.evolve, NEW_BUYER);
    expect([promisedOn(today, evening), promisedOn(today, midnight)]).toEqual([750, 0]);
    expect(promisedOn(buyerCreditDecider.evolve(today, exposed(9, midnight)), midnight)).toBe(9);
  });
});

describe('A8: what became of it', () => {
  const owed = (refundId: string, amount: number): BuyerCreditEvent => ({
    type: 'buyer_credit.recovery_started',
    data: { buyerId, occurredAt: AT, refundId, orderId: `ord_of_${refundId}`, amount },
  });
  const follow = (credit: BuyerCredit, event: AccountEvent): BuyerCredit => {
    const data = { buyerId, consequences: consequencesOf(event, 'CNY', (id) => id), at: AT };
    const decision = buyerCreditDecider.decide({ type: 'Follow', data }, credit);
    return isRefusal(decision) ? credit : decision.reduce(buyerCreditDecider.evolve, credit);
  };
  const before = [owed('rfd_1', 5000), owed('rfd_2', 3000)].reduce(buyerCreditDecider.evolve, {
    ...NEW_BUYER,
    balance: 900,
    exposures: [{ afterSaleId: 'aft_1', amount: 5000, stage: 'advanced' as const }],
  });
  const about = { ...PARTIES, occurredAt: AT, afterSaleId: 'aft_1', refundId: 'rfd_1' };

  it('what is paid from the balance leaves it, lessens what is owed, and what is out', () => {
    const paid = { ...about, amount: 900, open: 4100, source: 'balance', paymentId: null } as const;
    const after = follow(before, { type: 'recovery.payment_received', data: paid });
    expect(after).toMatchObject({ balance: 0, exposures: [{ amount: 4100 }] });
    expect(after.recoveries.map(({ open }) => open)).toEqual([4100, 3000]);
  });
  it('what is paid in full is owed no more, and bars nothing', () => {
    const paid = { ...about, amount: 5000, open: 0, source: 'payment', paymentId: 'pay-9' } as const;
    const after = follow(before, { type: 'recovery.payment_received', data: paid });
    expect(after.recoveries.map(({ refundId }) => refundId)).toEqual(['rfd_2']);
    expect([after.balance, after.exposures]).toEqual([900, []]);
  });
  it('what is given up bars the buyer for good', () => {
    const after = follow(before, { type: 'recovery.written_off', data: { ...about, amount: 5000 } });
    expect(standingOf(after)).toEqual({ score: 600, exposure: 0, openRecovery: true, writtenOff: true });
  });
  it('is taken from later refunds only by consent, the oldest first', () => {
    expect([setOffOf(before), setOffOf({ ...before, setOffConsent: true })]).toEqual([0, 8000]);
    expect(sharesOf(before, 6000)).toEqual([
      { refundId: 'rfd_1', orderId: 'ord_of_rfd_1', amount: 5000 },
      { refundId: 'rfd_2', orderId: 'ord_of_rfd_2', amount: 1000 },
    ]);
  });
});

describe('A8: what the buyer can pay by a link', () => {
  const about = { buyerId, occurredAt: AT };
  const owed = (refundId: string, amount: number): BuyerCreditEvent => ({
    type: 'buyer_credit.recovery_started',
    data: { ...about, refundId, orderId: `ord_of_${refundId}`, amount },
  });
  const given = [
    { type: 'buyer_credit.consent_given', data: { ...about, setOff: true } } as const,
    ...[owed('rfd_1', 5000), owed('rfd_2', 3000)],
    { type: 'buyer_credit.recovery_link_opened', data: { ...about, refundId: 'rfd_1' } } as const,
  ].reduce(buyerCreditDecider.evolve, NEW_BUYER);

  it('is not set off meanwhile, and bars further advances all the same', () => {
    expect(setOffOf(given)).toBe(3000);
    expect(sharesOf(given, 9000)).toEqual([{ refundId: 'rfd_2', orderId: 'ord_of_rfd_2', amount: 3000 }]);
    expect(standingOf(given).openRecovery).toBe(true);
  });
  it('is set off again when the link is closed', () => {
    const closed = { type: 'buyer_credit.recovery_link_closed', data: { ...about, refundId: 'rfd_1' } } as const;
    expect(setOffOf(buyerCreditDecider.evolve(given, closed))).toBe(8000);
  });
});
