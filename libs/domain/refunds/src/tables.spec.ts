import type { LegStatus } from '@amends/contracts';
import { DAY_MS, flaws, later, unlisted } from '@amends/kernel';
import { specification } from '@amends/testing';
import { describe, expect, it } from '@jest/globals';
import type { Account } from './account/account';
import type { AccountCommand, ProviderAnswer } from './account/commands';
import { accountDecider } from './account/decide';
import { asks, AT, ofLine, paidOrder, PARTIES, refundId, ticketId } from './account/given-account';
import { allowedActions } from './account/reserving';
import { fastRefundLife, type FastRefundStage, type FastRefundStep } from './fast-refund/transitions';
import { legIdOf } from './leg/leg';
import { legLife, type LegStep } from './leg/transitions';
import { settlementLife } from './manual-settlement/transitions';
import { rerouteLife } from './reroute/transitions';
import { refundLife, type RefundStage, type RefundStep } from './refund/transitions';

describe.each([
  ['a refund', refundLife],
  ['a leg', legLife],
  ['a fast refund', fastRefundLife],
  ['a reroute', rerouteLife],
  ['a manual settlement', settlementLife],
])('the life of %s', (_, life) => {
  it('has no status that nothing leads to and no event that leads to two', () => expect(flaws(life)).toEqual([]));
});

type Past = readonly AccountCommand[];
const { after } = specification(accountDecider);
const FIRST = refundId(1);
const money = ofLine(1, 2, 8000);
const ticket = { order: PARTIES, afterSaleId: ticketId(1), at: AT };

const opened: AccountCommand = {
  type: 'OpenAccount',
  data: { paid: paidOrder([{ quantity: 4, cash: 16_000 }], [['gift_card', 4000], ['card', 12_000]]), at: AT }, // prettier-ignore
};
const ask = (what = money, id = FIRST): AccountCommand => ({
  type: 'RequestRefund',
  data: { request: { ...asks(1, what), refundId: id }, at: AT },
});
/** The leg at the provider: the second, after the gift card's. */
const leg = { refundId: FIRST, legId: legIdOf(FIRST, 1), at: AT };
const hear = (answer: ProviderAnswer, attempt = 1): AccountCommand => ({
  type: 'HearProvider',
  data: { ...leg, attempt, answer },
});
const said = { ok: { outcome: 'succeeded' }, no: { outcome: 'failed', code: 'declined' } } as const;
const failing = (code: string) => hear({ outcome: 'failed', code });
const correct = (account: Account, answer: ProviderAnswer): AccountCommand => ({
  type: 'CorrectLeg',
  data: { ...leg, seen: account.refunds[0]?.version ?? 0, answer },
});
const retry: AccountCommand = { type: 'Retry', data: { refundId: FIRST, at: AT } };
const propose: AccountCommand = {
  type: 'ProposeManualSettlement',
  data: { ...leg, reference: 'T-1', reason: 'closed', by: 'operator-1' },
};
const confirm: AccountCommand = {
  type: 'DecideManualSettlement',
  data: { refundId: FIRST, number: 1, confirmed: true, by: 'operator-2', at: AT },
};
const judge = (eligible = true): AccountCommand => ({
  type: 'JudgeFastRefund',
  data: {
    ...{ ...ticket, money, refundId: FIRST, hurdles: [] },
    judgement: { eligible, because: eligible ? [] : ['score_too_low'], shadow: false, inputs: {} },
  },
});
const scan: AccountCommand = { type: 'NoteScan', data: { ...ticket, refundId: FIRST, hurdles: [] } };
const contest: AccountCommand = { type: 'NoteContest', data: { ...ticket, childId: null } };
const verdict: AccountCommand = { type: 'NoteVerdict', data: { ...ticket, paid: false } };
const revoked: AccountCommand = { type: 'NoteRevoked', data: ticket };
const withdraw: AccountCommand = { type: 'WithdrawTicket', data: ticket };

const owe: AccountCommand = { type: 'OweGoods', data: { ...ticket, amount: 8000 } };
const payBack: AccountCommand = {
  type: 'PayRecovery',
  data: { refundId: FIRST, amount: 8000, source: 'payment', paymentId: 'pay-9', at: AT },
};
/** Nobody has paid back for so many days. */
const silence = (days: number): AccountCommand => ({
  type: 'DeadlineReached',
  data: { name: `${FIRST}/recovery`, token: 0, at: later(AT, days * DAY_MS) },
});

/** The account after one more command, whether it was refused or not. */
const next = (past: Past, command: (account: Account) => AccountCommand): Account =>
  after(...past).when(command(after(...past).state)).state;

