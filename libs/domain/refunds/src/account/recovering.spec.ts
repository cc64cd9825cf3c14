import { specification } from '@amends/testing';
import { DAY_MS, later } from '@amends/kernel';
import { describe, expect, it } from '@jest/globals';
import type { Account, AccountEvent } from './account';
import type { AccountCommand } from './commands';
import { accountDecider } from './decide';
import { AT, paidOrder, PARTIES, refundId, ticketId } from './given-account';
import { ledgerView } from './views';

const { after } = specification(accountDecider);
const OWED = refundId(7);
const opened: AccountCommand = {
  type: 'OpenAccount',
  data: { paid: paidOrder([{ quantity: 2, cash: 18_000 }]), at: AT },
};
const of = (n: number) => ({ order: PARTIES, afterSaleId: ticketId(n), at: AT });
const owe = (amount = 9000): AccountCommand => ({ type: 'OweGoods', data: { ...of(1), amount } });
const back = (amount: number | null = null, n = 1): AccountCommand => ({
  type: 'NoteGoodsBack',
  data: { ...of(n), amount },
});
const kept = (amount = 9000, n = 1): AccountCommand => ({
  type: 'NoteGoodsKept',
  data: { ...of(n), amount, refundId: OWED },
});
const pay = (amount: number, at = AT): AccountCommand => ({
  type: 'PayRecovery',
  data: { refundId: OWED, amount, source: 'payment', paymentId: 'pay-9', at },
});

const types = (decision: unknown) => (decision as readonly AccountEvent[]).map(({ type }) => type);
const advance = (account: Account) => ledgerView(account).advances[0];

describe('X9: goods whose replacement went first', () => {
  it('are owed once, and no money until they are kept', () => {
    const owed = after(opened).when(owe());
    expect(owed.decision).toMatchObject([{ type: 'account.goods_owed', data: { amount: 9000 } }]);
    expect(ledgerView(owed.state)).toMatchObject({ advances: [], balanced: true });
    after(opened, owe()).when(owe()).thenNothing();
  });
  it('are nothing that a scan would pay for', () => {
    const scan: AccountCommand = { type: 'NoteScan', data: { ...of(1), refundId: refundId(8), hurdles: [] } };
    after(opened, owe()).when(scan).thenNothing();
  });
  it('are owed no more when they are back', () => {
    const told = after(opened, owe()).when(back());
    expect(told.decision).toMatchObject([{ type: 'account.goods_back', data: { amount: 9000 } }]);
    after(opened, owe(), back()).when(kept()).thenNothing();
    after(opened).when(back()).thenNothing();
  });
  it('are the debt of their buyer, also where his payment is not heard of yet', () => {
    const told = after(owe(), kept()).when(pay(9000));
    expect(told.decision).toMatchObject([
      { type: 'recovery.payment_received', data: PARTIES },
      { type: 'recovery.completed', data: PARTIES },
    ]);
  });
  it('that are kept become money that is owed under an id of its own (rulings 4.10)', () => {
    const told = after(opened, owe()).when(kept());
    expect(told.decision).toMatchObject([
      { type: 'recovery.started', data: { refundId: OWED, afterSaleId: ticketId(1), amount: 9000 } },
    ]);
    expect(advance(told.state)).toEqual({
      ...{ refundId: OWED, advanced: 9000, settled: 0, recovered: 0, writtenOff: 0, open: 9000 },
    });
    after(opened, owe(), kept()).when(kept()).thenNothing();
  });
  it('may come back in part: the price of the rest is owed by the ticket that the rest went to', () => {
    const contested: AccountCommand = { type: 'NoteContest', data: { ...of(1), childId: ticketId(2) } };
    const told = after(opened, owe(18_000), contested, back(9000)).when(kept(9000, 2));
    expect(told.decision).toMatchObject([
      { type: 'recovery.started', data: { afterSaleId: ticketId(2), amount: 9000 } },
    ]);
    expect(advance(told.state)).toMatchObject({ advanced: 9000, open: 9000 });
  });
  it('of a ticket that is judged are not decided about by the verdict itself', () =>
    after(opened, owe())
      .when({ type: 'NoteVerdict', data: { ...of(1), paid: false } })
      .thenNothing());
});

