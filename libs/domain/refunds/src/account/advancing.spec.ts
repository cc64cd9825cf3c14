import { specification } from '@amends/testing';
import type { Money } from '@amends/contracts';
import { describe, expect, it } from '@jest/globals';
import { legIdOf } from '../leg/leg';
import type { Account, AccountEvent } from './account';
import type { AccountCommand, ProviderAnswer } from './commands';
import { accountDecider } from './decide';
import { decisionView } from './decisions';
import { asks, AT, ofLine, paidOrder, PARTIES, refundId, ticketId } from './given-account';
import { ledgerView } from './views';

const { after } = specification(accountDecider);
const FAST = 9;
const money: Money = ofLine(1, 2, 8000, { points: 40 });
const opened: AccountCommand = {
  type: 'OpenAccount',
  data: { paid: paidOrder([{ quantity: 4, cash: 16_000, points: 80 }], undefined, 800), at: AT },
};
const ticket = { order: PARTIES, afterSaleId: ticketId(1), at: AT };
const PROMISED = { buyerToday: 0, allToday: 9000, goods: [{ category: 'default', cash: 8000 }] };
const judged = (eligible = true, shadow = false): AccountCommand => ({
  type: 'JudgeFastRefund',
  data: {
    ...ticket,
    money,
    refundId: refundId(FAST),
    hurdles: [],
    judgement: {
      eligible,
      because: eligible ? [] : ['score_too_low'],
      shadow,
      inputs: { score: 800 },
      promised: PROMISED,
    },
  },
});
const scanned: Extract<AccountCommand, { type: 'NoteScan' }> = {
  type: 'NoteScan',
  data: { ...ticket, refundId: refundId(FAST), hurdles: [] },
};
const answer = (said: ProviderAnswer, attempt = 1): AccountCommand => ({
  type: 'HearProvider',
  data: { refundId: refundId(FAST), legId: legIdOf(refundId(FAST), 0), attempt, answer: said, at: AT },
});
const paid = answer({ outcome: 'succeeded' });
const declined = answer({ outcome: 'failed', code: 'declined' });
const asked = (what: Money = money, over = {}): AccountCommand => ({
  type: 'RequestRefund',
  data: { request: asks(1, what, over), at: AT },
});
const contested = (childId: string | null = null): AccountCommand => ({
  type: 'NoteContest',
  data: { ...ticket, childId },
});

const types = (decision: unknown) => (decision as readonly AccountEvent[]).map(({ type }) => type);
const advance = (account: Account) => ledgerView(account).advances[0];

describe('A1: the record of a decision', () => {
  const recordAfter = (...commands: readonly AccountCommand[]) =>
    decisionView(after(opened, ...commands).state, ticketId(1));
  it.each([
    ['eligible', judged()],
    ['denied', judged(false)],
    ['denied', judged(false, true)],
    ['shadow', judged(true, true)],
  ])('says %s, by what, and when', (outcome, command) => {
    expect(recordAfter(command)).toMatchObject({
      ...PARTIES,
      ...{ afterSaleId: ticketId(1), decidedAt: AT, outcome, inputs: { score: 800, promised: PROMISED } },
    });
  });
  it('is found by its ticket and by how it came out', () => {
    const rows = accountDecider.aggregate.listings?.(after(opened, judged(true, true)).state) ?? [];
    expect(rows.filter(({ kind }) => kind === 'fast_refund_decision')).toMatchObject([
      { id: ticketId(1), type: 'shadow', buyerId: PARTIES.buyerId },
    ]);
  });
  it('says why what was promised did not come', () => {
    const scan: AccountCommand = { ...scanned, data: { ...scanned.data, hurdles: ['disabled'] } };
    expect(recordAfter(judged(), scan)).toMatchObject({ outcome: 'eligible', stage: 'released', released: 'disabled' });
  });
  it('tells others nothing of what was promised to others', () => {
    const told = types(after(opened).when(judged()).decision);
    expect(told.filter((type) => !type.startsWith('account.'))).toEqual(['fast_refund.eligible']);
    const { decision } = after(opened).when(judged());
    expect(decision).toMatchObject([{}, { data: { inputs: { score: 800 } } }]);
    expect(JSON.stringify((decision as readonly unknown[])[1])).not.toContain('allToday');
  });
  it('is not there before the decision', () => expect(recordAfter(scanned)).toBeUndefined());
});

