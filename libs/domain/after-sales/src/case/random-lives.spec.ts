import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { AfterSaleStatus } from '@amends/contracts';
import { isRefusal, later } from '@amends/kernel';
import { caseAggregate } from './aggregate';
import { misplaced } from './custody-for-tests';
import { FAST_EXCHANGE } from './fast-exchange-for-tests';
import type { CaseEvent } from './case';
import type { CaseCommand, DataOf } from './commands';
import { evolve } from './evolve';
import { always } from '@amends/testing';
import { inDispute } from './dispute/dispute-for-tests';
import { isEnded } from './holding';
import { miscounted } from '../units/counts-for-tests';
import { followed, unitsOf } from '../units/units';
import {
  astray,
  overasked,
  overspent,
  stuck,
  unasked,
  unextendable,
  unlistedSteps,
  untimely,
  waitsOf,
} from './invariants-for-tests';
import { NO_FLAGS } from '../policy/policy';
import { HOURS, line, O1, play, T0, type Play } from './play-for-tests';
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
type Extends = DataOf<'ExtendDeadline'>;
type Move = (game: Play, known: Ticket, drawn: Step) => unknown;

const facts = {
  orderId: 'ord_1',
  merchantId: 'merchant-1',
  buyerId: 'buyer-1',
  carrier: 'sf',
  trackingNumber: 'SF-1',
};
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

const moreTime = (game: Play, afterSaleId: string, kind: Extends['kind'], days: number): CaseCommand => ({
  type: 'ExtendDeadline',
  data: {
    ...game.asked('operator'),
    afterSaleId,
    kind,
    until: later(game.now(), days * 60 * HOURS),
    reason: 'snow',
  },
});

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
    () => game.run(moreTime(game, id, dispute.now().deadline?.kind ?? 'verdict', units)),
  ];
  return tries[(Math.floor(what / 100) + sensible) % tries.length]?.();
};

