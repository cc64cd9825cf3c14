import { describe, expect, it } from '@jest/globals';
import { later } from '@amends/kernel';
import { DAYS, HOURS, line, play, refusal, T0, types } from './play-for-tests';

const approved = (pickup: { slot: null; address: null } | null = null) => {
  const game = play([line(1, 2, 2000)]);
  game.ship(1, 2);
  game.receiveLine(1);
  game.apply('aft_1', {}, { pickup });
  game.approve('aft_1');
  return game;
};
const onItsWay = () => {
  const game = approved();
  game.waybill('aft_1');
  return game;
};

describe('an approved return', () => {
  it('gives the buyer seven days, then closes (R2, R6)', () => {
    const game = approved();
    expect(game.view('aft_1')).toMatchObject({
      deadline: { kind: 'ship_back', secondsLeft: 7 * 86400, onExpiry: 'close' },
    });
    expect(game.view('aft_1').allowedActions).toEqual(['cancel', 'drop_off', 'pickup', 'waybill']);
    game.pass(7 * DAYS - 1);
    expect(game.fire('aft_1')).toEqual([]);
    game.pass(1);
    expect(refusal(game.waybill('aft_1')).refused).toBe('deadline_passed');
    expect(types(game.fire('aft_1'))).toEqual(['case.deadline_ended', 'after_sale.closed']);
    expect(game.view('aft_1')).toMatchObject({ status: 'closed', closeReason: 'buyer_ship_timeout', deadline: null });
    expect(refusal(game.waybill('aft_1')).refused).toBe('deadline_passed');
    expect(refusal(game.book('aft_1')).refused).toBe('deadline_passed');
    expect(refusal(game.approve('aft_1')).refused).toBe('invalid_transition');
  });

  it('goes on with a waybill, once (R4), which may be corrected without new time (R7)', () => {
    const game = approved();
    expect(refusal(game.waybill('aft_1', 'YT-1', true)).refused).toBe('waybill_in_use');
    expect(types(game.waybill('aft_1', 'YT-1'))).toEqual([
      'pickup.register_waybill',
      'case.goods_sent',
      'case.deadline_started',
    ]);
    game.pass(DAYS);
    expect(game.waybill('aft_1', 'YT-2')).toMatchObject([
      { type: 'pickup.change_waybill', data: { trackingNumber: 'YT-2', previousTrackingNumber: 'YT-1' } },
      { type: 'case.waybill_changed' },
    ]);
    expect(game.view('aft_1')).toMatchObject({
      ...{
        status: 'awaiting_merchant_receipt',
        returnShipment: { method: 'self_ship', status: 'shipped', trackingNumber: 'YT-2' },
      },
      deadline: { kind: 'merchant_receipt', secondsLeft: 9 * 86400 },
    });
    game.parcel('aft_1', { type: 'return.signed', data: { status: 'signed', at: game.now() } }, 'self_ship');
    expect(refusal(game.waybill('aft_1', 'YT-3')).refused).toBe('invalid_transition');
  });

  it('with a drop-off code waits for the scan of the point (L11)', () => {
    const game = approved();
    game.run({
      type: 'DropOff',
      data: {
        ...game.asked('buyer'),
        afterSaleId: 'aft_1',
        pointId: 'p-1',
        code: '4711',
        carrier: 'yt',
        trackingNumber: 'YT-5',
      },
    });
    expect(game.view('aft_1')).toMatchObject({
      ...{
        status: 'awaiting_buyer_shipment',
        returnShipment: { method: 'drop_off', dropOffCode: '4711', pointId: 'p-1', trackingNumber: 'YT-5' },
      },
    });
    game.parcel(
      'aft_1',
      { type: 'return.dropped_off', data: { status: 'picked_up', at: game.now(), pointId: 'p-1' } },
      'drop_off',
    );
    expect(game.view('aft_1')).toMatchObject({
      status: 'awaiting_merchant_receipt',
      returnShipment: { dropOffCode: '4711', status: 'picked_up' },
    });
  });
});

