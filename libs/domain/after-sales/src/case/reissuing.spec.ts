import { describe, expect, it } from '@jest/globals';
import { DAYS, HOURS, line, play, refusal, types, type Play } from './play-for-tests';

/** A desk of two whose screws are missing. */
const asked = (): Play => {
  const game = play([line(1, 2, 30000)]);
  game.ship(1, 2);
  game.receiveLine(1);
  game.apply('aft_1', { type: 'reissue', reason: 'missing', evidenceIds: ['evd_1'] });
  return game;
};
const approved = (): Play => {
  const game = asked();
  game.approve('aft_1');
  return game;
};
const silence = (game: Play, ms: number): Play => {
  game.pass(ms);
  game.fire('aft_1');
  return game;
};

describe('a reissue', () => {
  it('demands pictures of what is missing, and fits no personal reason (I1)', () => {
    const game = asked();
    expect(refusal(game.apply('aft_2', { type: 'reissue', reason: 'missing' })).refused).toBe('evidence_required');
    expect(refusal(game.apply('aft_2', { type: 'reissue', reason: 'dislike' })).refused).toBe('reason_not_allowed');
    expect(game.view('aft_1')).toMatchObject({ returnFreightBearer: null, deadline: { kind: 'merchant_review' } });
  });

  it('is approved, by the merchant or by his silence, and nothing comes back (I2)', () => {
    for (const game of [approved(), silence(asked(), 48 * HOURS)])
      expect(game.view('aft_1')).toMatchObject({
        ...{ status: 'awaiting_merchant_shipment', returnShipment: null },
        deadline: { kind: 'reship', secondsLeft: 3 * 24 * 3600 },
      });
  });

  it('books no courier, whatever was wished (rulings 6.8)', () => {
    const game = play([line(1, 2, 30000)]);
    game.ship(1, 2);
    game.apply(
      'aft_1',
      { type: 'reissue', reason: 'missing', evidenceIds: ['evd_1'] },
      { pickup: { slot: null, address: null } },
    );
    expect(types(game.approve('aft_1'))).toEqual(['after_sale.approved', 'case.deadline_started']);
  });

  it('may be withdrawn until it leaves, an exchange may not (K3, rulings 3.2)', () => {
    const game = approved();
    expect(game.view('aft_1').allowedActions).toEqual(['cancel']);
    game.cancel('aft_1');
    expect(game.view('aft_1').status).toBe('cancelled_by_buyer');
  });

  it('is shipped, and completed by the buyer or by his silence; its units are free again (I3, I5)', () => {
    const game = approved();
    expect(types(game.send('aft_1'))).toEqual(['reissue.shipped', 'case.deadline_started']);
    game.confirm('aft_1');
    expect(game.view('aft_1').status).toBe('completed');
    game.apply('aft_2', { lines: [{ lineNumber: 1, quantity: 2 }] });
    expect(game.view('aft_2').refund.requested.cash).toBe(60000);

    const unheard = approved();
    unheard.send('aft_1');
    expect(silence(unheard, 10 * DAYS).view('aft_1').status).toBe('completed');
  });

  it('becomes a refund of that quantity when there is nothing to send, or it is not sent in time (I4)', () => {
    const outOfStock = approved();
    outOfStock.outOfStock('aft_1');
    for (const game of [outOfStock, silence(approved(), 3 * DAYS)]) {
      expect(game.view('aft_1')).toMatchObject({
        ...{ type: 'refund_only', status: 'refunding', refund: { approved: { cash: 30000 } } },
      });
      game.refund('aft_1', 'refund.succeeded');
      expect(game.view('aft_1').status).toBe('completed');
    }
  });

  it('is looked at again when it did not come, and sent again (I6)', () => {
    const game = approved();
    game.send('aft_1');
    game.object('aft_1');
    expect(game.view('aft_1').status).toBe('pending_merchant_review');
    game.approve('aft_1');
    expect(game.view('aft_1').status).toBe('awaiting_merchant_shipment');
  });
});
