import type { BuyerCreditChanged, FastRefundDayPromised, FastRefundSettings, OrderPaid } from '@amends/contracts';
import {
  accountAggregate,
  DEMO_SETTINGS,
  expectedFastRefund,
  UNKNOWN_BUYER,
  type Eligibility,
  type HeardOfFastRefund,
} from '@amends/domain/refunds';
import { HOUR_MS } from '@amends/kernel';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { accountOf } from '../src/application/streams';
import { startedProcesses, ticketOf, type Processes, type Ticket } from './processes';

let running: Processes;
beforeAll(async () => {
  running = await startedProcesses();
});
afterAll(() => running.stop());

/** What this service has told, as others keep it. */
class Heard {
  private position = '0';
  private settings: FastRefundSettings = DEMO_SETTINGS;
  private day: HeardOfFastRefund['day'] = null;
  private readonly credits = new Map<string, BuyerCreditChanged['data']>();

  async of(buyerId: string): Promise<HeardOfFastRefund> {
    const { rows } = await running.pool.query<{ position: string; type: string; data: object }>(
      'SELECT position, type, data FROM es.events WHERE position > $1 ORDER BY position',
      [this.position],
    );
    for (const { position, type, data } of rows) {
      this.position = position;
      if (type === 'fast_refund.settings_changed') this.settings = data as FastRefundSettings;
      if (type === 'buyer_credit.changed') {
        const credit = data as BuyerCreditChanged['data'];
        this.credits.set(credit.buyerId, credit);
      }
      if (type === 'fast_refund_day.promised') {
        const { day, promised = 0 } = data as FastRefundDayPromised['data'];
        this.day = { day, promised };
      }
    }
    return { settings: this.settings, credit: this.credits.get(buyerId) ?? UNKNOWN_BUYER, day: this.day };
  }
}

/** Chance that says the same again: a linear congruence, the constants of Numerical Recipes. */
const chance = (seed: number) => {
  let state = seed;
  return (below: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
};

const paid = ({ orderId, merchantId, buyerId }: Ticket, category: string, cash: number): OrderPaid['data'] => {
  const occurredAt = running.clock.now();
  const tenders = [{ paymentId: `pay-${randomUUID()}`, amount: cash }];
  return {
    ...{ orderId, merchantId, buyerId, occurredAt, orderNumber: 'SO-1', currency: 'CNY', paidAt: occurredAt },
    ...{ policyVersion: '1', shippingAddress: { sealed: '' }, shippingInsurance: false },
    payments: tenders.map((each) => ({ ...each, tender: 'card' as const })),
    shippingFee: { paid: 0, tenders: [] },
    lines: [
      {
        ...{ lineNumber: 1, sku: 'SKU', spu: 'SPU', title: 'A thing', category, kind: 'physical', attributes: {} },
        ...{ quantity: 1, unitPrice: cash, lineDiscount: 0, gift: false, giftOf: null, randomShip: false },
        ...{ warrantyMonths: 0, paid: { cash, points: 0, merchantDiscount: 0, platformDiscount: 0, tenders } },
      },
    ],
  };
};

/** What became of the approval, told in the words of the options: on trial nothing is promised. */
const decided = async ({ orderId }: Ticket): Promise<Eligibility> => {
  const found = await running.on(0).store.read(accountAggregate, accountOf(orderId));
  const [fast] = found?.state.fastRefunds ?? [];
  if (fast?.decision == null) throw new Error('nothing was decided');
  const { because, shadow } = fast.decision;
  const all = shadow && !because.includes('disabled') ? (['disabled', ...because] as const) : because;
  expect(fast.stage).toBe(all.length === 0 ? 'eligible' : 'denied');
  return { eligible: all.length === 0, because: all };
};

describe('what is expected of a fast refund by what was told (A1)', () => {
  it('is what the approval decides, whatever the caps, the switch, the roll-out and what was promised before', async () => {
    const roll = chance(20_260_301);
    const heard = new Heard();
    const seen = new Map<string, number>();
    const run = randomUUID();
    for (let round = 0; round < 240; round++) {
      if (round % 8 === 0)
        await running.change({
          enabled: roll(10) > 0,
          shadow: roll(10) === 0,
          rolloutPercent: [100, 100, 60][roll(3)] ?? 100,
          minScore: [0, 0, 601][roll(3)] ?? 0,
          exposureLimit: 5_000 + roll(40_000),
          amountLimit: 1_500 + roll(3_000),
          ...(roll(2) === 0 && { buyerDailyLimit: 2_000 + roll(6_000) }),
          ...(roll(2) === 0 && { dailyLimit: 4_000 + roll(12_000) }),
          ...(roll(2) === 0 && { categoryLimits: [{ category: 'jewelry', amountLimit: roll(2_000) }] }),
        });
      if (roll(12) === 0) running.clock.advance((1 + roll(30)) * HOUR_MS);
      const ticket = ticketOf(`b-${run}-${String(roll(6))}`);
      const category = ['default', 'fresh', 'jewelry'][roll(3)] ?? 'default';
      const [cash, freight] = [1 + roll(2_500), roll(2) * 1_200];
      const goods = [{ category, cash }];
      const expected = expectedFastRefund(await heard.of(ticket.buyerId), {
        ...{ buyerId: ticket.buyerId, amount: cash + freight, goods, at: running.clock.now() },
      });
      await running.paid(running.on(round), paid(ticket, category, cash));
      await running.approve(running.on(round + 1), ticket, cash, freight);
      expect({ round, ...expected }).toEqual({ round, ...(await decided(ticket)) });
      for (const code of expected.eligible ? ['promised'] : expected.because) seen.set(code, (seen.get(code) ?? 0) + 1);
    }
    // It says nothing if chance has not come across each of them.
    expect([...seen.keys()].sort()).toEqual([
      ...['amount_limit', 'buyer_daily_limit', 'category_limit', 'daily_limit', 'disabled', 'exposure_limit'],
      ...['promised', 'rollout', 'score_too_low'],
    ]);
  }, 120_000);
});
