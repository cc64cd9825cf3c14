import { describe, expect, it } from '@jest/globals';
import { line, play, refusal, types, type Play } from '../case/play-for-tests';
import { changedGrants } from './grants';

const giver = { kind: 'merchant', id: 'merchant-1' } as const;
const NOTHING = { order: null, tickets: [] };

/** 9.00 out of goodwill, on its way. */
const given = (component: 'cash' | 'shipping_fee' = 'cash'): Play => {
  const game = play([line(1, 2, 9000)], { shippingFee: { paid: 1200, tenders: [] } });
  const application = { type: 'compensation', reason: 'other_quality', lines: [], initiator: 'merchant' } as const;
  const shown = { evidenceIds: ['evd_1'] };
  game.apply('aft_1', { ...application, ...shown, requestedAmount: 900, component }, { goodwill: giver });
  return game;
};
/** The moves that `step` has made. */
const moves = (game: Play, step: () => unknown) => {
  const before = game.state();
  step();
  return changedGrants(before, game.state()).map(({ grantId, amount, from, to }) => [grantId, amount, from, to]);
};

describe('what is given out of goodwill', () => {
  it.each(['cash', 'shipping_fee'] as const)('is on its way from the moment it is given: %s', (component) =>
    expect(changedGrants(NOTHING, given(component).state())).toEqual([
      {
        ...{ grantId: 'aft_1', giver, currency: 'CNY', month: '2026-03', amount: 900 },
        ...{ from: 'none', to: 'reserved' },
      },
    ]),
  );

  it('has arrived with its refund, is not given while that has failed, and may still arrive', () => {
    const game = given();
    expect(moves(game, () => game.refund('aft_1', 'refund.failed'))).toEqual([['aft_1', 900, 'reserved', 'none']]);
    expect(moves(game, () => game.refund('aft_1', 'refund.retried', { trying: true }))).toEqual([
      ['aft_1', 900, 'none', 'reserved'],
    ]);
    expect(moves(game, () => game.refund('aft_1', 'refund.succeeded'))).toEqual([['aft_1', 900, 'reserved', 'spent']]);
    expect(moves(game, () => game.refund('aft_1', 'refund.reversed'))).toEqual([['aft_1', 900, 'spent', 'none']]);
  });

  it('is nobody’s where both sides agreed on it', () => {
    const game = play([line(1, 2, 9000)]);
    game.ship(1, 2);
    game.receiveLine(1);
    game.apply('aft_1');
    game.offer('aft_1', 'merchant', 900);
    expect(moves(game, () => game.acceptOffer('aft_1', 'buyer'))).toEqual([]);
  });
});

describe('a coupon out of goodwill (money.md 7)', () => {
  const grant = (game: Play, role: string, over: object = {}) =>
    game.run({
      type: 'GrantCoupon',
      data: {
        ...game.asked(role),
        ...{ afterSaleId: 'aft_1', couponId: 'cpn_1', value: 500, giver, expiresAt: null, note: { sealed: 'sorry' } },
        ...over,
      },
    });

  it('is given at once, whatever the status of the ticket, and leaves that as it was', () => {
    const game = given();
    game.refund('aft_1', 'refund.succeeded');
    const { status } = game.view('aft_1');
    expect(moves(game, () => expect(types(grant(game, 'merchant'))).toEqual(['goodwill.coupon_granted']))).toEqual([
      ['cpn_1', 500, 'none', 'spent'],
    ]);
    expect(game.view('aft_1')).toMatchObject({
      status,
      goodwillCoupons: [{ couponId: 'cpn_1', value: 500, expiresAt: null, grantedAt: game.now() }],
    });
    expect(JSON.stringify(game.view('aft_1').goodwillCoupons)).not.toContain('giver');
  });

  it('is not a buyer’s to give, nor good for the past', () => {
    const game = given();
    expect(refusal(grant(game, 'buyer')).refused).toBe('forbidden');
    expect(refusal(grant(game, 'agent', { expiresAt: game.now() })).refused).toBe('malformed');
    expect(refusal(grant(game, 'agent', { afterSaleId: 'aft_9' })).refused).toBe('not_found');
  });
});
