import { describe, expect, it } from '@jest/globals';
import { changedClaims } from '../stock/claims';
import { DAYS, HOURS, line, play, refusal, types, type Play } from './play-for-tests';

/** Two shirts with the buyer, one of which shall be exchanged. */
const asked = (quantity = 1, units = 2): Play => {
  const game = play([line(1, units, 12900, { category: 'apparel' })]);
  game.ship(1, units);
  game.receiveLine(1);
  game.apply('aft_1', { type: 'exchange', reason: 'unsuitable', lines: [{ lineNumber: 1, quantity }] });
  return game;
};
const goodsBack = (...how: Parameters<typeof asked>): Play => {
  const game = asked(...how);
  game.approve('aft_1');
  game.waybill('aft_1');
  game.receipt('aft_1', [[1, how[0] ?? 1, 0, 0]], []);
  return game;
};
const sent = (): Play => {
  const game = goodsBack();
  game.send('aft_1');
  return game;
};
const refundsAsked = (game: Play) =>
  game.told().flatMap((event) => (event.type === 'refund.request' ? [event.data.money] : []));

describe('an exchange', () => {
  it('asks for no money, and keeps the worth of its units for when there are none (X1, rulings 1.5)', () => {
    const game = asked();
    expect(game.view('aft_1')).toMatchObject({
      ...{ status: 'pending_merchant_review', targetSku: 'SKU-1' },
      deadline: { kind: 'merchant_review', secondsLeft: 48 * 3600 },
      refund: { requested: { cash: 0, points: 0, shippingFee: 0 } },
    });
    expect(game.ticket('aft_1').money.lines).toMatchObject([{ lineNumber: 1, units: 1, cash: 12900 }]);
    game.apply('aft_2');
    expect(game.view('aft_2').refund.requested.cash).toBe(12900);
  });

  it('is approved, by the merchant or by his silence, and waits for the goods (X2)', () => {
    for (const approve of [(game: Play) => game.approve('aft_1'), silence(48 * HOURS)]) {
      const game = asked();
      approve(game);
      expect(game.view('aft_1')).toMatchObject({
        ...{ status: 'awaiting_buyer_shipment', deadline: { kind: 'ship_back', onExpiry: 'close' } },
      });
    }
  });

  it('closes when the goods are not sent back, and may be withdrawn until then (R6, K3)', () => {
    const game = asked();
    game.approve('aft_1');
    silence(7 * DAYS)(game);
    expect(game.view('aft_1')).toMatchObject({ status: 'closed', closeReason: 'buyer_ship_timeout' });
    const other = asked();
    other.approve('aft_1');
    other.cancel('aft_1');
    expect(other.view('aft_1').status).toBe('cancelled_by_buyer');
  });

  it('goes on once the goods are back, also by silence, and asks for no refund (X3, X4)', () => {
    const game = asked();
    game.approve('aft_1');
    game.waybill('aft_1');
    expect(types(game.receipt('aft_1', [[1, 1, 0, 0]], []))).toEqual(['return.received', 'case.deadline_started']);
    expect(game.view('aft_1')).toMatchObject({
      ...{ status: 'awaiting_merchant_shipment', refund: { approved: null } },
      deadline: { kind: 'reship', secondsLeft: 3 * 24 * 3600, onExpiry: 'convert_to_refund' },
    });
    const unseen = asked();
    unseen.approve('aft_1');
    unseen.waybill('aft_1');
    silence(10 * DAYS)(unseen);
    expect(unseen.view('aft_1').status).toBe('awaiting_merchant_shipment');
    expect(refundsAsked(game)).toEqual([]);
  });

  it('ships the other item, and is completed by the buyer or by his silence of ten days (X5, X7)', () => {
    const game = sent();
    expect(game.told().at(-2)).toMatchObject({ type: 'replacement.shipped', data: { trackingNumber: 'RE-1' } });
    expect(game.view('aft_1')).toMatchObject({
      ...{ status: 'awaiting_buyer_receipt', replacementShipment: { carrier: 'sf', trackingNumber: 'RE-1' } },
      deadline: { kind: 'buyer_confirm', secondsLeft: 10 * 24 * 3600, onExpiry: 'complete' },
    });
    expect(types(game.confirm('aft_1'))).toEqual(['after_sale.completed', 'case.deadline_ended']);
    expect(game.view('aft_1')).toMatchObject({ status: 'completed', deadline: null });
    const unheard = sent();
    silence(10 * DAYS)(unheard);
    expect(unheard.view('aft_1').status).toBe('completed');
    expect(refusal(unheard.object('aft_1')).refused).toBe('deadline_passed');
    expect(refundsAsked(game)).toEqual([]);
  });

  it.each([
    ['out of stock', (game: Play) => game.outOfStock('aft_1'), 'out_of_stock'],
    ['three days', (game: Play) => silence(3 * DAYS)(game), 'reship_expired'],
  ] as const)('becomes a return that is paid: %s (X6)', (_what, end, because) => {
    const game = goodsBack();
    end(game);
    expect(game.told().find(({ type }) => type === 'after_sale.type_changed')).toMatchObject({
      data: { type: 'return_refund', status: 'refunding', from: { type: 'exchange' }, because },
    });
    expect(refundsAsked(game)).toMatchObject([{ lines: [{ lineNumber: 1, units: 1, cash: 12900 }] }]);
    game.refund('aft_1', 'refund.succeeded');
    expect(game.view('aft_1')).toMatchObject({ status: 'completed', refund: { approved: { cash: 12900 } } });
    expect(refusal(game.apply('aft_2', { lines: [{ lineNumber: 1, quantity: 2 }] })).refused).toBe(
      'quantity_exceeds_available',
    );
  });

  it('says that it is too late to ship what was converted by the timer (rulings 3.1)', () => {
    const game = goodsBack();
    silence(3 * DAYS)(game);
    expect(refusal(game.send('aft_1')).refused).toBe('deadline_passed');
  });

  it('is looked at again when what came is not as agreed, and then shipped again (X8, rulings 4.6)', () => {
    const game = sent();
    expect(types(game.object('aft_1'))).toEqual(['after_sale.reopened', 'case.goods_home', 'case.deadline_started']);
    expect(game.view('aft_1', 'merchant')).toMatchObject({
      ...{ status: 'pending_merchant_review', deadline: { kind: 'merchant_review' } },
      allowedActions: ['approve', 'dispositions', 'offers', 'reject'],
    });
    silence(48 * HOURS)(game);
    expect(game.view('aft_1').status).toBe('awaiting_merchant_shipment');
    game.send('aft_1', 'RE-2');
    game.object('aft_1');
    game.reject('aft_1');
    expect(game.approve('aft_1')).not.toHaveProperty('refused');
    expect(game.view('aft_1').status).toBe('awaiting_merchant_shipment');
  });

  it('starts anew when it is changed after an objection', () => {
    const game = sent();
    game.object('aft_1');
    game.modify('aft_1', { type: 'return_refund', reason: 'changed_mind' });
    game.approve('aft_1');
    expect(game.view('aft_1')).toMatchObject({
      ...{ type: 'return_refund', status: 'awaiting_buyer_shipment' },
      allowedActions: ['cancel', 'drop_off', 'pickup', 'waybill'],
    });
  });
});

