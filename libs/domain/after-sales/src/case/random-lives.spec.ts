import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isRefusal } from '@amends/kernel';
import { caseAggregate } from './aggregate';
import { evolve } from './evolve';
import { holds, isEnded } from './holding';
import { lifeOf } from './life-of';
import { allowedActions } from './permission';
import { HOURS, line, O1, play, type Play } from './play-for-tests';

/** Anything anybody may try, sensible or not, on any ticket, at any time. */
const step = fc.record({
  what: fc.constantFrom(
    'apply',
    'apply',
    'goodwill',
    'modify',
    'cancel',
    'approve',
    'approve',
    'reject',
    'shipped already',
    'waybill',
    'book',
    'receipt',
    'receipt',
    'ship',
    'receive line',
    'lock',
    'paid',
    'failed',
    'reversed',
    'retried',
    'picked up',
    'signed',
    'stalled',
    'lost',
    'pickup failed',
    'intercepted',
    'intercept failed',
    'advance',
    'fire',
    'fire',
    'message',
  ),
  ticket: fc.nat(5),
  lineNumber: fc.integer({ min: 1, max: 4 }),
  units: fc.integer({ min: 1, max: 3 }),
  amount: fc.option(fc.integer({ min: 1, max: 12000 }), { nil: null }),
  accepted: fc.nat(3),
  hours: fc.constantFrom(0, 0, 1, 13, 24, 50, 170),
  choice: fc.boolean(),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const facts = { orderId: 'ord_1', merchantId: 'merchant-1', buyerId: 'buyer-1', carrier: 'sf', trackingNumber: 'SF-1' };

const take = (game: Play, { what, ticket, lineNumber, units, amount, accepted, hours, choice }: Step): void => {
  game.pass(hours * HOURS);
  const all = game.state().tickets;
  const id = all.length === 0 ? 'aft_none' : (all[ticket % all.length]?.id ?? 'aft_none');
  const known = all.find((each) => each.id === id);
  const fresh = `aft_${all.length + 1}`;
  const quality = { reason: 'workmanship', evidenceIds: ['evd_1'] };
  switch (what) {
    case 'apply':
      game.apply(fresh, {
        ...(choice && quality),
        type: choice ? 'return_refund' : 'refund_only',
        lines: [{ lineNumber, quantity: units }],
        requestedAmount: amount,
      });
      return;
    case 'goodwill':
      game.apply(fresh, {
        type: 'compensation',
        reason: 'slow',
        initiator: 'merchant',
        requestedAmount: amount ?? 1,
        component: choice ? 'cash' : 'shipping_fee',
        lines: [],
      });
      return;
    case 'modify':
      game.modify(id, choice ? { lines: [{ lineNumber, quantity: units }] } : { type: 'refund_only' });
      return;
    case 'cancel':
      game.cancel(id);
      return;
    case 'approve':
      game.approve(id);
      return;
    case 'reject':
      game.reject(id);
      return;
    case 'shipped already':
      game.reject(id, { reasonCode: 'already_shipped', shipment: { carrier: 'sf', trackingNumber: 'SF-1' } });
      return;
    case 'waybill':
      game.waybill(id, `YT-${accepted}`);
      return;
    case 'book':
      game.book(id);
      return;
    case 'receipt':
      game.receipt(
        id,
        (known?.lines ?? []).map(
          ({ lineNumber: number, quantity }) =>
            [number, Math.min(accepted, quantity), 0, Math.max(0, quantity - accepted)] as const,
        ),
      );
      return;
    case 'ship': {
      const of = game.state().order?.lines.find((each) => each.lineNumber === lineNumber);
      if (of !== undefined && of.shipped + units <= of.quantity) game.ship(lineNumber, units);
      return;
    }
    case 'receive line':
      game.receiveLine(lineNumber);
      return;
    case 'lock':
      game.lock(
        id,
        (known?.lines ?? []).map((each) => each.lineNumber),
      );
      return;
    case 'fire':
      game.fire(id);
      return;
    case 'message':
      game.run({ type: 'AddMessage', data: { ...game.asked('buyer'), afterSaleId: id, text: { sealed: 'x' } } });
      return;
    case 'intercepted':
      game.hear({ type: 'parcel.intercepted', data: { ...facts, occurredAt: game.now(), afterSaleId: id } });
      return;
    case 'intercept failed':
      game.hear({
        type: 'parcel.intercept_failed',
        data: { ...facts, occurredAt: game.now(), afterSaleId: id, because: 'carrier' },
      });
      return;
    case 'paid':
    case 'failed':
    case 'reversed':
    case 'retried': {
      // Refunds says nothing of a refund that was not asked for, and takes back only what has come.
      const last = known?.refunds.at(-1)?.status;
      if (known === undefined || known.refundId === null || (what === 'reversed') !== (last === 'succeeded')) return;
      const type = (
        {
          paid: 'refund.succeeded',
          failed: 'refund.failed',
          reversed: 'refund.reversed',
          retried: 'refund.retried',
        } as const
      )[what];
      game.refund(id, type);
      return;
    }
    case 'advance':
      if (
        known !== undefined &&
        known.status === 'awaiting_merchant_receipt' &&
        known.type === 'return_refund' &&
        known.refunds.length === 0
      )
        game.refund(id, 'refund.succeeded', { refundId: `rfd_advance_${id}`, kind: 'fast' });
      return;
    case 'picked up':
      if (known)
        game.parcel(id, {
          type: 'return.picked_up',
          data: { status: 'picked_up', at: game.now(), freight: 1200, weightGrams: null },
        });
      return;
    case 'signed':
      if (known)
        game.parcel(
          id,
          { type: 'return.signed', data: { status: 'signed', at: game.now() } },
          known.returnShipment?.method ?? 'pickup',
        );
      return;
    case 'stalled':
      if (known)
        game.parcel(
          id,
          { type: 'return.stalled', data: { status: 'exception', because: 'no_scan' } },
          known.returnShipment?.method ?? 'pickup',
        );
      return;
    case 'lost':
      if (known)
        game.parcel(
          id,
          { type: 'return.lost', data: { status: 'lost', because: 'carrier' } },
          known.returnShipment?.method ?? 'pickup',
        );
      return;
    case 'pickup failed':
      if (known)
        game.parcel(id, {
          type: 'return.pickup_failed',
          data: { status: 'pickup_failed', because: 'rain', failures: 3, final: choice },
        });
      return;
  }
};

const COMPONENTS = ['units', 'cash', 'points', 'merchantDiscount', 'platformDiscount'] as const;

type State = ReturnType<Play['state']>;

/** Nothing is promised or given back that was not paid, unit by unit and component by component: what is, is named. */
const overspent = ({ order, tickets }: State): readonly string[] => {
  const holding = tickets.filter(holds);
  const freight = holding.reduce((total, { money }) => total + money.shippingFee, 0);
  const ofLines = (order?.lines ?? []).flatMap(({ lineNumber, quantity, paid }) => {
    const amounts = holding.flatMap(({ money }) => money.lines).filter((each) => each.lineNumber === lineNumber);
    const limits = { units: quantity, ...paid };
    return COMPONENTS.filter((name) => {
      const sum = amounts.reduce((total, amount) => total + amount[name], 0);
      return sum > limits[name] || amounts.some((amount) => amount[name] < 0);
    }).map((name) => `${name} of line ${lineNumber}`);
  });
  return freight > (order?.shippingFee ?? 0) ? [...ofLines, 'freight'] : ofLines;
};

/** Open tickets that nothing moves: no clock, no person, no money, courier or lock on its way. */
const stuck = (game: Play): readonly string[] =>
  game
    .state()
    .tickets.filter((ticket) => !isEnded(ticket) && ticket.deadline === null)
    .filter(({ status }) => status !== 'refunding' && status !== 'refund_failed')
    .filter((ticket) => ['buyer', 'merchant'].every((role) => allowedActions(ticket, role, game.now()).length === 0))
    .map(({ id, status }) => `${id} ${status}`);

describe('any life of a case', () => {
  it('keeps units and money, leaves nobody without a way out, and asks for each refund once', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 5, maxLength: 60 }), (steps) => {
        const game = play([...O1, line(4, 1, 0, { gift: true, giftOf: 1 })], {
          shippingFee: { paid: 1200, tenders: [] },
        });
        for (const each of steps) {
          take(game, each);
          expect([...overspent(game.state()), ...stuck(game)]).toEqual([]);
        }
        const asked = game.told().flatMap((event) => (event.type === 'refund.request' ? [event.data.afterSaleId] : []));
        expect(new Set(asked).size).toBe(asked.length);
        for (const ticket of game.state().tickets)
          expect(lifeOf(ticket).rows.some(({ from, to }) => [from, to].includes(ticket.status))).toBe(true);
        expect(game.told().reduce(evolve, caseAggregate.initialState)).toEqual(game.state());
      }),
      { numRuns: 200 },
    );
  });

  it('pays no cancel of units that were shipped, whichever comes first (C30)', () => {
    const race = fc.shuffledSubarray(['approve', 'lock', 'ship'] as const, { minLength: 2 });
    fc.assert(
      fc.property(race, (order) => {
        const game = play([line(1, 1, 2000)]);
        game.apply('aft_1', { type: 'refund_only' });
        for (const each of order) {
          const locked = game.state().locks.length > 0;
          if (each === 'approve') game.approve('aft_1');
          if (each === 'ship' && !locked) game.ship(1, 1); // orders refuses what is locked
          if (each === 'lock' && game.state().order?.lines[0]?.shipped === 0) game.lock('aft_1');
        }
        const isShipped = game.state().order?.lines[0]?.shipped === 1;
        const isPaid = game.told().some(({ type }) => type === 'refund.request');
        expect(isShipped && isPaid).toBe(false);
        if (isShipped) expect(game.view('aft_1')).toMatchObject({ phase: 'shipped', interceptRequested: true });
      }),
    );
  });

  it('is refused without a trace', () => {
    const game = play(O1);
    const before = game.told().length;
    expect(isRefusal(game.apply('aft_1'))).toBe(true);
    expect(game.told()).toHaveLength(before);
  });
});