describe('A1: the decision', () => {
  it('is kept with its inputs', () =>
    expect(after(opened).when(judged()).decision).toMatchObject([
      { type: 'account.advance_prepared' },
      { type: 'fast_refund.eligible', data: { amount: 8000, refundId: null, inputs: { score: 800 } } },
    ]));
  it.each([
    ['no', judged(false)],
    ['only a shadow', judged(true, true)],
  ])('%s: nothing is promised', (_, command) =>
    expect(types(after(opened).when(command).decision)).toEqual(['account.fast_refund_denied']),
  );
  it('is made once, and not after the refund was asked for', () => {
    after(opened, judged()).when(judged()).thenNothing();
    after(opened, asked()).when(judged()).thenNothing();
  });
});

describe('A2: the scan', () => {
  it('sends the money, and the advance is made when it is out', () => {
    const sent = after(opened, judged()).when(scanned);
    expect(types(sent.decision).slice(0, 2)).toEqual(['account.advance_started', 'refund.created']);
    expect(sent.state.refunds[0]?.kind).toBe('fast');
    const told = after(opened, judged(), scanned).when(paid);
    expect(types(told.decision).slice(-2)).toEqual(['refund.succeeded', 'fast_refund.advanced']);
    expect(advance(told.state)).toMatchObject({ refundId: refundId(FAST), advanced: 8000, open: 8000 });
  });
  it('seen before the decision is remembered', () => {
    expect(types(after(opened).when(scanned).decision)).toEqual(['account.scan_noted']);
    expect(types(after(opened, scanned).when(judged()).decision)).toContain('refund_leg.submitted');
  });
  it('seen twice sends once', () => after(opened, judged(), scanned).when(scanned).thenNothing());
  it('sends nothing when the switch is off by then', () => {
    const off: AccountCommand = { ...scanned, data: { ...scanned.data, hurdles: ['disabled'] } };
    expect(after(opened, judged()).when(off).decision).toMatchObject([
      { type: 'account.fast_refund_released', data: { because: 'disabled', amount: 8000 } },
    ]);
    expect(types(after(opened, judged(), off).when(asked()).decision)).toContain('refund.created');
  });
  it('of a ticket that ended, or that nothing was promised for, sends nothing (A0)', () => {
    const ended: AccountCommand = { type: 'WithdrawTicket', data: ticket };
    expect(types(after(opened, judged()).when(ended).decision)).toEqual(['account.fast_refund_released']);
    after(opened, judged(), ended).when(scanned).thenNothing();
    after(opened, judged(false)).when(scanned).thenNothing();
  });
  it('before the payment is heard of waits for it', () => {
    const told = after(judged(), scanned).when(opened);
    expect(types(told.decision)).toContain('refund_leg.submitted');
    expect(told.state.refunds[0]?.kind).toBe('fast');
  });
});