describe('A8: a recovery', () => {
  const owed = [opened, owe(), kept()] as const;
  it('is paid in parts, and is over with the last', () => {
    expect(after(...owed).when(pay(8000)).decision).toMatchObject([
      { type: 'recovery.payment_received', data: { amount: 8000, open: 1000, source: 'payment', paymentId: 'pay-9' } },
    ]);
    const done = after(...owed, pay(8000)).when(pay(1000));
    expect(done.decision).toMatchObject([
      { type: 'recovery.payment_received', data: { amount: 1000, open: 0 } },
      { type: 'recovery.completed', data: { amount: 9000 } },
    ]);
    expect(advance(done.state)).toMatchObject({ advanced: 9000, recovered: 9000, open: 0 });
    expect(done.state.fastRefunds[0]?.stage).toBe('recovered');
  });
  it('takes no more than is open, nothing when nothing is, and none that never was', () => {
    after(...owed)
      .when(pay(9001))
      .thenRefused('amount_exceeds_open');
    expect(
      after(...owed, pay(9000))
        .when(pay(1))
        .thenRefused('invalid_transition').detail,
    ).toEqual({ currentStatus: 'recovered', allowedActions: [] });
    after(opened).when(pay(1)).thenRefused('not_found');
  });
  it('is found by its id, and waits for its next reminder', () => {
    const { state } = after(...owed);
    expect(accountDecider.aggregate.listings?.(state)).toMatchObject([
      { kind: 'recovery', id: OWED, buyerId: PARTIES.buyerId, status: 'recovering' },
    ]);
    expect(accountDecider.aggregate.deadlines?.(state)).toEqual([
      { name: `${OWED}/recovery`, kind: 'recovery', token: 0, dueAt: later(AT, 7 * DAY_MS) },
    ]);
  });

  /** The deadline of this number comes after so many days. */
  const wakes = (days: number, token: number): AccountCommand => ({
    type: 'DeadlineReached',
    data: { name: `${OWED}/recovery`, token, at: later(AT, days * DAY_MS) },
  });
  it('is asked for again every seven days, each time once', () => {
    expect(after(...owed).when(wakes(7, 0)).decision).toMatchObject([
      { type: 'recovery.reminded', data: { amount: 9000 } },
    ]);
    after(...owed, wakes(7, 0))
      .when(wakes(7, 0))
      .thenNothing();
    after(...owed)
      .when(wakes(6, 0))
      .thenNothing();
    expect(types(after(...owed, wakes(7, 0), pay(8000)).when(wakes(14, 1)).decision)).toEqual(['recovery.reminded']);
  });
  it('is given up after ninety days, whatever is still open', () => {
    const reminded = Array.from({ length: 12 }, (_, n) => wakes(7 * (n + 1), n));
    const { state } = after(...owed, pay(1000), ...reminded);
    expect(accountDecider.aggregate.deadlines?.(state)).toMatchObject([{ dueAt: later(AT, 90 * DAY_MS) }]);
    const told = after(...owed, pay(1000), ...reminded).when(wakes(90, 12));
    expect(told.decision).toMatchObject([{ type: 'recovery.written_off', data: { amount: 8000 } }]);
    expect(advance(told.state)).toMatchObject({ advanced: 9000, recovered: 1000, writtenOff: 8000, open: 0 });
    expect(accountDecider.aggregate.deadlines?.(told.state)).toEqual([]);
    expect(types(after(...owed).when(wakes(90, 0)).decision)).toEqual(['recovery.written_off']);
  });
  it('that is paid is neither asked for again nor given up', () =>
    after(...owed, pay(9000))
      .when(wakes(90, 0))
      .thenNothing());
});
