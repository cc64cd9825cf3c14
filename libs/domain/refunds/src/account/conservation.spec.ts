import type { LineAmount, OrderPaid } from '@amends/contracts';
import { isMinor, shareOfRemaining } from '@amends/kernel';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { asks, AT, paidOrder, refundId, worthOf } from './given-account';
import { lineBalances, paymentBalance } from './ledger';
import { TREATMENTS, type Treatment } from './provider-books';
import { ProviderSimulation } from './provider-simulation';
import { isBalanced } from './views';

const lines = fc.array(
  fc.record({
    quantity: fc.integer({ min: 1, max: 4 }),
    cash: fc.nat(50_000),
    points: fc.nat(900),
    merchantDiscount: fc.nat(500),
    platformDiscount: fc.nat(500),
  }),
  { minLength: 1, maxLength: 3 },
);
const tenders = fc.array(
  fc.tuple(fc.constantFrom('card', 'wallet', 'gift_card', 'balance'), fc.integer({ min: 1, max: 10 })),
  { minLength: 1, maxLength: 4 },
);
const freight = fc.nat(1500);

/** An order that is paid by these tenders in about this proportion. */
const ordered = fc.tuple(lines, tenders, freight).map(([items, shares, shippingFee]) => {
  const cost = items.reduce((sum, { cash }) => sum + cash, shippingFee);
  const whole = shares.reduce((sum, [, share]) => sum + share, 0);
  let open = cost;
  const payments = shares.map(([tender, share], index) => {
    const amount = index === shares.length - 1 ? open : Math.floor((cost * share) / whole);
    open -= amount;
    return [tender, amount] as const;
  });
  return paidOrder(items, payments, shippingFee);
});

const steps = fc.array(
  fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({ do: fc.constant('ask' as const), line: fc.nat(2), units: fc.nat(3), cut: fc.nat(100) }),
    },
    {
      weight: 8,
      arbitrary: fc.record({
        do: fc.constant('call' as const),
        place: fc.nat(9),
        treatment: fc.constantFrom(...TREATMENTS),
        twice: fc.boolean(),
      }),
    },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('end' as const) }) },
    { weight: 4, arbitrary: fc.record({ do: fc.constant('wake' as const) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('retry' as const), refund: fc.nat(9) }) },
  ),
  { maxLength: 60 },
);

/** Asks for units of a line, for what they are worth or less, or for money alone. */
const ask = (world: ProviderSimulation, n: number, line: number, units: number, cut: number): void => {
  const all = lineBalances(world.account);
  const place = all[line % all.length];
  if (place === undefined) return;
  const wanted = Math.min(units, place.units.remaining);
  const worth = worthOf(world.account, place.lineNumber, Math.max(1, wanted));
  const amount = Math.floor((worth.cash * cut) / 100);
  const money =
    wanted === 0
      ? { ...worth, units: 0, points: 0, merchantDiscount: 0, platformDiscount: 0, cash: amount }
      : { ...worth, cash: cut > 50 ? worth.cash : amount };
  world.send({ type: 'RequestRefund', data: { request: asks(n, { lines: [money], shippingFee: 0 }), at: AT } });
};

const HOPELESS: ReadonlySet<string> = new Set(['abnormal', 'failed_final']);

/** What must hold at every moment, whatever happened. */
const check = (world: ProviderSimulation): void => {
  expect(isBalanced(world.account)).toBe(true);
  for (const { status, legs } of world.account.refunds)
    if (status === 'failed')
      expect(legs.every((leg) => leg.status === 'pending' || HOPELESS.has(leg.status))).toBe(true);
  for (const { paymentId, amount, tender } of world.account.order?.payments ?? []) {
    const balance = paymentBalance(world.account, paymentId);
    expect([balance.held, balance.refunded, balance.remaining].every(isMinor)).toBe(true);
    if (tender === 'card' || tender === 'wallet') expect(world.books.paidBack(paymentId)).toBeLessThanOrEqual(amount);
  }
};

/** Lets everything that goes on by itself come to its end, with a provider that now behaves. */
const comeToRest = (world: ProviderSimulation): void => {
  for (let round = 0; round < 400; round++) {
    if (!world.isQuiet) world.carryOut(0, 'succeed');
    else {
      world.endPending();
      if (world.isQuiet && !world.wakeNext()) return;
    }
  }
  throw new Error('it does not come to rest');
};