describe('a refund', () => {
  // A refund of the card alone, so that it can fail as a whole. `reserved` lasts for no longer than one decision.
  const card: AccountCommand = {
    type: 'OpenAccount',
    data: { paid: paidOrder([{ quantity: 4, cash: 16_000 }]), at: AT },
  };
  const only = (answer: ProviderAnswer): AccountCommand => ({
    type: 'HearProvider',
    data: { ...leg, legId: legIdOf(FIRST, 0), attempt: 1, answer },
  });
  const pasts: Readonly<Record<Exclude<RefundStage, 'reserved'>, Past>> = {
    none: [card],
    processing: [card, ask()],
    succeeded: [card, ask(), only(said.ok)],
    failed: [card, ask(), only(said.no)],
    partially_succeeded: [opened, ask(), hear(said.no)],
    canceled: [card, judge(), scan, only(said.no), ask(ofLine(1, 1, 4000), refundId(2))],
  };
  const steps: Readonly<Record<RefundStep, readonly ((account: Account) => AccountCommand)[]>> = {
    reserve: [() => ask()],
    refuse: [() => ask(ofLine(1, 4, 99_000))],
    submit: [() => hear({ outcome: 'never_heard' })],
    conclude: [() => only(said.ok), () => only(said.no), () => hear(said.ok), () => hear(said.no)],
    retry: [() => retry],
    reverse: [(account) => correct(account, said.no)],
    cancel: [() => ask(ofLine(1, 1, 4000), refundId(3))],
  };
  const statusOf = ({ refunds }: Account): RefundStage =>
    refunds.find((each) => each.refundId === FIRST)?.status ?? 'none';
  const pairs = unlisted(refundLife).flatMap(({ status, command }) =>
    status === 'reserved' ? [] : [{ status, command: command as RefundStep }],
  );

  it.each(pairs)('does not $command while it is $status', ({ status, command }) => {
    expect(statusOf(after(...pasts[status]).state)).toBe(status);
    for (const step of steps[command]) expect(statusOf(next(pasts[status], step))).toBe(status);
  });

  it('is retried by nobody but customer service, operations and the clock, and only where it is listed', () => {
    for (const [status, past] of Object.entries(pasts)) {
      const [refund] = after(...past).state.refunds;
      for (const role of ['system', 'provider', 'agent', 'supervisor', 'operator'] as const) {
        const allowed = refund === undefined ? [] : allowedActions(refund, role);
        expect({ status, role, allowed: allowed.length > 0 }).toEqual({
          ...{ status, role },
          allowed: role !== 'provider' && ['failed', 'partially_succeeded'].includes(status),
        });
      }
      if (!['failed', 'partially_succeeded'].includes(status))
        after(...past).when(retry).thenRefused(status === 'none' ? 'not_found' : 'invalid_transition'); // prettier-ignore
    }
  });
});

describe('a leg', () => {
  const asked = [opened, ask()] as const;
  const pasts: Readonly<Record<Exclude<LegStatus, 'pending'>, Past>> = {
    submitted: asked,
    unknown: [...asked, hear({ outcome: 'silence' })],
    succeeded: [...asked, hear(said.ok)],
    failed_retryable: [...asked, failing('insufficient_balance')],
    abnormal: [...asked, failing('account_closed')],
    failed_final: [...asked, failing('declined')],
  };
  /** `book` and `take_back` are the product's own, and follow from other steps. */
  const steps: Readonly<
    Record<Exclude<LegStep, 'book' | 'take_back'>, readonly ((account: Account) => AccountCommand)[]>
  > = {
    submit: [() => retry],
    queue: [(account) => queue(account)],
    hear_nothing: [() => hear({ outcome: 'silence' })],
    hear: [() => hear(said.ok), () => hear(said.no)],
    settle: [() => propose, () => confirm],
    contradict: [(account) => correct(account, said.ok), (account) => correct(account, said.no)],
  };
  const queue = ({ refunds }: Account): AccountCommand => ({
    type: 'TakeTurn',
    data: { ...leg, attempt: refunds[0]?.legs[1]?.attempts ?? 0, limits: { perPayment: 0 } },
  });
  const statusOf = ({ refunds }: Account) => refunds[0]?.legs[1]?.status;
  const pairs = unlisted(legLife).flatMap(({ status, command }) =>
    status === 'pending' || command === 'book' || command === 'take_back'
      ? []
      : [{ status, command: command as keyof typeof steps }],
  );

  it.each(pairs)('does not $command while it is $status', ({ status, command }) => {
    expect(statusOf(after(...pasts[status]).state)).toBe(status);
    for (const step of steps[command]) expect(statusOf(next(pasts[status], step))).toBe(status);
  });
});

describe('a fast refund', () => {
  const promised = [opened, judge()] as const;
  const out = [...promised, scan, hear(said.ok)] as const;
  const owing = [...out, contest, verdict] as const;
  const pasts: Readonly<Record<FastRefundStage, Past>> = {
    none: [opened],
    eligible: promised,
    denied: [opened, judge(false)],
    released: [...promised, withdraw],
    advancing: [...promised, scan],
    advanced: out,
    settled: [...out, ask(money, refundId(2))],
    contested: [...out, contest],
    owed: [opened, owe],
    recovering: owing,
    recovered: [...owing, payBack],
    written_off: [...owing, silence(90)],
  };
  const steps: Readonly<Record<FastRefundStep, (account: Account) => AccountCommand>> = {
    judge: () => judge(),
    scan: () => scan,
    pay: () => hear(said.ok),
    undo: (account) => correct(account, said.no),
    accept: () => ask(money, refundId(3)),
    contest: () => contest,
    recover: () => verdict,
    revoke: () => revoked,
    withdraw: () => withdraw,
    owe: () => owe,
    pay_back: () => payBack,
    complete: () => payBack,
    remind: () => silence(7),
    write_off: () => silence(90),
  };
  const stageOf = ({ fastRefunds }: Account): FastRefundStage => fastRefunds[0]?.stage ?? 'none';
  /** Goods that come back, or are refused, before the scan withdraw the promise (A0). */
  const isWithdrawal = (stage: FastRefundStage, step: FastRefundStep) =>
    stage === 'eligible' && (step === 'accept' || step === 'contest' || step === 'revoke');
  const pairs = unlisted(fastRefundLife).map(({ status, command }) => ({ status, command: command as FastRefundStep }));

  it.each(pairs)('does not $command while it is $status', ({ status, command }) => {
    expect(stageOf(after(...pasts[status]).state)).toBe(status);
    expect(stageOf(next(pasts[status], steps[command]))).toBe(isWithdrawal(status, command) ? 'released' : status);
  });
});
