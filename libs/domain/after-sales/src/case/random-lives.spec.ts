import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { AfterSaleStatus } from '@amends/contracts';
import { isRefusal } from '@amends/kernel';
import { caseAggregate } from './aggregate';
import { misplaced } from './custody-for-tests';
import { evolve } from './evolve';
import { holds, isEnded } from './holding';
import { lifeOf } from './life-of';
import { inDispute } from './dispute/dispute-for-tests';
import { allowedActions } from './permission';
import { FAST_EXCHANGE } from './fast-exchange-for-tests';
import { HOURS, line, O1, play, type Play } from './play-for-tests';
import type { Ticket } from './ticket';

/** Numbers that a step draws its choices from. */
const step = fc.record({
  what: fc.nat(9999),
  ticket: fc.nat(9999),
  lineNumber: fc.constantFrom(1, 1, 2, 3, 3, 4),
  units: fc.integer({ min: 1, max: 2 }),
  amount: fc.option(fc.integer({ min: 1, max: 12000 }), { nil: null, freq: 2 }),
  accepted: fc.nat(3),
  hours: fc.constantFrom(0, 0, 0, 0, 0, 0, 1, 13, 50, 170),
  kind: fc.boolean(),
  sensible: fc.nat(3),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;
type Move = (game: Play, known: Ticket, drawn: Step) => unknown;

const facts = { orderId: 'ord_1', merchantId: 'merchant-1', buyerId: 'buyer-1', carrier: 'sf', trackingNumber: 'SF-1' };
const way = ({ returnShipment }: Ticket) => returnShipment?.method ?? 'pickup';

/** Orders ships nothing of a line while a cancel of it is locked, and locks nothing that has left (rulings.md 3.6). */
const isLocked = (game: Play, lineNumber: number): boolean =>
  game
    .state()
    .locks.some(
      ({ afterSaleId, lineNumbers }) =>
        lineNumbers.includes(lineNumber) &&
        game
          .state()
          .tickets.some(({ id, phase, ...ticket }) => id === afterSaleId && phase === 'unshipped' && !isEnded(ticket)),
    );
const ship = (game: Play, lineNumber: number, units: number): unknown => {
  const of = game.state().order?.lines.find((each) => each.lineNumber === lineNumber);
  const gone = game.state().tickets.filter(({ status, phase }) => status === 'completed' && phase === 'unshipped');
  const refunded = gone.flatMap(({ money }) => money.lines).filter((each) => each.lineNumber === lineNumber);
  const left = (of?.quantity ?? 0) - (of?.shipped ?? 0) - refunded.reduce((sum, amount) => sum + amount.units, 0);
  return units <= left && !isLocked(game, lineNumber) ? game.ship(lineNumber, units) : undefined;
};

/** Anything anybody may try in a dispute, most of it in vain. */
const disputing = (game: Play, { id }: Ticket, { accepted, units, kind, amount, what, sensible }: Step): unknown => {
  const dispute = inDispute(game, id);
  const party = kind ? 'buyer' : 'merchant';
  const number = dispute.now().proposals.length;
  const tries = [
    () => dispute.ask('buyer', 'merchant'),
    () => dispute.show(party, `evd_${what}`),
    () => dispute.show(kind ? 'merchant' : 'buyer', 'evd_1'),
    () => dispute.concede(),
    () => dispute.withdraw(party),
    () => dispute.propose(amount ?? 1, accepted === 1 ? { type: 'compensation' } : {}),
    () => dispute.accept('buyer', number),
    () => dispute.accept('merchant', number),
    () => dispute.decline(party, number),
    () => dispute.judge(kind ? (amount ?? 0) : 0, {}, { role: units === 1 ? 'agent' : 'supervisor' }),
    () => dispute.appeal(party, `evd_${what}`),
    () =>
      dispute.conclude(kind ? 'uphold' : 'overturn', kind ? {} : { amount: 0 }, { role: 'supervisor', id: 'other' }),
    () => dispute.pass(),
    () => dispute.pass(),
  ];
  return tries[(Math.floor(what / 100) + sensible) % tries.length]?.();
};

/** Everything anybody may try on a ticket, sensible or not. */
const moves = {
  modify: (game, { id }, { kind, lineNumber, units }) =>
    game.modify(id, kind ? { lines: [{ lineNumber, quantity: units }] } : { type: 'refund_only' }),
  cancel: (game, { id }) => game.cancel(id),
  approve: (game, { id }) => game.approve(id),
  reject: (game, { id }) => game.reject(id),
  alreadyShipped: (game, { id }) =>
    game.reject(id, { reasonCode: 'already_shipped', shipment: { carrier: 'sf', trackingNumber: 'SF-1' } }),
  offer: (game, { id, status }, { amount, kind, units }) =>
    game.offer(
      id,
      status === 'negotiating' && kind ? 'buyer' : 'merchant',
      amount ?? 1000,
      (['compensation', 'refund_only', 'return_refund'] as const)[(amount ?? units) % 3],
    ),
  accept: (game, { id, offers }, { kind }) => game.acceptOffer(id, kind ? 'buyer' : 'merchant', offers.length),
  decline: (game, { id, offers }, { kind }) => game.declineOffer(id, kind ? 'buyer' : 'merchant', offers.length),
  waybill: (game, { id }, { accepted }) => game.waybill(id, `YT-${accepted}`),
  book: (game, { id }) => game.book(id),
  receipt: (game, { id, lines }, { accepted }) =>
    game.receipt(
      id,
      lines.map(({ lineNumber, quantity }) => {
        const taken = Math.min(accepted, quantity);
        return [lineNumber, taken, 0, quantity - taken] as const;
      }),
    ),
  lock: (game, { id, lines, phase }) =>
    phase === 'unshipped' &&
    game.lock(
      id,
      lines.map(({ lineNumber }) => lineNumber),
    ),
  send: (game, { id }) => game.send(id),
  outOfStock: (game, { id }) => game.outOfStock(id),
  confirm: (game, { id }) => game.confirm(id),
  object: (game, { id }) => game.object(id),
  diagnose: (game, { id }, { kind }) =>
    game.diagnose(id, kind ? {} : { humanDamage: true, quote: [{ kind: 'parts', amount: 9000 }] }),
  acceptQuote: (game, { id }) => game.acceptQuote(id),
  declineQuote: (game, { id }) => game.declineQuote(id),
  finish: (game, { id }, { accepted }) =>
    game.finish(id, (['repaired', 'repaired', 'replace', 'irreparable'] as const)[accepted]),
  fire: (game, { id }) => game.fire(id),
  message: (game, { id }) =>
    game.run({ type: 'AddMessage', data: { ...game.asked('buyer'), afterSaleId: id, text: { sealed: 'x' } } }),
  intercepted: (game, { id }) =>
    game.hear({ type: 'parcel.intercepted', data: { ...facts, occurredAt: game.now(), afterSaleId: id } }),
  interceptFails: (game, { id }) => {
    const data = { ...facts, occurredAt: game.now(), afterSaleId: id, because: 'carrier' } as const;
    return game.hear({ type: 'parcel.intercept_failed', data });
  },
  // Refunds says nothing of a refund that was not asked for, and takes back only what has come.
  paid: (game, { id, refundId }) => refundId !== null && game.refund(id, 'refund.succeeded'),
  failed: (game, { id, refundId, refunds }) =>
    refundId !== null && refunds.at(-1)?.status !== 'succeeded' && game.refund(id, 'refund.failed'),
  reversed: (game, { id, refundId, refunds }) =>
    refundId !== null && refunds.at(-1)?.status === 'succeeded' && game.refund(id, 'refund.reversed'),
  retried: (game, { id, status }) => status === 'refund_failed' && game.refund(id, 'refund.retried'),
  advance: (game, { id, status, type, refunds }) =>
    status === 'awaiting_merchant_receipt' &&
    type === 'return_refund' &&
    refunds.length === 0 &&
    game.refund(id, 'refund.succeeded', { refundId: `rfd_advance_${id}`, kind: 'fast' }),
  pickedUp: (game, { id }) => {
    const data = { status: 'picked_up', at: game.now(), freight: 1200, weightGrams: null } as const;
    return game.parcel(id, { type: 'return.picked_up', data });
  },
  signed: (game, ticket) =>
    game.parcel(ticket.id, { type: 'return.signed', data: { status: 'signed', at: game.now() } }, way(ticket)),
  stalled: (game, ticket) =>
    game.parcel(ticket.id, { type: 'return.stalled', data: { status: 'exception', because: 'no_scan' } }, way(ticket)),
  lost: (game, ticket) =>
    game.parcel(ticket.id, { type: 'return.lost', data: { status: 'lost', because: 'carrier' } }, way(ticket)),
  pickupFails: (game, { id }, { kind }) => {
    const data = { status: 'pickup_failed', because: 'rain', failures: 3, final: kind } as const;
    return game.parcel(id, { type: 'return.pickup_failed', data });
  },
  asked: (game, { id }, { kind }) => inDispute(game, id).open(kind ? 'buyer' : 'merchant'),
  contested: (game, { id, status, fastRefund }) => {
    const data = { ...facts, occurredAt: game.now(), afterSaleId: id, refundId: 'rfd_advance', amount: 1 };
    return (
      status === 'inspection_rejected' && fastRefund === 'none' && game.hear({ type: 'fast_refund.contested', data })
    );
  },
  platformApproves: (game, { id }, { kind }) => game.approve(id, kind ? 'agent' : 'supervisor'),
  dispute: (game, known, drawn) => known.disputeId !== null && disputing(game, known, drawn),
} as const satisfies Readonly<Record<string, Move>>;
type MoveName = keyof typeof moves;
const moveNames = Object.keys(moves) as readonly MoveName[];

/** What usually comes next, so that lives get far. */
const next: Readonly<Partial<Record<AfterSaleStatus, readonly MoveName[]>>> = {
  pending_merchant_review: [
    'approve',
    'approve',
    'reject',
    'lock',
    'fire',
    'cancel',
    'modify',
    'offer',
    'offer',
    'alreadyShipped',
    'intercepted',
  ],
  merchant_rejected: [
    'approve',
    'modify',
    'fire',
    'cancel',
    'intercepted',
    'interceptFails',
    'asked',
    'asked',
    'dispute',
    'dispute',
    'dispute',
    'dispute',
  ],
  negotiating: ['accept', 'accept', 'decline', 'offer', 'fire', 'cancel', 'lock', 'interceptFails'],
  awaiting_buyer_shipment: ['waybill', 'book', 'pickedUp', 'pickupFails', 'fire', 'cancel'],
  awaiting_merchant_receipt: [
    'receipt',
    'receipt',
    'signed',
    'fire',
    'advance',
    'stalled',
    'lost',
    'intercepted',
    'interceptFails',
  ],
  inspection_rejected: ['approve', 'fire', 'contested', 'asked', 'asked', 'dispute', 'dispute', 'dispute', 'dispute'],
  awaiting_merchant_shipment: ['send', 'send', 'send', 'outOfStock', 'fire', 'cancel'],
  awaiting_buyer_receipt: ['confirm', 'confirm', 'object', 'fire'],
  diagnosing: ['diagnose', 'diagnose', 'fire'],
  awaiting_quote_acceptance: ['acceptQuote', 'acceptQuote', 'declineQuote', 'fire', 'asked', 'dispute', 'dispute'],
  in_repair: ['finish', 'finish', 'fire'],
  refunding: ['paid', 'paid', 'failed', 'lock'],
  refund_failed: ['retried', 'paid'],
  completed: ['reversed'],
};

/** Every SKU is announced at a price, mostly a lower one. */
const announce = (game: Play, unitPrice: number): void => {
  const lines = game.state().order?.lines ?? [];
  const announced = lines.map(({ sku, spu, attributes, category }) => {
    const offer = { merchantId: 'merchant-1', sku, spu, attributes, category, unitPrice, currency: 'CNY' };
    const rest = { effectiveAt: game.now(), available: null, randomShip: false, couponOnly: false };
    return [sku, { announcements: [{ ...offer, ...rest, bearer: 'merchant' as const }] }] as const;
  });
  game.announce(new Map(announced));
};

const apply = (game: Play, fresh: string, { lineNumber, units, amount, kind, accepted, what }: Step): unknown => {
  if (accepted === 1 && kind) {
    announce(game, what);
    const drop = { type: 'price_protection', reason: 'price_drop', lines: [{ lineNumber, quantity: units }] } as const;
    return game.apply(fresh, drop);
  }
  if (accepted === 3 && amount !== null) {
    const component = kind ? 'cash' : 'shipping_fee';
    const goodwill = { type: 'compensation', reason: 'slow', initiator: 'merchant', lines: [], component } as const;
    return game.apply(fresh, { ...goodwill, requestedAmount: amount });
  }
  const lines = [{ lineNumber, quantity: units }, ...(accepted === 2 ? [{ lineNumber: 2, quantity: 1 }] : [])];
  if (accepted === 1 && amount === null) {
    const goods = { exchange: 'workmanship', reissue: 'missing', repair: 'malfunction' } as const;
    const type = (['exchange', 'exchange', 'reissue', 'repair'] as const)[what % 4] ?? 'exchange';
    return game.apply(fresh, { type, reason: goods[type], evidenceIds: ['evd_1'], lines });
  }
  return kind
    ? game.apply(fresh, { reason: 'workmanship', evidenceIds: ['evd_1'], lines, requestedAmount: amount })
    : game.apply(fresh, { type: 'refund_only', lines, requestedAmount: amount });
};

const take = (game: Play, drawn: Step): unknown => {
  game.pass(drawn.hours * HOURS);
  const { tickets } = game.state();
  const known = tickets[drawn.ticket % Math.max(1, tickets.length)];
  const dice = drawn.what % 10;
  if (known === undefined || dice < 3) return apply(game, `aft_${tickets.length + 1}`, drawn);
  if (dice === 3) return ship(game, drawn.lineNumber, drawn.units);
  if (dice === 4) return game.receiveLine(drawn.lineNumber);
  const likely = (drawn.sensible > 0 ? next[known.status] : undefined) ?? moveNames;
  const name = likely[Math.floor(drawn.what / 10) % likely.length] ?? 'message';
  return moves[name](game, known, drawn);
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

/** Whether a dispute about the ticket is still going on. */
const isWithPlatform = (game: Play, ticketId: string): boolean =>
  game
    .state()
    .disputes.some(
      ({ afterSaleId, status }) =>
        afterSaleId === ticketId && !['closed', 'resolved_by_parties', 'withdrawn'].includes(status),
    );

describe('any life of a case', () => {
  it('keeps units and money, leaves nobody without a way out, and asks for each refund once', () => {
    fc.assert(
      fc.property(
        fc.boolean(),
        fc.boolean(),
        fc.noBias(fc.array(step, { minLength: 40, maxLength: 80, size: 'max' })),
        (isReceived, isFast, steps) => {
          const game = play([...O1, line(4, 1, 0, { gift: true, giftOf: 1 })], {
            shippingFee: { paid: 1200, tenders: [] },
            ...(isFast && { merchant: FAST_EXCHANGE, advanceLimit: 50_000 }),
          });
          for (const lineNumber of isReceived ? [1, 3] : [3]) {
            game.ship(lineNumber, 2);
            game.receiveLine(lineNumber);
          }
          for (const each of steps) {
            take(game, each);
            expect([...overspent(game.state()), ...stuck(game)]).toEqual([]);
          }
          for (const { id, underIntervention } of game.state().tickets)
            expect(underIntervention).toBe(isWithPlatform(game, id));
          const asked = game
            .told()
            .flatMap((event) =>
              event.type === 'refund.request'
                ? [`${event.data.afterSaleId} ${event.data.charge?.paymentId ?? ''}`]
                : [],
            );
          expect(new Set(asked).size).toBe(asked.length);
          expect(misplaced(game.told())).toEqual([]);
          for (const ticket of game.state().tickets)
            expect(lifeOf(ticket).rows.some(({ from, to }) => [from, to].includes(ticket.status))).toBe(true);
          expect(game.told().reduce(evolve, caseAggregate.initialState)).toEqual(game.state());
        },
      ),
      { numRuns: 100 },
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
