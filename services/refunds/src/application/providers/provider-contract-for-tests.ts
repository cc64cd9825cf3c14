import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { Notified } from '../notifications';
import type { PaymentProvider } from './payment-provider';

/** A provider that runs, its adapter, and what its makers give for trying it out. Amounts in minor units of CNY. */
export type ProviderUnderTest = Readonly<{
  provider: PaymentProvider;
  /** A payment of so much that the provider has taken; its id there. */
  payment: (amount: number) => Promise<string>;
  /** A payment id that the provider has never given out. */
  strangePayment: string;
  /** The answer to the next refund of the payment is lost, before or after it has effect. */
  lose: (paymentId: string, effect: 'before' | 'after') => Promise<void>;
  /** What the provider tells by itself when it refunds so much of the payment under the number, as the adapter reads it. */
  notified: (refund: Readonly<{ paymentId: string; refundNumber: string; amount: number }>) => Promise<Notified>;
  close: () => Promise<void>;
}>;

const SUCCEEDED = { outcome: 'succeeded' };
const SILENCE = { outcome: 'silence' };
const FAILED = { outcome: 'failed' };

/** What every payment provider and its adapter must keep to, with the same assertions for all. */
export const providerContract = (title: string, open: () => Promise<ProviderUnderTest>): void =>
  describe(`the contract of payment providers, kept by ${title}`, () => {
    let there: ProviderUnderTest;
    beforeAll(async () => {
      there = await open();
    });
    afterAll(async () => {
      await there.provider.close();
      await there.close();
    });

    const number = (): string => `rfd_${randomUUID()}-1`;
    const refund = (paymentId: string, amount: number, refundNumber = number()) =>
      there.provider.refund({ refundNumber, paymentId, amount, currency: 'CNY' });
    const query = (paymentId: string, refundNumber: string) => there.provider.query({ refundNumber, paymentId });
    /** Exactly so much of the payment is left: a unit more is refused, it itself is given. */
    const expectLeft = async (paymentId: string, left: number): Promise<void> => {
      expect(await refund(paymentId, left + 1)).toMatchObject(FAILED);
      if (left > 0) expect(await refund(paymentId, left)).toEqual(SUCCEEDED);
    };

    it('a refund is given, and found again by its number', async () => {
      const [paymentId, refundNumber] = [await there.payment(1000), number()];
      expect(await refund(paymentId, 1000, refundNumber)).toEqual(SUCCEEDED);
      expect(await query(paymentId, refundNumber)).toEqual(SUCCEEDED);
      await expectLeft(paymentId, 0);
    });

    it('the same number again is the same refund', async () => {
      const [paymentId, refundNumber] = [await there.payment(1000), number()];
      for (let times = 0; times < 3; times++) expect(await refund(paymentId, 400, refundNumber)).toEqual(SUCCEEDED);
      await expectLeft(paymentId, 600);
    });

    it('a payment is refunded in parts, each under its number, up to its amount', async () => {
      const paymentId = await there.payment(1000);
      for (const amount of [300, 300, 399]) expect(await refund(paymentId, amount)).toEqual(SUCCEEDED);
      await expectLeft(paymentId, 1);
    });

    it('more than is left is refused, for good and without effect', async () => {
      const [paymentId, refundNumber] = [await there.payment(1000), number()];
      expect(await refund(paymentId, 1001, refundNumber)).toMatchObject(FAILED);
      expect(await query(paymentId, refundNumber)).not.toEqual(SUCCEEDED);
      await expectLeft(paymentId, 1000);
    });

    it('a payment that is not known there is refused', async () =>
      expect(await refund(there.strangePayment, 100)).toMatchObject(FAILED));

    it('a number that was never asked under was never heard of', async () =>
      expect(await query(await there.payment(1000), number())).toEqual({ outcome: 'never_heard' }));

    it('an answer lost before the effect leaves nothing: it is asked about, and asked for again', async () => {
      const [paymentId, refundNumber] = [await there.payment(1000), number()];
      await there.lose(paymentId, 'before');
      expect(await refund(paymentId, 400, refundNumber)).toEqual(SILENCE);
      expect(await query(paymentId, refundNumber)).toEqual({ outcome: 'never_heard' });
      expect(await refund(paymentId, 400, refundNumber)).toEqual(SUCCEEDED);
      await expectLeft(paymentId, 600);
    });

    it('an answer lost after the effect is found by asking, and asking for it again pays nothing more', async () => {
      const [paymentId, refundNumber] = [await there.payment(1000), number()];
      await there.lose(paymentId, 'after');
      expect(await refund(paymentId, 400, refundNumber)).toEqual(SILENCE);
      expect(await query(paymentId, refundNumber)).toEqual(SUCCEEDED);
      expect(await refund(paymentId, 400, refundNumber)).toEqual(SUCCEEDED);
      await expectLeft(paymentId, 600);
    });

    it('a notification is read as the provider answers when asked', async () => {
      const asked = { paymentId: await there.payment(1000), refundNumber: number(), amount: 400 };
      const { refundNumber, says } = await there.notified(asked);
      expect(refundNumber).toBe(asked.refundNumber);
      expect(await query(asked.paymentId, refundNumber)).toEqual({ outcome: says });
    });
  });
