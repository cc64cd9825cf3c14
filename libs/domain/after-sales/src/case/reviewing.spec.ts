import { describe, expect, it } from '@jest/globals';
import { later } from '@amends/kernel';
import { DAYS, HOURS, line, play, refusal, T0, types } from './play-for-tests';

const reviewed = () => {
  const game = play([line(1, 2, 2000)]);
  game.ship(1, 2);
  game.receiveLine(1);
  game.apply('aft_1');
  return game;
};
const kept = () => {
  const game = play([line(1, 1, 2000)]);
  game.ship(1, 1);
  game.apply('aft_1', { type: 'refund_only', reason: 'damaged_in_transit', goodsReceived: true });
  return game;
};

describe('a review', () => {
  it('that nobody does is a yes at 48 hours, not before, once (C12, K9)', () => {
    const game = kept();
    game.pass(48 * HOURS - 1);
    expect(game.view('aft_1').deadline?.secondsLeft).toBe(1);
    expect(game.fire('aft_1')).toEqual([]);
    expect(game.view('aft_1', 'merchant').allowedActions).toEqual(['approve', 'offers', 'reject']);
    game.pass(1);
    expect(game.view('aft_1', 'merchant').allowedActions).toEqual([]);
    expect(refusal(game.reject('aft_1')).refused).toBe('deadline_passed');
    expect(refusal(game.cancel('aft_1')).refused).toBe('deadline_passed');
    const due = { name: 'aft_1/merchant_review', token: 1 };
    const fire = () => game.run({ type: 'DeadlineReached', data: { ...game.asked('system'), ...due } });
    expect(types(fire())).toEqual(['case.deadline_ended', 'after_sale.approved', 'case.money_fixed', 'refund.request']);
    expect(game.told().find(({ type }) => type === 'after_sale.approved')).toMatchObject({ data: { by: 'system' } });
    expect(fire()).toEqual([]);
    game.refund('aft_1', 'refund.succeeded');
    expect(refusal(game.reject('aft_1')).refused).toBe('deadline_passed'); // still: nobody has acted since
    expect(refusal(game.waybill('aft_1')).refused).toBe('invalid_transition');
  });

  it('forgets the missed deadline when somebody acts again (rulings 3.1)', () => {
    const game = reviewed();
    game.pass(48 * HOURS);
    game.fire('aft_1');
    expect(refusal(game.reject('aft_1')).refused).toBe('deadline_passed');
    game.waybill('aft_1');
    expect(refusal(game.reject('aft_1')).refused).toBe('invalid_transition');
  });

  it('explains a no (K8, rulings 3.5)', () => {
    const game = reviewed();
    expect(refusal(game.reject('aft_1', { explanation: null })).refused).toBe('explanation_required');
    expect(refusal(game.reject('aft_1', { reasonCode: 'buyer_fault' })).refused).toBe('evidence_required');
    expect(refusal(game.reject('aft_1', { reasonCode: 'goods_used' })).refused).toBe('malformed');
    expect(types(game.reject('aft_1', { reasonCode: 'already_shipped' }))).toEqual([
      'after_sale.rejected',
      'case.deadline_started',
    ]);
    expect(game.view('aft_1')).toMatchObject({
      status: 'merchant_rejected',
      deadline: { kind: 'escalation', secondsLeft: 7 * 86400 },
    });
    expect(game.view('aft_1').allowedActions).toEqual(['cancel', 'dispute', 'modify']);
  });

  it('that ended in a no can still become a yes (K15), or ends by itself (K13)', () => {
    const better = reviewed();
    better.reject('aft_1');
    better.approve('aft_1');
    expect(better.view('aft_1').status).toBe('awaiting_buyer_shipment');
    const worse = reviewed();
    worse.reject('aft_1');
    worse.pass(7 * DAYS);
    expect(refusal(worse.approve('aft_1')).refused).toBe('deadline_passed');
    worse.fire('aft_1');
    expect(worse.view('aft_1')).toMatchObject({ status: 'closed', closeReason: 'no_escalation' });
  });

  it("is the merchant's: the platform decides only where it intervenes (rulings 3.2)", () => {
    const game = reviewed();
    for (const role of ['agent', 'supervisor', 'buyer', 'operator'])
      expect(refusal(game.approve('aft_1', role)).refused).toBe('forbidden');
  });

  it('lets the merchant take the way back upon himself, never put it on the buyer', () => {
    const game = reviewed();
    game.run({
      type: 'Approve',
      data: {
        ...game.asked('merchant'),
        afterSaleId: 'aft_1',
        comment: { sealed: 'sorry' },
        returnFreightBearer: 'merchant',
      },
    });
    expect(game.view('aft_1').returnFreightBearer).toBe('merchant');
    expect(game.told().at(-1)).toMatchObject({ type: 'after_sale.message_added', data: { text: { sealed: 'sorry' } } });
  });

  it('is for the version the caller has seen', () => {
    const game = reviewed();
    game.modify('aft_1', { reason: 'dislike' });
    const cancel = (ifMatch: number) =>
      game.run({ type: 'Cancel', data: { ...game.asked('buyer'), afterSaleId: 'aft_1', comment: null, ifMatch } });
    expect(refusal(cancel(1))).toMatchObject({
      refused: 'version_conflict',
      detail: { version: 2, allowedActions: ['cancel', 'modify'] },
    });
    expect(types(cancel(2))).toEqual(['after_sale.cancelled', 'case.deadline_ended']);
  });
});

