import { DAY_MS, later } from '@amends/kernel';
import { specification } from '@amends/testing';
import type { Money } from '@amends/contracts';
import { describe, expect, it } from '@jest/globals';
import { legIdOf } from '../leg/leg';
import type { Account, AccountEvent } from './account';
import type { AccountCommand, ProviderAnswer } from './commands';
import { accountDecider } from './decide';
import { AT, ofLine, paidOrder, PARTIES, refundId, ticketId } from './given-account';
import { ledgerView } from './views';

const { after } = specification(accountDecider);
const FAST = refundId(9);
const money: Money = ofLine(1, 2, 8000);
const opened: AccountCommand = {
  type: 'OpenAccount',
  data: { paid: paidOrder([{ quantity: 4, cash: 16_000 }]), at: AT },
};
const ticket = { order: PARTIES, afterSaleId: ticketId(1), at: AT };
const judged: AccountCommand = {
  type: 'JudgeFastRefund',
  data: {
    ...{ ...ticket, money, refundId: FAST, hurdles: [] },
    judgement: { eligible: true, because: [], shadow: false, inputs: {} },
  },
};
const scanned: AccountCommand = { type: 'NoteScan', data: { ...ticket, refundId: FAST, hurdles: [] } };
const revoked: AccountCommand = { type: 'NoteRevoked', data: ticket };
const answer = (said: ProviderAnswer): AccountCommand => ({
  type: 'HearProvider',
  data: { refundId: FAST, legId: legIdOf(FAST, 0), attempt: 1, answer: said, at: AT },
});
const paid = answer({ outcome: 'succeeded' });
const declined = answer({ outcome: 'failed', code: 'declined' });

const types = (decision: unknown) => (decision as readonly AccountEvent[]).map(({ type }) => type);
const advance = (account: Account) => ledgerView(account).advances[0];

describe('a scan that is revoked (A7)', () => {
  it('makes a debt of the whole advance, and its units stay refunded', () => {
    const { decision, state } = after(opened, judged, scanned, paid).when(revoked);
    expect(types(decision)).toEqual(['account.scan_revoked', 'recovery.started']);
    expect(decision).toMatchObject([{}, { data: { amount: 8000, refundId: FAST, afterSaleId: ticketId(1) } }]);
    expect(advance(state)).toMatchObject({ advanced: 8000, settled: 0, open: 8000 });
    expect(ledgerView(state)).toMatchObject({ balanced: true, lines: [{ units: { refunded: 2, remaining: 2 } }] });
  });
  it('is paid back or written off like any other (A8)', () => {
    const owing = [opened, judged, scanned, paid, revoked] as const;
    const payment = { refundId: FAST, amount: 8000, source: 'balance', paymentId: null, at: AT } as const;
    expect(types(after(...owing).when({ type: 'PayRecovery', data: payment }).decision)).toEqual([
      'recovery.payment_received',
      'recovery.completed',
    ]);
    const silence = { name: `${FAST}/recovery`, token: 0, at: later(AT, 90 * DAY_MS) };
    const given = after(...owing).when({ type: 'DeadlineReached', data: silence });
    expect(types(given.decision)).toEqual(['recovery.written_off']);
    expect(advance(given.state)).toMatchObject({ writtenOff: 8000, open: 0 });
  });
  it('waits for an advance that is still with the provider, and takes a failed one back', () => {
    const asked = [opened, judged, scanned] as const;
    expect(types(after(...asked).when(revoked).decision)).toEqual(['account.scan_revoked']);
    expect(types(after(...asked, revoked).when(paid).decision).slice(-2)).toEqual([
      'fast_refund.advanced',
      'recovery.started',
    ]);
    const failed = after(...asked, revoked).when(declined);
    expect(types(failed.decision).slice(-2)).toEqual(['refund.cancelled', 'account.fast_refund_released']);
    expect(ledgerView(failed.state)).toMatchObject({ balanced: true, lines: [{ units: { held: 0, refunded: 0 } }] });
  });
  it('takes back what was only promised, and is nothing twice or where nothing was advanced', () => {
    expect(types(after(opened, judged).when(revoked).decision)).toEqual(['account.fast_refund_released']);
    after(opened, judged, scanned, paid, revoked).when(revoked).thenNothing();
    after(opened).when(revoked).thenNothing();
  });
});
