import { specification } from '@amends/testing';
import { describe, expect, it } from '@jest/globals';
import { DAY_MS, later } from '@amends/kernel';
import { legIdOf } from '../leg/leg';
import type { Account, AccountEvent } from './account';
import { attentionOf } from './attention';
import type { AccountCommand, ProviderAnswer } from './commands';
import { accountAggregate, accountDecider } from './decide';
import { asks, AT, ofLine, paidOrder, refundId } from './given-account';
import { isBalanced, ledgerView } from './views';

const { after } = specification(accountDecider);
const id = refundId(1);
const legId = legIdOf(id, 0);
const paid = paidOrder([{ quantity: 2, cash: 10_000 }], [['card', 10_000]]);
const opened: AccountCommand = { type: 'OpenAccount', data: { paid, at: AT } };
const ask = (n = 1, units = 1): AccountCommand => ({
  type: 'RequestRefund',
  data: { request: asks(n, ofLine(1, units, 5000 * units)), at: AT },
});
const hears = (answer: ProviderAnswer, attempt = 1): AccountCommand => ({
  type: 'HearProvider',
  data: { refundId: id, legId, attempt, answer, at: AT },
});
const fails = (code: string) => hears({ outcome: 'failed', code });
const lost = [opened, ask(), fails('account_closed')] as const;
const propose: AccountCommand = {
  type: 'ProposeManualSettlement',
  data: { refundId: id, legId, reference: 'T-1', reason: 'the card is closed', by: 'operator-1', at: AT },
};
const decide = (confirmed: boolean, by = 'operator-2', number = 1): AccountCommand => ({
  type: 'DecideManualSettlement',
  data: { refundId: id, number, confirmed, by, at: AT },
});
const offer: AccountCommand = { type: 'OfferReroute', data: { refundId: id, legId, tender: 'balance', at: AT } };
const answer = (accepted: boolean, number = 1): AccountCommand => ({
  type: 'AnswerReroute',
  data: { refundId: id, number, accepted, at: AT },
});
const retry: AccountCommand = { type: 'Retry', data: { refundId: id, at: AT } };
const correct = (said: ProviderAnswer, { refunds }: Account): AccountCommand => ({
  type: 'CorrectLeg',
  data: { refundId: id, legId, seen: refunds[0]?.version ?? 0, answer: said, at: AT },
});
const types = (decision: unknown) => (decision as readonly AccountEvent[]).map(({ type }) => type);
const cash = (account: Account) => ledgerView(account).lines[0]?.cash;
const actions = (account: Account) => account.refunds.map((refund) => attentionOf(refund)?.possibleActions);

describe('F8: settling by hand', () => {
  it('books the money when another person has confirmed it', () => {
    expect(types(after(...lost).when(propose).decision)).toEqual(['account.settlement_proposed']);
    const { decision, state } = after(...lost, propose).when(decide(true));
    expect(types(decision)).toEqual([
      'refund.retried',
      'account.settlement_confirmed',
      'refund_leg.succeeded',
      'refund.succeeded',
    ]);
    expect(state.refunds[0]?.legs).toMatchObject([{ status: 'succeeded', byHand: true }]);
    expect(cash(state)).toEqual({ paid: 10_000, held: 0, refunded: 5000, remaining: 5000 });
    expect(isBalanced(state)).toBe(true);
    expect(state.refunds.map(attentionOf)).toEqual([null]);
  });

  it('books nothing before, and lets nobody try again meanwhile', () => {
    const { state } = after(...lost).when(propose);
    expect(cash(state)).toMatchObject({ held: 0, refunded: 0 });
    expect(actions(state)).toEqual([['confirm_settlement', 'decline_settlement']]);
    for (const command of [retry, propose, offer])
      after(...lost, propose)
        .when(command)
        .thenRefused('invalid_transition');
  });

  it.each([true, false])('lets nobody decide alone (confirmed: %s)', (confirmed) => {
    after(...lost, propose)
      .when(decide(confirmed, 'operator-1'))
      .thenRefused('four_eyes_required');
  });

  it('leaves everything as it was when it is declined, and may be proposed again', () => {
    const { state } = after(...lost, propose).when(decide(false));
    expect(actions(state)).toEqual([['retry', 'manual_settlement', 'reroute']]);
    after(...lost, propose, decide(false))
      .when(decide(true))
      .thenRefused('invalid_transition');
    expect(after(...lost, propose, decide(false)).when(propose).state.refunds[0]?.settlements[1]).toMatchObject({
      number: 2,
      status: 'proposed',
    });
  });

  it.each([
    ['under way', [opened, ask()]],
    ['unknown', [opened, ask(), hears({ outcome: 'silence' })]],
    ['tried again by itself', [opened, ask(), fails('insufficient_balance')]],
    ['paid', [opened, ask(), hears({ outcome: 'succeeded' })]],
  ])('is refused while a leg is %s: the provider may still pay it', (_, given: readonly AccountCommand[]) => {
    after(...given)
      .when(propose)
      .thenRefused('invalid_transition');
    after(...given)
      .when(offer)
      .thenRefused('invalid_transition');
  });

  it('is refused when the provider turns out to have paid before it is confirmed', () => {
    const { state } = after(...lost).when(propose);
    after(...lost, propose, correct({ outcome: 'succeeded' }, state))
      .when(decide(true))
      .thenRefused('invalid_transition');
  });

  it('is refused when another refund has taken the money', () => {
    after(...lost, propose, ask(2, 2))
      .when(decide(true))
      .thenRefused('refund_exceeds_remaining');
  });

  it('shows money that the provider has paid besides, and takes nothing back for what failed there', () => {
    const settled = [...lost, propose, decide(true)] as const;
    const { state } = after(...settled).when(opened);
    expect(after(...settled).when(correct({ outcome: 'failed', code: 'account_closed' }, state)).decision).toEqual([]);
    const twice = after(...settled).when(correct({ outcome: 'succeeded' }, state));
    expect(types(twice.decision)).toEqual(['account.leg_contradicted']);
    expect(twice.state.refunds.map(attentionOf)).toMatchObject([{ reason: 'books_contradicted' }]);
  });

  it('is of a leg and a number that exist', () => {
    after(opened).when(propose).thenRefused('not_found');
    after(...lost)
      .when(decide(true))
      .thenRefused('not_found');
  });
});