describe('the inspection of an exchange', () => {
  const onTheTable = () => {
    const game = asked(2);
    game.approve('aft_1');
    game.waybill('aft_1');
    return game;
  };

  it('sends what it accepts, the rest goes on as a ticket of its own (R9)', () => {
    const game = onTheTable();
    game.receipt('aft_1', [[1, 1, 1, 0]]);
    const parent = game.view('aft_1');
    expect(parent).toMatchObject({ status: 'awaiting_merchant_shipment', lines: [{ quantity: 2, accepted: 1 }] });
    const [childId = ''] = parent.childIds;
    expect(game.view(childId)).toMatchObject({
      ...{ type: 'exchange', status: 'inspection_rejected', lines: [{ quantity: 1, damaged: 1 }] },
      refund: { requested: { cash: 0 } },
    });
    expect([game.ticket('aft_1'), game.ticket(childId)].map(({ money }) => money.lines[0]?.cash)).toEqual([
      12900, 12900,
    ]);
    game.outOfStock('aft_1');
    expect(refundsAsked(game)).toMatchObject([{ lines: [{ units: 1, cash: 12900 }] }]);
    game.approve(childId);
    expect(game.view(childId).status).toBe('awaiting_merchant_shipment');
  });

  it('refuses all, until the merchant agrees or nobody escalates (R10, K13, K15)', () => {
    const refusals = [
      (game: Play) => game.rejectReceipt('aft_1'),
      (game: Play) => game.receipt('aft_1', [[1, 0, 2, 0]]),
    ];
    for (const refuse of refusals) {
      const game = onTheTable();
      refuse(game);
      expect(game.view('aft_1')).toMatchObject({ status: 'inspection_rejected', deadline: { kind: 'escalation' } });
      silence(7 * DAYS)(game);
      expect(game.view('aft_1')).toMatchObject({ status: 'closed', closeReason: 'no_escalation' });
    }
    const agreed = onTheTable();
    agreed.rejectReceipt('aft_1');
    agreed.approve('aft_1');
    expect(agreed.view('aft_1').status).toBe('awaiting_merchant_shipment');
  });

  it('is not needed for what the carrier lost: the other item is sent all the same (R12)', () => {
    const game = onTheTable();
    game.parcel('aft_1', { type: 'return.lost', data: { status: 'lost', because: 'carrier' } }, 'self_ship');
    expect(game.view('aft_1')).toMatchObject({
      ...{ status: 'awaiting_merchant_shipment', responsibility: 'logistics', deadline: { kind: 'reship' } },
    });
  });
});