describe('a refund of goods that were sent', () => {
  it('is asked for with or without the goods in hand, and paid by a yes alone (S1, S2)', () => {
    const game = play([line(1, 2, 2000)]);
    game.ship(1, 2);
    expect(types(game.apply('aft_1', { type: 'refund_only', reason: 'workmanship' }))).toEqual([
      'refused: evidence_required',
    ]);
    const shown = { type: 'refund_only', reason: 'workmanship', evidenceIds: ['evd_1'] } as const;
    game.apply('aft_1', { ...shown, goodsReceived: false });
    game.apply('aft_2', { ...shown, goodsReceived: true });
    expect(game.view('aft_1')).toMatchObject({
      ...{ status: 'pending_merchant_review', phase: 'shipped', goodsReceived: false, interceptRequested: false },
      deadline: { kind: 'merchant_review', secondsLeft: 48 * 3600 },
    });
    expect(game.view('aft_2').goodsReceived).toBe(true);
    for (const id of ['aft_1', 'aft_2'])
      expect(types(game.approve(id))).toEqual([
        'after_sale.approved',
        'case.money_fixed',
        'case.deadline_ended',
        'refund.request',
      ]);
    expect(refusal(game.approve('aft_1')).refused).toBe('invalid_transition');
    expect(refusal(game.apply('aft_3', { ...shown, goodsReceived: true })).refused).toBe('units_in_open_ticket');
  });
});

describe('more time', () => {
  const extend = (
    game: ReturnType<typeof reviewed>,
    kind: 'merchant_review' | 'ship_back',
    until: string,
    role = 'agent',
  ) =>
    game.run({
      type: 'ExtendDeadline',
      data: { ...game.asked(role), afterSaleId: 'aft_1', kind, until, reason: 'snow' },
    });
  it('is given by the platform, to what runs, forward (K19)', () => {
    const game = reviewed();
    expect(refusal(extend(game, 'ship_back', later(T0, 9 * DAYS))).refused).toBe('deadline_not_armed');
    expect(refusal(extend(game, 'merchant_review', later(T0, 48 * HOURS))).refused).toBe('deadline_not_later');
    expect(refusal(extend(game, 'merchant_review', later(T0, 9 * DAYS), 'merchant')).refused).toBe('forbidden');
    expect(extend(game, 'merchant_review', later(T0, 9 * DAYS))).toMatchObject([
      {
        type: 'after_sale.deadline_changed',
        data: { kind: 'merchant_review', old: later(T0, 2 * DAYS), new: later(T0, 9 * DAYS), because: 'snow' },
      },
    ]);
    game.pass(2 * DAYS);
    expect(
      game.run({ type: 'DeadlineReached', data: { ...game.asked('system'), name: 'aft_1/merchant_review', token: 1 } }),
    ).toEqual([]);
    game.pass(7 * DAYS);
    expect(refusal(extend(game, 'merchant_review', later(T0, 20 * DAYS))).refused).toBe('deadline_passed');
    expect(types(game.fire('aft_1'))).toContain('after_sale.approved');
  });
  it('is not for what has ended', () => {
    const game = reviewed();
    game.cancel('aft_1');
    expect(refusal(extend(game, 'merchant_review', later(T0, 9 * DAYS))).refused).toBe('deadline_not_armed');
  });
});

describe('a message', () => {
  it('is always possible, never listed, and leaves the ticket as it is (K20, rulings 3.8)', () => {
    const game = reviewed();
    game.cancel('aft_1');
    const before = game.view('aft_1');
    for (const role of ['buyer', 'merchant', 'agent'])
      expect(
        types(
          game.run({
            type: 'AddMessage',
            data: { ...game.asked(role), afterSaleId: 'aft_1', text: { sealed: 'hello' } },
          }),
        ),
      ).toEqual(['after_sale.message_added']);
    expect(game.ticket('aft_1').messages).toBe(3);
    expect(game.view('aft_1').version).toBe(before.version);
    expect(
      refusal(
        game.run({
          type: 'AddMessage',
          data: { ...game.asked('integrator'), afterSaleId: 'aft_1', text: { sealed: 'x' } },
        }),
      ).refused,
    ).toBe('forbidden');
  });
});