/** What each unit of a line is worth, as after-sales sets it aside: one after the other, the last takes the rest. */
const unitsOf = ({ lineNumber, quantity, paid }: OrderPaid['data']['lines'][number]): readonly LineAmount[] => {
  const left = {
    cash: paid.cash,
    points: paid.points,
    merchant: paid.merchantDiscount,
    platform: paid.platformDiscount,
  };
  return Array.from({ length: quantity }, (_, gone) => {
    const share = (what: keyof typeof left) => {
      const part = shareOfRemaining(left[what], 1, quantity - gone);
      left[what] -= part;
      return part;
    };
    const [cash, points, merchantDiscount, platformDiscount] = [
      share('cash'),
      share('points'),
      share('merchant'),
      share('platform'),
    ];
    return { lineNumber, units: 1, cash, points, merchantDiscount, platformDiscount };
  });
};

describe('the books of an order', () => {
  it('balance at every moment and end as the provider’s own, whatever it answers, in any order and number', () => {
    fc.assert(
      fc.property(ordered, steps, (paid, story) => {
        const world = new ProviderSimulation();
        world.send({ type: 'OpenAccount', data: { paid, at: AT } });
        let asked = 0;
        for (const step of story) {
          if (step.do === 'ask') ask(world, ++asked, step.line, step.units, step.cut);
          if (step.do === 'call') world.carryOut(step.place, step.treatment, step.twice);
          if (step.do === 'end') world.endPending();
          if (step.do === 'wake') world.wakeNext();
          if (step.do === 'retry') world.send({ type: 'Retry', data: { refundId: refundId(step.refund), at: AT } });
          check(world);
        }
        comeToRest(world);
        check(world);
        for (const { paymentId, tender } of paid.payments)
          if (tender === 'card' || tender === 'wallet')
            expect(paymentBalance(world.account, paymentId).refunded).toBe(world.books.paidBack(paymentId));
      }),
      { numRuns: 150 },
    );
  });

  it('give back exactly what was paid, however the units are split and the provider behaves', () => {
    fc.assert(
      fc.property(ordered, fc.infiniteStream(fc.constantFrom(...TREATMENTS)), (paid, treatments) => {
        const world = new ProviderSimulation();
        world.send({ type: 'OpenAccount', data: { paid, at: AT } });
        const treat = (): Treatment => treatments.next().value ?? 'succeed';
        const units = paid.lines.flatMap((line) => unitsOf(line));
        units.forEach((unit, index) => {
          const shippingFee = index === units.length - 1 ? paid.shippingFee.paid : 0;
          const request = asks(index + 1, { lines: [unit], shippingFee });
          world.send({ type: 'RequestRefund', data: { request, at: AT } });
          for (let calls = 0; calls < 4; calls++) world.carryOut(0, treat());
        });
        comeToRest(world);
        for (let round = 0; round < 3; round++)
          for (let each = 1; each <= units.length; each++) {
            world.send({ type: 'Retry', data: { refundId: refundId(each), at: AT } });
            comeToRest(world);
            check(world);
          }
        for (const { cash, points, units, merchantDiscount, platformDiscount } of lineBalances(world.account))
          expect(
            [cash, points, units, merchantDiscount, platformDiscount].map(({ remaining, held }) => remaining + held),
          ).toEqual([0, 0, 0, 0, 0]);
        for (const { paymentId } of paid.payments) expect(paymentBalance(world.account, paymentId).remaining).toBe(0);
        for (const succeeded of world.account.refunds) expect(succeeded.status).toBe('succeeded');
      }),
      { numRuns: 150 },
    );
  });

  it('never promise more than was captured, however many ask at once', () => {
    const world = new ProviderSimulation();
    world.send({ type: 'OpenAccount', data: { paid: paidOrder([{ quantity: 1, cash: 10_000 }]), at: AT } });
    for (let n = 1; n <= 200; n++) {
      const money = { lineNumber: 1, units: 0, cash: 100, points: 0, merchantDiscount: 0, platformDiscount: 0 };
      world.send({ type: 'RequestRefund', data: { request: asks(n, { lines: [money], shippingFee: 0 }), at: AT } });
    }
    expect(paymentBalance(world.account, 'pay-1')).toEqual({ paid: 10_000, held: 10_000, refunded: 0, remaining: 0 });
    expect(world.account.refunds.filter(({ status }) => status === 'failed')).toHaveLength(100);
  });

  it('tell of every refund’s success once for each time it came true', () => {
    const world = new ProviderSimulation();
    world.send({ type: 'OpenAccount', data: { paid: paidOrder([{ quantity: 1, cash: 10_000 }]), at: AT } });
    ask(world, 1, 0, 1, 100);
    world.carryOut(0, 'lost_after');
    world.wakeNext();
    world.carryOut(0, 'succeed', true);
    world.carryOut(0, 'succeed', true);
    expect(world.told.filter(({ type }) => type === 'refund.succeeded')).toHaveLength(1);
  });
});