/** Everything anybody may try on a ticket, sensible or not. */
const moves = {
  modify: (game, { id }, { kind, lineNumber, units }) =>
    game.modify(id, kind ? { lines: [{ lineNumber, quantity: units }] } : { type: 'refund_only' }),
  cancel: (game, { id }) => game.cancel(id),
  approve: (game, { id }) => game.approve(id),
  visit: (game, { id }, { units }) => game.visit(id, units * 24),
  moveVisit: (game, { id }, { kind }) => game.moveVisit(id, kind ? 'buyer' : 'merchant'),
  reject: (game, { id }) => game.reject(id),
  alreadyShipped: (game, { id }) =>
    game.reject(id, {
      reasonCode: 'already_shipped',
      shipment: { carrier: 'sf', trackingNumber: 'SF-1' },
    }),
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
  acceptQuote: (game, { id }) => game.acceptQuote(id, `pay-${id}-${game.told().length}`),
  declineQuote: (game, { id }) => game.declineQuote(id),
  finish: (game, { id }, { accepted }) =>
    game.finish(id, (['repaired', 'repaired', 'replace', 'irreparable'] as const)[accepted]),
  fire: (game, { id }) => game.fire(id),
  message: (game, { id }) =>
    game.run({
      type: 'AddMessage',
      data: { ...game.asked('buyer'), afterSaleId: id, text: { sealed: 'x' } },
    }),
  intercepted: (game, { id }) =>
    game.hear({
      type: 'parcel.intercepted',
      data: { ...facts, occurredAt: game.now(), afterSaleId: id },
    }),
  interceptFails: (game, { id }) => {
    const data = {
      ...facts,
      occurredAt: game.now(),
      afterSaleId: id,
      because: 'carrier',
    } as const;
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
    game.refund(id, 'refund.succeeded', {
      refundId: `rfd_advance_${id}`,
      kind: 'fast',
    }),
  advanced: (game, { id, fastRefund, refunds }) =>
    fastRefund === 'none' &&
    refunds.some(({ advance, status }) => advance && status === 'succeeded') &&
    game.hear({
      type: 'fast_refund.advanced',
      data: { ...facts, occurredAt: game.now(), afterSaleId: id, refundId: `rfd_advance_${id}`, amount: 1 },
    }),
  revoked: (game, ticket) =>
    game.parcel(ticket.id, { type: 'return.scan_revoked', data: { status: 'picked_up', at: game.now() } }, way(ticket)),
  pickedUp: (game, { id }) => {
    const data = {
      status: 'picked_up',
      at: game.now(),
      freight: 1200,
      weightGrams: null,
    } as const;
    return game.parcel(id, { type: 'return.picked_up', data });
  },
  signed: (game, ticket) =>
    game.parcel(ticket.id, { type: 'return.signed', data: { status: 'signed', at: game.now() } }, way(ticket)),
  stalled: (game, ticket) =>
    game.parcel(
      ticket.id,
      {
        type: 'return.stalled',
        data: { status: 'exception', because: 'no_scan' },
      },
      way(ticket),
    ),
  lost: (game, ticket) =>
    game.parcel(ticket.id, { type: 'return.lost', data: { status: 'lost', because: 'carrier' } }, way(ticket)),
  pickupFails: (game, { id }, { kind }) => {
    const data = {
      status: 'pickup_failed',
      because: 'rain',
      failures: 3,
      final: kind,
    } as const;
    return game.parcel(id, { type: 'return.pickup_failed', data });
  },
  asked: (game, { id }, { kind }) => inDispute(game, id).open(kind ? 'buyer' : 'merchant'),
  contested: (game, { id, status, fastRefund }) => {
    const data = {
      ...facts,
      occurredAt: game.now(),
      afterSaleId: id,
      refundId: 'rfd_advance',
      amount: 1,
    };
    return (
      status === 'inspection_rejected' && fastRefund === 'none' && game.hear({ type: 'fast_refund.contested', data })
    );
  },
  platformApproves: (game, { id }, { kind }) => game.approve(id, kind ? 'agent' : 'supervisor'),
  dispute: (game, known, drawn) => known.disputeId !== null && disputing(game, known, drawn),
  refuse: (game, { id }) => game.rejectReceipt(id),
  code: (game, { id }, { accepted }) =>
    game.run({
      type: 'DropOff',
      data: {
        ...game.asked('buyer'),
        afterSaleId: id,
        ...{
          pointId: 'p',
          code: '1',
          carrier: 'yt',
          trackingNumber: `DO-${accepted}`,
        },
      },
    }),
  extend: (game, { id, deadline }, { units }) =>
    deadline !== null && game.run(moreTime(game, id, deadline.kind, units)),
} as const satisfies Readonly<Record<string, Move>>;
type MoveName = keyof typeof moves;
const moveNames = Object.keys(moves) as readonly MoveName[];

/** What usually comes next, so that lives get far. */
const next: Readonly<Partial<Record<AfterSaleStatus, readonly MoveName[]>>> = {
  pending_merchant_review: [
    'approve',
    'approve',
    'visit',
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
  awaiting_buyer_shipment: ['waybill', 'book', 'code', 'pickedUp', 'pickupFails', 'extend', 'fire', 'cancel'],
  awaiting_merchant_receipt: [
    'receipt',
    'receipt',
    'refuse',
    'signed',
    'fire',
    'advance',
    'advance',
    'advanced',
    'revoked',
    'stalled',
    'lost',
    'intercepted',
    'interceptFails',
  ],
  inspection_rejected: ['approve', 'fire', 'contested', 'asked', 'asked', 'dispute', 'dispute', 'dispute', 'dispute'],
  awaiting_merchant_shipment: ['send', 'send', 'send', 'outOfStock', 'fire', 'cancel'],
  awaiting_buyer_receipt: ['confirm', 'confirm', 'object', 'fire'],
  on_site_scheduled: ['diagnose', 'diagnose', 'diagnose', 'moveVisit', 'fire', 'cancel'],
  diagnosing: ['diagnose', 'diagnose', 'fire'],
  awaiting_quote_acceptance: ['acceptQuote', 'acceptQuote', 'declineQuote', 'fire', 'asked', 'dispute', 'dispute'],
  in_repair: ['finish', 'finish', 'fire'],
  refunding: ['paid', 'paid', 'failed', 'lock'],
  refund_failed: ['retried', 'paid'],
  completed: ['reversed'],
};

/** Every SKU, and another colour of it, is announced at a price, mostly a lower one. */
const announce = (game: Play, unitPrice: number): void => {
  const lines = game.state().order?.lines ?? [];
  const both = lines.flatMap((line) => [line, { ...line, sku: `${line.sku}-B` }]);
  const announced = both.map(({ sku, spu, attributes, category }) => {
    const offer = {
      merchantId: 'merchant-1',
      sku,
      spu,
      attributes,
      category,
      unitPrice,
      currency: 'CNY',
    };
    const rest = {
      effectiveAt: game.now(),
      available: null,
      randomShip: false,
      couponOnly: false,
    };
    return [sku, { announcements: [{ ...offer, ...rest, bearer: 'merchant' as const }] }] as const;
  });
  game.announce(new Map(announced));
};

const apply = (game: Play, fresh: string, { lineNumber, units, amount, kind, accepted, what }: Step): unknown => {
  if (accepted === 1 && kind) {
    announce(game, what);
    const drop = {
      type: 'price_protection',
      reason: 'price_drop',
      lines: [{ lineNumber, quantity: units }],
    } as const;
    return game.apply(fresh, drop);
  }
  if (accepted === 3 && amount !== null) {
    const component = kind ? 'cash' : 'shipping_fee';
    const goodwill = {
      type: 'compensation',
      reason: 'slow',
      initiator: 'merchant',
      lines: [],
      component,
    } as const;
    return game.apply(fresh, { ...goodwill, requestedAmount: amount });
  }
  const lines = [{ lineNumber, quantity: units }, ...(accepted === 2 ? [{ lineNumber: 2, quantity: 1 }] : [])];
  if (accepted === 1 && amount === null) {
    const goods = {
      exchange: 'workmanship',
      reissue: 'missing',
      repair: 'malfunction',
    } as const;
    const type = (['exchange', 'exchange', 'reissue', 'repair'] as const)[what % 4] ?? 'exchange';
    const own = game.state().order?.lines.find((each) => each.lineNumber === lineNumber);
    announce(game, (own?.unitPrice ?? 0) - 600 + (what % 7) * 200);
    const other = type === 'exchange' && !kind && lines.length === 1 ? { targetSku: `${own?.sku ?? ''}-B` } : {};
    return game.apply(fresh, {
      ...other,
      type,
      reason: goods[type],
      evidenceIds: ['evd_1'],
      lines,
    });
  }
  return kind
    ? game.apply(fresh, {
        reason: 'workmanship',
        evidenceIds: ['evd_1'],
        lines,
        requestedAmount: amount,
      })
    : game.apply(fresh, {
        type: 'refund_only',
        lines,
        requestedAmount: amount,
      });
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

const ORDINARY = { versions: [{ number: 1, since: T0, byCategory: {} }] };

const lives = fc.noBias(fc.array(step, { minLength: 40, maxLength: 80, size: 'max' }));

/** An order with a gift, of which some has come to the buyer. */
const begin = (isReceived: boolean, isFast: boolean): Play => {
  const lines = [...O1, line(4, 1, 0, { gift: true, giftOf: 1 })].map((each) => ({ ...each, category: 'apparel' }));
  const flags = { ...NO_FLAGS, exchangePriceDifference: true };
  const versions = (isFast ? FAST_EXCHANGE : ORDINARY).versions.map((version) => ({ ...version, flags }));
  const game = play(lines, {
    shippingFee: { paid: 1200, tenders: [] },
    ...(isFast && { advanceLimit: 50_000 }),
    merchant: { versions, rules: [] },
  });
  for (const lineNumber of isReceived ? [1, 3] : [3]) {
    game.ship(lineNumber, 2);
    game.receiveLine(lineNumber);
  }
  return game;
};

/** As it would be stored. */
const recorded = (event: CaseEvent, index: number) => ({ event, at: T0, by: 'system', eventId: `evt_${index}` });

/** Everybody who owes an open ticket an answer gives it, and then the next deadline comes. */
const letPass = (game: Play): void => {
  for (const ticket of game.state().tickets.filter((each) => !isEnded(each))) answer(game, ticket);
  const [next] = [...waitsOf(game.state())].sort((a, b) => (a.dueAt < b.dueAt ? -1 : 1));
  if (next === undefined) return;
  if (next.dueAt > game.now()) game.to(next.dueAt);
  game.run({
    type: 'DeadlineReached',
    data: { ...game.asked('system'), name: next.name, token: next.token },
  });
};

const answer = (game: Play, ticket: Ticket): unknown => {
  const { id, status, refundId, awaitsCancelLock, lines, deadline, disputeId } = ticket;
  if (awaitsCancelLock)
    return game.lock(
      id,
      lines.map(({ lineNumber }) => lineNumber),
    );
  if (status === 'refunding' && refundId !== null) return game.refund(id, 'refund.succeeded');
  if (status === 'refund_failed') return game.refund(id, 'refund.retried');
  if (deadline?.pausedBy === 'pickup') return moves.pickupFails(game, ticket, SURELY);
  if (deadline?.pausedBy === 'logistics') return moves.lost(game, ticket);
  if (disputeId === null || !inDispute(game, id).now().escalated) return undefined;
  const dispute = inDispute(game, id);
  return dispute.now().status === 'appeal_review'
    ? dispute.conclude('uphold', {}, { role: 'supervisor', id: 'other' })
    : dispute.judge(0, {}, { role: 'supervisor', id: 'other' });
};

/** A courier who does not come again. */
const SURELY: Step = {
  ...{
    what: 0,
    ticket: 0,
    lineNumber: 1,
    units: 1,
    amount: null,
    accepted: 0,
    hours: 0,
    sensible: 0,
  },
  kind: true,
};

describe('any life of a case', () => {
  it('keeps units and money, takes listed steps in their time, and leaves nobody without a way out (I1, I2, I4, I6, I7)', () => {
    always(
      fc.property(fc.boolean(), fc.boolean(), lives, (isReceived, isFast, steps) => {
        const game = begin(isReceived, isFast);
        let seen = game.state();
        let heard = game.told().length;
        let goods = unitsOf(game.told().map(recorded));
        for (const each of steps) {
          take(game, each);
          const news = game.told().slice(heard);
          goods = news.map(recorded).reduce(followed, goods);
          const wrong = news.flatMap((event) => {
            const found = unlistedSteps(seen, event);
            seen = evolve(seen, event);
            return found;
          });
          heard = game.told().length;
          const state = game.state();
          const waits = waitsOf(state);
          const wait = waits[each.what % Math.max(1, waits.length)];
          expect([
            ...wrong,
            ...overspent(state),
            ...miscounted(goods),
            ...unasked(state),
            ...astray(state),
            ...stuck(game),
            ...unextendable(game),
            ...(wait === undefined ? [] : untimely(game, wait)),
          ]).toEqual([]);
        }
        expect([...overasked(game.told(), game.state()), ...misplaced(game.told())]).toEqual([]);
        expect(game.told().reduce(evolve, caseAggregate.initialState)).toEqual(game.state());
      }),
    );
  });

  it('ends, once nobody moves any more but time, courier, provider and platform', () => {
    always(
      fc.property(fc.boolean(), fc.boolean(), lives, (isReceived, isFast, steps) => {
        const game = begin(isReceived, isFast);
        for (const each of steps) take(game, each);
        const open = () => game.state().tickets.filter((ticket) => !isEnded(ticket));
        for (let round = 0; open().length > 0 && round < 200; round++) letPass(game);
        expect(
          open().map(({ id, type, status, deadline }) => ({
            id,
            type,
            status,
            deadline,
          })),
        ).toEqual([]);
        expect([...overspent(game.state()), ...overasked(game.told(), game.state())]).toEqual([]);
        expect(waitsOf(game.state())).toEqual([]);
      }),
    );
  });

  it('pays no cancel of units that were shipped, whichever comes first (C30)', () => {
    const race = fc.shuffledSubarray(['approve', 'lock', 'ship'] as const, {
      minLength: 2,
    });
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
        if (isShipped)
          expect(game.view('aft_1')).toMatchObject({
            phase: 'shipped',
            interceptRequested: true,
          });
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