describe('exchanged units (rulings 4.5, money.md 12)', () => {
  const exchanged = () => {
    const game = sent();
    game.pass(6 * DAYS);
    game.confirm('aft_1');
    return game;
  };
  const back = (game: Play, id: string, quantity: number) =>
    game.apply(id, { reason: 'no_reason_7d', lines: [{ lineNumber: 1, quantity }] });

  it('have a window of their own from the receipt of the replacement, the others keep theirs', () => {
    const game = exchanged();
    game.to('2026-03-10T02:00:00.000Z');
    expect(refusal(back(game, 'aft_2', 2))).toMatchObject({
      ...{ refused: 'window_closed', detail: { windowEndedAt: '2026-03-08T15:59:59.000Z' } },
    });
    expect(refusal(back(game, 'aft_2', 3)).refused).toBe('quantity_exceeds_available');
    back(game, 'aft_2', 1);
    expect(game.view('aft_2').refund.requested.cash).toBe(12900);
  });

  it('are asked for once: the unit that is left is the one whose window is over', () => {
    const game = exchanged();
    game.to('2026-03-10T02:00:00.000Z');
    back(game, 'aft_2', 1);
    expect(refusal(back(game, 'aft_3', 1)).refused).toBe('units_in_open_ticket');
    game.approve('aft_2');
    game.waybill('aft_2');
    game.receipt('aft_2', [[1, 1, 0, 0]], []);
    game.refund('aft_2', 'refund.succeeded');
    expect(refusal(back(game, 'aft_3', 1)).refused).toBe('window_closed');
  });

  it('are not given back while the exchange goes on, nor more often than they were bought', () => {
    const game = goodsBack(1, 1);
    expect(refusal(game.apply('aft_2')).refused).toBe('units_in_open_ticket');
    game.send('aft_1');
    game.confirm('aft_1');
    game.apply('aft_2', { type: 'refund_only' });
    game.approve('aft_2');
    game.refund('aft_2', 'refund.succeeded');
    expect(refusal(game.apply('aft_3')).refused).toBe('quantity_exceeds_available');
    expect(refundsAsked(game)).toMatchObject([{ lines: [{ cash: 12900 }] }]);
  });
});

describe('what an exchange wants of the stock', () => {
  const claimsWhile = (game: Play, act: () => unknown) => {
    const before = game.state();
    act();
    return changedClaims(before, game.state());
  };
  const claim = (units: number, is: 'reserved' | 'used_up') => [{ afterSaleId: 'aft_1', sku: 'SKU-1', units, is }];

  it('is set aside by the application, kept on the way, and used up at completion', () => {
    const game = play([line(1, 2, 12900)]);
    game.ship(1, 2);
    game.receiveLine(1);
    const ask = () => game.apply('aft_1', { type: 'exchange', reason: 'unsuitable' });
    expect(claimsWhile(game, ask)).toEqual(claim(1, 'reserved'));
    expect(claimsWhile(game, () => game.modify('aft_1', { lines: [{ lineNumber: 1, quantity: 2 }] }))).toEqual(
      claim(2, 'reserved'),
    );
    const onTheWay = () => [game.approve('aft_1'), game.waybill('aft_1'), game.receipt('aft_1', [[1, 2, 0, 0]], [])];
    expect(
      claimsWhile(game, () => [onTheWay(), game.send('aft_1'), game.object('aft_1'), game.approve('aft_1')]),
    ).toEqual([]);
    expect(claimsWhile(game, () => [game.send('aft_1'), game.confirm('aft_1')])).toEqual(claim(2, 'used_up'));
  });

  it.each([
    ['withdrawn', asked, (game: Play) => game.cancel('aft_1')],
    ['changed to a return', asked, (game: Play) => game.modify('aft_1', { type: 'return_refund' })],
    ['paid instead', goodsBack, (game: Play) => game.outOfStock('aft_1')],
  ] as const)('is let go when it is %s', (_how, start, act) => {
    const game = start();
    expect(claimsWhile(game, () => act(game))).toEqual(claim(0, 'reserved'));
  });

  it('is shared between the accepted part and the refused', () => {
    const game = asked(2);
    game.approve('aft_1');
    game.waybill('aft_1');
    const claims = claimsWhile(game, () => game.receipt('aft_1', [[1, 1, 1, 0]]));
    expect(claims.map(({ units }) => units)).toEqual([1, 1]);
  });
});

/** Nobody moves for so long, and the timers fire. */
function silence(ms: number): (game: Play) => unknown {
  return (game) => {
    game.pass(ms);
    return game.fire('aft_1');
  };
}