describe('F8: another way', () => {
  it('pays the buyer’s balance when he accepts, under the same refund', () => {
    const { decision, state } = after(...lost, offer).when(answer(true));
    expect(types(decision)).toEqual([
      'refund.retried',
      'refund_reroute.accepted',
      'account.refund_planned',
      'refund_leg.succeeded',
      'refund.succeeded',
    ]);
    expect(state.refunds[0]?.legs).toMatchObject([
      {
        legId: legIdOf(id, 1),
        tender: 'balance',
        paymentId: 'pay-1',
        amount: 5000,
        status: 'succeeded',
        byHand: false,
      },
    ]);
    expect(cash(state)).toEqual({ paid: 10_000, held: 0, refunded: 5000, remaining: 5000 });
    expect(isBalanced(state)).toBe(true);
  });

  it('keeps the other legs of a refund as they are', () => {
    const split = paidOrder([{ quantity: 2, cash: 10_000 }], [['card', 4000], ['wallet', 6000]]); // prettier-ignore
    const asked: AccountCommand = { type: 'RequestRefund', data: { request: asks(1, ofLine(1, 2, 10_000)), at: AT } };
    const other: AccountCommand = {
      type: 'HearProvider',
      data: { refundId: id, legId: legIdOf(id, 1), attempt: 1, answer: { outcome: 'succeeded' }, at: AT },
    };
    const given = [
      { type: 'OpenAccount', data: { paid: split, at: AT } } as const,
      asked,
      fails('account_closed'),
      other,
    ];
    const { decision, state } = after(...given, offer).when(answer(true));
    expect(types(decision)).not.toContain('refund.retried');
    expect(state.refunds[0]).toMatchObject({
      status: 'succeeded',
      legs: [{ tender: 'wallet' }, { tender: 'balance', amount: 4000 }],
    });
    expect(isBalanced(state)).toBe(true);
  });

  it('is the buyer’s to answer: until then nothing is tried, and nobody else has to look', () => {
    const { state } = after(...lost).when(offer);
    expect(actions(state)).toEqual([undefined]);
    expect(accountAggregate.listings?.(state)[0]?.flagged).toBe(false);
    for (const command of [retry, propose, offer])
      after(...lost, offer)
        .when(command)
        .thenRefused('invalid_transition');
  });

  it.each([
    ['he declines', answer(false), 'declined'],
    [
      'seven days have passed',
      { type: 'DeadlineReached', data: { name: `${id}/reroute/1`, token: 1, at: later(AT, 7 * DAY_MS) } },
      'expired',
    ],
  ] satisfies [string, AccountCommand, string][])('goes back to the operators when %s', (_, command, status) => {
    const { state } = after(...lost, offer).when(command);
    expect(state.refunds[0]?.reroutes).toMatchObject([{ status }]);
    expect(actions(state)).toEqual([['retry', 'manual_settlement', 'reroute']]);
    expect(accountAggregate.deadlines?.(state)).toEqual([]);
    after(...lost, offer, command)
      .when(answer(true))
      .thenRefused('invalid_transition');
  });

  it('has a deadline, and does not end before it', () => {
    const dueAt = later(AT, 7 * DAY_MS);
    expect(accountAggregate.deadlines?.(after(...lost).when(offer).state)).toEqual([
      { name: `${id}/reroute/1`, kind: 'refund_reroute', token: 1, dueAt },
    ]);
    const early: AccountCommand = {
      type: 'DeadlineReached',
      data: { name: `${id}/reroute/1`, token: 1, at: later(dueAt, -1) },
    };
    expect(after(...lost, offer).when(early).decision).toEqual([]);
  });

  it('is refused when another refund has taken the money', () => {
    after(...lost, offer, ask(2, 2))
      .when(answer(true))
      .thenRefused('refund_exceeds_remaining');
  });
});