describe('the goods of a return', () => {
  it('are taken as accepted when the merchant has not looked in ten days (R11), and the ticket ends with the money (R13)', () => {
    const game = onItsWay();
    expect(game.view('aft_1').deadline).toMatchObject({ kind: 'merchant_receipt', onExpiry: 'confirm' });
    game.pass(10 * DAYS - 1);
    expect(game.fire('aft_1')).toEqual([]);
    game.pass(1);
    expect(refusal(game.receipt('aft_1', [[1, 1, 0, 0]])).refused).toBe('deadline_passed');
    expect(types(game.fire('aft_1'))).toEqual([
      'case.deadline_ended',
      'return.received',
      'case.money_fixed',
      'refund.request',
    ]);
    expect(game.told().find(({ type }) => type === 'return.received')).toMatchObject({
      data: { by: 'system', inspection: [{ lineNumber: 1, accepted: 1, damaged: 0, missing: 0 }] },
    });
    expect(types(game.refund('aft_1', 'refund.succeeded'))).toEqual(['case.refund_heard', 'after_sale.completed']);
    expect(game.view('aft_1')).toMatchObject({ status: 'completed', deadline: null, allowedActions: [] });
    expect(refusal(game.receipt('aft_1', [[1, 1, 0, 0]])).refused).toBe('deadline_passed'); // nobody has acted since
  });
});

describe('a booked pickup', () => {
  const booked = () => {
    const game = approved();
    game.pass(10 * HOURS);
    game.book('aft_1');
    return game;
  };
  it("stops the buyer's time and bars every other way (R3, L1)", () => {
    const game = booked();
    expect(game.view('aft_1')).toMatchObject({
      returnShipment: { status: 'pickup_booked', method: 'pickup' },
      deadline: { kind: 'ship_back', at: null, secondsLeft: 158 * 3600, pausedBy: 'pickup' },
      allowedActions: ['cancel'],
    });
    expect(refusal(game.waybill('aft_1'))).toMatchObject({
      refused: 'invalid_transition',
      detail: { currentStatus: 'awaiting_buyer_shipment' },
    });
    game.pass(30 * DAYS);
    expect(game.fire('aft_1')).toEqual([]);
  });
  it.each([
    ['return.pickup_cancelled', {}],
    ['return.pickup_failed', { because: 'nobody home', failures: 3, final: true }],
  ] as const)('lets it go on with its rest after %s', (type, data) => {
    const game = booked();
    game.pass(DAYS);
    game.parcel('aft_1', { type, data: { status: 'pickup_failed', ...data } });
    expect(game.view('aft_1')).toMatchObject({
      returnShipment: { status: 'not_filled', pickupId: null },
      deadline: { secondsLeft: 158 * 3600, pausedBy: null },
    });
    expect(game.view('aft_1').allowedActions).toContain('pickup');
  });
  it('that failed lets it run until it is assigned or booked again (rulings 4.1)', () => {
    const game = booked();
    game.parcel('aft_1', {
      type: 'return.pickup_failed',
      data: { status: 'pickup_failed', because: 'rain', failures: 1, final: false },
    });
    expect(game.view('aft_1')).toMatchObject({
      returnShipment: { status: 'pickup_failed' },
      deadline: { pausedBy: null },
    });
    game.parcel('aft_1', { type: 'return.courier_assigned', data: { status: 'courier_assigned', courier: null } });
    expect(game.view('aft_1')).toMatchObject({
      returnShipment: { status: 'courier_assigned' },
      deadline: { pausedBy: 'pickup' },
    });
  });
  it('does not care about another pickup', () => {
    const game = booked();
    expect(
      game.parcel('aft_1', { type: 'return.pickup_cancelled', data: { pickupId: 'pku_old', status: 'cancelled' } }),
    ).toEqual([]);
  });
  it("starts the merchant's time at the scan, and its freight is the bearer's (R5)", () => {
    const game = booked();
    game.pass(HOURS);
    const at = later(game.now(), -60_000);
    const scan = {
      type: 'return.picked_up',
      data: { status: 'picked_up', at, freight: 2300, weightGrams: 900 },
    } as const;
    expect(types(game.parcel('aft_1', scan))).toEqual(['case.goods_sent', 'case.deadline_started', 'case.fees_known']);
    expect(game.view('aft_1')).toMatchObject({
      ...{ status: 'awaiting_merchant_receipt', deadline: { kind: 'merchant_receipt', at: later(at, 10 * DAYS) } },
      fees: [{ kind: 'return_freight', amount: 2300, payer: 'buyer', status: 'due' }],
    });
    expect(game.parcel('aft_1', scan)).toEqual([]);
  });
  it("is insured up to the cover, then the bearer's", () => {
    const game = booked();
    const policy = {
      orderId: 'ord_1',
      merchantId: 'm',
      buyerId: 'b',
      occurredAt: T0,
      policyId: 'plc_1',
      premium: 36,
      cover: { pickup: 1935, selfShip: 1000 },
      afterSaleId: null,
    };
    game.hear({ type: 'policy.purchased', data: { ...policy, status: 'in_force' } });
    game.parcel('aft_1', {
      type: 'return.picked_up',
      data: { status: 'picked_up', at: game.now(), freight: 2300, weightGrams: null },
    });
    expect(game.view('aft_1').fees.map(({ payer, amount }) => [payer, amount])).toEqual([
      ['insurer', 1935],
      ['buyer', 365],
    ]);
    const claim = {
      ...policy,
      claimId: 'clm_1',
      afterSaleId: 'aft_1',
      method: 'pickup',
      freight: 2300,
      merchantPays: 0,
    } as const;
    game.hear({
      type: 'claim.rejected',
      data: { ...claim, status: 'rejected', insurerPays: 0, buyerPays: 2300, rejectionCode: 'risk_control' },
    });
    expect(game.view('aft_1').fees.map(({ payer, amount }) => [payer, amount])).toEqual([['buyer', 2300]]);
    game.hear({
      type: 'claim.settled',
      data: { ...claim, status: 'settled', insurerPays: 1935, buyerPays: 365, rejectionCode: null },
    });
    expect(game.view('aft_1').fees.map(({ payer, amount, status }) => [payer, amount, status])).toEqual([
      ['insurer', 1935, 'paid'],
      ['buyer', 365, 'due'],
    ]);
  });
  it('is booked by itself at the approval, where the application wished so (rulings 6.8)', () => {
    const game = approved({ slot: null, address: null });
    expect(game.told().find(({ type }) => type === 'pickup.book')).toMatchObject({
      data: { automatic: true, slot: null, address: { sealed: 'address' } },
    });
    expect(game.view('aft_1')).toMatchObject({
      returnShipment: { status: 'pickup_booked' },
      deadline: { pausedBy: 'pickup' },
    });
  });
});