describe('A3: the goods are accepted', () => {
  const out = [opened, judged(), scanned, paid] as const;
  it('settles the advance and makes no second refund', () => {
    const told = after(...out).when(asked());
    expect(types(told.decision)).toEqual(['account.settlement_noted', 'fast_refund.settled']);
    expect(advance(told.state)).toMatchObject({ settled: 8000, open: 0 });
    after(...out, asked())
      .when(asked())
      .thenNothing();
  });
  it('settles it as soon as it is paid, when the goods were faster', () => {
    const fast = after(opened, judged(), scanned, asked());
    expect(fast.state.refunds).toHaveLength(1);
    expect(types(fast.when(paid).decision).slice(-2)).toEqual(['fast_refund.advanced', 'fast_refund.settled']);
  });
  it('pays besides what is due beyond the advance', () => {
    const told = after(...out).when(asked({ ...money, shippingFee: 800 }));
    const [, settled, created] = told.decision as readonly AccountEvent[];
    expect(settled).toMatchObject({ type: 'fast_refund.settled', data: { amount: 8000 } });
    expect(created).toMatchObject({
      type: 'refund.created',
      data: { amount: { cash: 0, points: 0, shippingFee: 800 } },
    });
  });
  it('an advance that failed goes out under its old number when the same is due', () => {
    const told = after(opened, judged(), scanned, declined).when(asked());
    expect(types(told.decision)).toEqual([
      'account.settlement_noted',
      'refund.retried',
      'refund_leg.submitted',
      'account.leg_waits',
    ]);
    const done = after(opened, judged(), scanned, declined, asked()).when(answer({ outcome: 'succeeded' }, 2));
    expect(types(done.decision).slice(-2)).toEqual(['fast_refund.advanced', 'fast_refund.settled']);
  });
  it('one that failed is replaced when something else is due (F3)', () => {
    const told = after(opened, judged(), scanned, declined).when(asked(ofLine(1, 1, 4000)));
    expect(types(told.decision).slice(0, 4)).toEqual([
      'account.settlement_noted',
      'refund.cancelled',
      'account.fast_refund_released',
      'refund.created',
    ]);
    expect(told.state.refunds.map(({ kind, status }) => [kind, status])).toEqual([
      ['fast', 'canceled'],
      ['normal', 'processing'],
    ]);
  });
  it('one that failed after both parts of a parted parcel had asked is replaced by two (F3)', () => {
    const half = ofLine(1, 1, 4000);
    const child: AccountCommand = {
      type: 'RequestRefund',
      data: { request: asks(2, half, { parentId: ticketId(1) }), at: AT },
    };
    const told = after(opened, judged(), scanned, asked(half), child).when(declined);
    expect(told.state.refunds.map(({ refundId: id, kind, status }) => [id, kind, status])).toEqual([
      [refundId(FAST), 'fast', 'canceled'],
      [refundId(1), 'normal', 'processing'],
      [refundId(2), 'normal', 'processing'],
    ]);
    expect(types(told.decision).filter((type) => type === 'account.fast_refund_released')).toHaveLength(1);
  });
  it('before the scan is an ordinary refund', () => {
    const told = after(opened, judged()).when(asked());
    expect(types(told.decision).slice(0, 2)).toEqual(['account.fast_refund_released', 'refund.created']);
    after(opened, judged(), asked()).when(scanned).thenNothing();
  });
});

describe('A4: the goods are refused', () => {
  const out = [opened, judged(), scanned, paid] as const;
  it('all of them: the advance is contested', () => {
    expect(after(...out).when(contested()).decision).toMatchObject([
      { type: 'account.contest_noted' },
      { type: 'fast_refund.contested', data: { afterSaleId: ticketId(1), amount: 8000 } },
    ]);
    after(...out, contested())
      .when(contested())
      .thenNothing();
  });
  it.each([
    ['the contest is heard first', [contested(ticketId(2)), asked(ofLine(1, 1, 4000, { points: 20 }))]],
    ['the settlement is heard first', [asked(ofLine(1, 1, 4000, { points: 20 })), contested(ticketId(2))]],
  ])('a part of them: the rest is contested by the child (%s)', (_, commands) => {
    const { state } = after(...out, ...commands);
    expect(advance(state)).toMatchObject({ settled: 4000, open: 4000 });
    expect(state.fastRefunds[0]).toMatchObject({ stage: 'contested', childId: ticketId(2), contest: null });
  });
  it('and accepted after all: settled, not paid a second time', () => {
    const rest = asks(2, ofLine(1, 1, 4000, { points: 20 }));
    const child: AccountCommand = { type: 'RequestRefund', data: { request: rest, at: AT } };
    const before = [...out, asked(ofLine(1, 1, 4000, { points: 20 })), contested(ticketId(2))] as const;
    const told = after(...before).when(child);
    expect(told.decision).toMatchObject([
      { type: 'account.settlement_noted' },
      { type: 'fast_refund.settled', data: { afterSaleId: ticketId(2), amount: 4000 } },
    ]);
    expect(advance(told.state)).toMatchObject({ settled: 8000, open: 0 });
  });
  it('is no reason to pay the child when it names its parent, whatever was heard first', () => {
    const rest = asks(2, ofLine(1, 1, 4000, { points: 20 }), { parentId: ticketId(1) });
    const told = after(...out).when({ type: 'RequestRefund', data: { request: rest, at: AT } });
    expect(types(told.decision)).toEqual(['account.settlement_noted', 'fast_refund.settled']);
    expect(told.state.fastRefunds).toMatchObject([{ settled: 4000, childId: ticketId(2), asked: [{ settled: true }] }]);
  });
  it('and everything is asked for before the money is out: all of it is settled then', () => {
    const half = ofLine(1, 1, 4000, { points: 20 });
    const child: AccountCommand = {
      type: 'RequestRefund',
      data: { request: asks(2, half, { parentId: ticketId(1) }), at: AT },
    };
    const { state } = after(opened, judged(), scanned, contested(ticketId(2)), asked(half), child, paid);
    expect(advance(state)).toMatchObject({ advanced: 8000, settled: 8000, open: 0 });
    expect(state.refunds).toHaveLength(1);
  });
  it('before the money went out: it does not go out any more', () =>
    expect(types(after(opened, judged()).when(contested()).decision)).toEqual(['account.fast_refund_released']));
});

