import { specification } from '@amends/testing';
import { describe, expect, it } from '@jest/globals';
import { DAY_MS, later, type Instant } from '@amends/kernel';
import { legIdOf } from '../leg/leg';
import type { Account } from './account';
import { attentionOf } from './attention';
import type { AccountCommand, ProviderAnswer } from './commands';
import { accountAggregate, accountDecider } from './decide';
import { asks, AT, ofLine, paidOrder, refundId } from './given-account';

const { after } = specification(accountDecider);
const LATER: Instant = later(AT, DAY_MS);
const [legId, id] = [legIdOf(refundId(1), 0), refundId(1)];
const paid = paidOrder([{ quantity: 2, cash: 10_000 }], [['card', 10_000]]);
const opened: AccountCommand = { type: 'OpenAccount', data: { paid, at: AT } };
const asked: AccountCommand = { type: 'RequestRefund', data: { request: asks(1, ofLine(1, 1, 5000)), at: AT } };
const hears = (answer: ProviderAnswer, at = LATER): AccountCommand => ({
  type: 'HearProvider',
  data: { refundId: id, legId, attempt: 1, answer, at },
});
const fails = (code: string) => hears({ outcome: 'failed', code });
const finds = (...kinds: readonly string[]): AccountCommand => ({
  type: 'NoteDifferences',
  data: { refundId: id, day: '2026-03-01', differences: kinds.map((kind) => ({ number: legId, kind })), at: LATER },
});
const attention = (account: Account) => account.refunds.map(attentionOf);
const flagged = (account: Account) => accountAggregate.listings?.(account).map((row) => row.flagged);

describe('what an operator should look at', () => {
  it.each([
    ['is under way', [opened, asked]],
    ['has succeeded', [opened, asked, hears({ outcome: 'succeeded' })]],
    ['is tried again by itself', [opened, asked, fails('insufficient_balance')]],
  ])('is nothing while a refund %s', (_, given) => {
    const { state } = after(...given.slice(0, -1)).when(given.at(-1) ?? opened);
    expect(attention(state)).toEqual([null]);
    expect(flagged(state)).toEqual([false]);
  });

  it.each([
    ['account_closed', 'account_closed'],
    ['declined', 'failed'],
    ['payment_too_old', 'limit_passed'],
  ])('is a leg that failed for %s, as %s', (code, reason) => {
    const { state } = after(opened, asked).when(fails(code));
    expect(attention(state)).toMatchObject([
      { reason, since: LATER, legId, possibleActions: expect.arrayContaining(['retry']) },
    ]);
    expect(flagged(state)).toEqual([true]);
  });

  it('is a refund that the money was not there for', () => {
    const tooMuch: AccountCommand = { type: 'RequestRefund', data: { request: asks(1, ofLine(1, 1, 10_001)), at: AT } };
    expect(attention(after(opened).when(tooMuch).state)).toMatchObject([{ reason: 'not_reserved', legId: null }]);
  });

  it('is a success that came back', () => {
    const { state } = after(opened, asked).when(hears({ outcome: 'succeeded' }));
    const seen = state.refunds[0]?.version ?? 0;
    const answer = { outcome: 'failed', code: 'late_failure' } as const;
    const corrected: AccountCommand = { type: 'CorrectLeg', data: { refundId: id, legId, seen, answer, at: LATER } };
    const reversed = after(opened, asked, hears({ outcome: 'succeeded' })).when(corrected).state;
    expect(attention(reversed)).toMatchObject([{ reason: 'reversed', since: LATER, legId }]);
  });

  it('is a difference from the books of the provider, until a comparison lacks it', () => {
    const succeeded = [opened, asked, hears({ outcome: 'succeeded' })] as const;
    const differing = after(...succeeded).when(finds('missing'));
    expect(attention(differing.state)).toMatchObject([
      { reason: 'books_differ', since: LATER, legId, possibleActions: ['reconcile'] },
    ]);
    expect(after(...succeeded, finds('missing')).when(finds('missing')).decision).toEqual([]);
    expect(attention(after(...succeeded, finds('missing')).when(finds()).state)).toEqual([null]);
  });

  it('stays as old as it is when another difference is found beside it', () => {
    const again = later(LATER, DAY_MS);
    const command = finds('missing', 'other_amount');
    const found = after(opened, asked, finds('missing')).when({
      ...command,
      data: { ...command.data, at: again },
    } as AccountCommand).state;
    expect(found.refunds[0]?.differences.map(({ kind, since }) => [kind, since])).toEqual([
      ['missing', LATER],
      ['other_amount', again],
    ]);
  });
});
