import { DEMO_SETTINGS, dayOf } from '@amends/domain/refunds';
import { DAY_MS, later } from '@amends/kernel';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { shop, started, type Running, type Shop } from './running';

let running: Running;
beforeAll(async () => {
  running = await started();
});
afterEach(() => set({}));
afterAll(async () => {
  await running.stop();
});

const set = (over: object): Promise<void> =>
  running.told('fast_refund.settings_changed', { ...DEMO_SETTINGS, ...over });
const today = (): string => dayOf(new Date().toISOString());
const promisedToAll = (day: string, promised: number): Promise<void> =>
  running.told('fast_refund_day.promised', { day, afterSaleId: 'aft_1', amount: 1, promised });

/** What the options say of the money for a return of 200.00, and for all other types. */
const fastRefund = async (by: Shop, orderId: string) => {
  const { body } = await running.send(by.buyer, 'GET', `/v1/orders/${orderId}/after-sale-options`);
  const [line] = body.lines as readonly { options: readonly { type: string; fastRefund?: object }[] }[];
  const of = (type: string) => line?.options.find((option) => option.type === type)?.fastRefund;
  expect(of('exchange')).toEqual({ eligible: false, because: ['type_not_covered'], certainty: 'certain' });
  return of('return_refund');
};
const expected = (...because: readonly string[]) => ({
  ...{ eligible: because.length === 0, because, certainty: 'expected' },
});

describe('fast refund in the options', () => {
  it('knows what was promised to the buyer today, and what to all', async () => {
    const by = shop();
    const orderId = await running.received(by);
    await running.creditOf(by.buyerId, { promised: { day: today(), amount: 100_00 } });
    await set({ buyerDailyLimit: 300_00 });
    expect(await fastRefund(by, orderId)).toEqual(expected());
    await set({ buyerDailyLimit: 299_99 });
    expect(await fastRefund(by, orderId)).toEqual(expected('buyer_daily_limit'));
    await running.creditOf(by.buyerId, { promised: { day: dayOf(later(today(), -DAY_MS)), amount: 100_00 } });
    expect(await fastRefund(by, orderId)).toEqual(expected());

    await set({ dailyLimit: 1000_00 });
    await promisedToAll(dayOf(later(today(), -DAY_MS)), 900_00);
    expect(await fastRefund(by, orderId)).toEqual(expected());
    await promisedToAll(today(), 800_01);
    await promisedToAll(today(), 700_00); // Heard again.
    expect(await fastRefund(by, orderId)).toEqual(expected('daily_limit'));
    await set({ dailyLimit: 1000_01 });
    expect(await fastRefund(by, orderId)).toEqual(expected());
  });

  it('knows the limits of categories, the roll-out, and that a trial promises nothing', async () => {
    const by = shop();
    const orderId = await running.received(by, { category: 'apparel' });
    await running.creditOf(by.buyerId, {});
    await set({ categoryLimits: [{ category: 'apparel', amountLimit: 199_99 }] });
    expect(await fastRefund(by, orderId)).toEqual(expected('category_limit'));
    await set({ categoryLimits: [{ category: 'jewelry', amountLimit: 0 }] });
    expect(await fastRefund(by, orderId)).toEqual(expected());
    await set({ shadow: true, rolloutPercent: 0 });
    expect(await fastRefund(by, orderId)).toEqual(expected('disabled', 'rollout'));
  });
});