describe('A5, A6: it is decided about the refused goods', () => {
  const out = [opened, judged(), scanned, paid, contested()] as const;
  const decided = (isPaid: boolean): AccountCommand => ({ type: 'NoteVerdict', data: { ...ticket, paid: isPaid } });
  const part = ofLine(1, 2, 3000, { points: 40 });
  it('for the merchant: the buyer owes the advance', () => {
    const told = after(...out).when(decided(false));
    expect(told.decision).toMatchObject([
      { type: 'account.verdict_noted' },
      { type: 'recovery.started', data: { refundId: refundId(FAST), afterSaleId: ticketId(1), amount: 8000 } },
    ]);
    expect(told.state.fastRefunds[0]).toMatchObject({ stage: 'recovering' });
    expect(advance(told.state)).toMatchObject({ advanced: 8000, settled: 0, open: 8000 });
    after(...out, decided(false))
      .when(decided(false))
      .thenNothing();
  });
  it('for the buyer: the merchant bears it', () => {
    const { state } = after(...out, decided(true), asked());
    expect(state.fastRefunds[0]).toMatchObject({ stage: 'settled' });
    expect(advance(state)).toMatchObject({ settled: 8000, open: 0 });
  });
  it.each([
    ['the verdict is heard first', [decided(true), asked(part)]],
    ['the refund is asked for first', [asked(part), decided(true)]],
  ])('in part: the rest is owed (%s)', (_, commands) => {
    const { state } = after(...out, ...commands);
    expect(state.fastRefunds[0]).toMatchObject({ stage: 'recovering' });
    expect(advance(state)).toMatchObject({ settled: 3000, open: 5000 });
    expect(state.refunds).toHaveLength(1);
  });
  it('before the money is out: it is owed as soon as it is', () => {
    const told = after(opened, judged(), scanned, contested(), decided(false)).when(paid);
    expect(types(told.decision).slice(-3)).toEqual([
      'fast_refund.advanced',
      'fast_refund.contested',
      'recovery.started',
    ]);
    expect(advance(told.state)).toMatchObject({ advanced: 8000, open: 8000 });
  });
  it('of what was never advanced there is nothing to decide', () => after(opened).when(decided(false)).thenNothing());
});

describe('an advance that the provider takes back', () => {
  const out = [opened, judged(), scanned, paid] as const;
  it('is none until it is paid again', () => {
    const { state } = after(...out);
    const told = after(...out).when({
      type: 'CorrectLeg',
      data: {
        refundId: refundId(FAST),
        legId: legIdOf(refundId(FAST), 0),
        seen: state.refunds[0]?.version ?? 0,
        answer: { outcome: 'failed', code: 'late_failure' },
        at: AT,
      },
    });
    expect(types(told.decision).slice(-2)).toEqual(['refund.reversed', 'fast_refund.undone']);
    expect(ledgerView(told.state).advances).toEqual([]);
  });
});