describe('a parcel under way', () => {
  it('leaves the merchant three days from signing, if that is earlier (M3)', () => {
    const game = onItsWay();
    game.pass(2 * DAYS);
    game.parcel('aft_1', { type: 'return.signed', data: { status: 'signed', at: game.now() } }, 'self_ship');
    expect(game.view('aft_1').deadline).toMatchObject({ kind: 'merchant_receipt', secondsLeft: 3 * 86400 });
    game.pass(3 * DAYS);
    expect(types(game.fire('aft_1'))).toEqual([
      'case.deadline_ended',
      'return.received',
      'case.money_fixed',
      'refund.request',
    ]);
    expect(game.told().find(({ type }) => type === 'return.received')).toMatchObject({ data: { by: 'system' } });
  });
  it('keeps the ten days where signing comes late', () => {
    const game = onItsWay();
    game.pass(9 * DAYS);
    expect(
      types(game.parcel('aft_1', { type: 'return.signed', data: { status: 'signed', at: game.now() } }, 'self_ship')),
    ).toEqual(['case.parcel_heard']);
    expect(game.view('aft_1').deadline?.secondsLeft).toBe(86400);
  });
  it("that has stalled stops the merchant's time until it moves (timers.md)", () => {
    const game = onItsWay();
    game.pass(3 * DAYS);
    game.parcel('aft_1', { type: 'return.stalled', data: { status: 'exception', because: 'no_scan' } }, 'self_ship');
    expect(game.view('aft_1')).toMatchObject({
      returnShipment: { status: 'exception' },
      deadline: { pausedBy: 'logistics', secondsLeft: 7 * 86400 },
    });
    game.pass(DAYS);
    game.parcel(
      'aft_1',
      {
        type: 'return.tracking_updated',
        data: { status: 'in_transit', at: game.now(), first: false, event: 'in_transit' },
      },
      'self_ship',
    );
    expect(game.view('aft_1').deadline).toMatchObject({ pausedBy: null, secondsLeft: 7 * 86400 });
  });
  it('that has stalled stops nobody else: a refusal that is not escalated closes all the same', () => {
    const game = onItsWay();
    game.rejectReceipt('aft_1');
    game.parcel('aft_1', { type: 'return.stalled', data: { status: 'exception', because: 'no_scan' } }, 'self_ship');
    expect(game.view('aft_1').deadline).toMatchObject({ kind: 'escalation', pausedBy: null });
    game.pass(7 * DAYS);
    expect(types(game.fire('aft_1'))).toContain('after_sale.closed');
  });
  it("that is lost is paid, and nobody's fault but the carrier's (R12)", () => {
    const game = onItsWay();
    expect(
      types(game.parcel('aft_1', { type: 'return.lost', data: { status: 'lost', because: 'carrier' } }, 'self_ship')),
    ).toEqual(['case.parcel_heard', 'case.goods_lost', 'case.money_fixed', 'case.deadline_ended', 'refund.request']);
    expect(game.view('aft_1')).toMatchObject({
      status: 'refunding',
      responsibility: 'logistics',
      returnShipment: { status: 'lost' },
    });
  });
});
