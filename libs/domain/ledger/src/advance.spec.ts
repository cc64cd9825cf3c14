import { describe, expect, it } from '@jest/globals';
import { evolveAdvance, type Advance } from './advance';

const ABOUT = { orderId: 'ord_1', merchantId: 'm', buyerId: 'b', afterSaleId: 'aft_1', refundId: 'rfd_1' };
const told = (type: string, amount?: unknown) => ({
  type,
  data: { ...ABOUT, occurredAt: '2026-03-02T00:00:00.000Z', amount },
});
const after = (...events: readonly ReturnType<typeof told>[]): Advance | undefined =>
  events.reduce<Advance | undefined>(evolveAdvance, undefined);
const PAID = told('fast_refund.advanced', 5000);
const UNDONE = told('fast_refund.undone', 5000);

describe('an advance in the book', () => {
  it('A3: is taken from the shop', () => {
    expect(after(PAID, told('fast_refund.settled', 5000))).toEqual({
      ...{ refundId: 'rfd_1', orderId: 'ord_1', buyerId: 'b', advancedAt: '2026-03-02T00:00:00.000Z' },
      ...{ advanced: 5000, settled: 5000, recovered: 0, writtenOff: 0 },
    });
  });
  it('A8: is given back in parts, and the rest is given up', () => {
    const recovery = [told('recovery.started', 5000), told('recovery.payment_received', 1200)];
    expect(after(PAID, ...recovery, told('recovery.written_off', 3800))).toMatchObject({
      advanced: 5000,
      recovered: 1200,
      writtenOff: 3800,
    });
  });
  it('A2: is out no more when the provider took it back, and out again when it was paid again', () => {
    expect(after(PAID, UNDONE)).toMatchObject({ advanced: 0 });
    expect(after(PAID, UNDONE, PAID)).toMatchObject({ advanced: 5000 });
  });
  it('is not made by what other refunds and debts for goods tell', () => {
    expect(after(told('recovery.started', 900), told('recovery.payment_received', 900))).toBeUndefined();
  });
});
