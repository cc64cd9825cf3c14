import { describe, expect, it } from '@jest/globals';
import { StripeProvider } from './stripe-provider';

/** Stripe's own stand-in: it checks every request against the description of the API, and keeps nothing. */
const url = process.env.STRIPE_MOCK_URL;
const asked = { refundNumber: 'rfd_1-1', amount: 4200, currency: 'CNY' };

(url === undefined ? describe.skip : describe)('against stripe-mock', () => {
  const provider = () => new StripeProvider({ apiKey: 'sk_test_123', url: url ?? '', timeoutMs: 5000 });

  it.each(['pi_1', 'ch_1'])('a refund of %s is a valid request', async (paymentId) =>
    expect(await provider().refund({ ...asked, paymentId })).toEqual({ outcome: 'succeeded' }),
  );

  it('a number that it does not know was never heard of', async () =>
    expect(await provider().query({ ...asked, paymentId: 'pi_1' })).toEqual({ outcome: 'never_heard' }));

  it('an amount that is none is refused', async () =>
    expect(await provider().refund({ ...asked, paymentId: 'pi_1', amount: 0.5 })).toMatchObject({ outcome: 'failed' }));

  it('a key that is none is our fault, and says nothing of the money', async () =>
    expect(
      await new StripeProvider({ apiKey: 'nonsense', url: url ?? '', timeoutMs: 5000 }).refund({
        ...asked,
        paymentId: 'pi_1',
      }),
    ).toEqual({ outcome: 'silence' }));
});
