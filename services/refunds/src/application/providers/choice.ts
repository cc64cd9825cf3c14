import type { RefundsConfig } from '../../config';
import { GuardedProvider } from './guarded-provider';
import { HttpPaymentProvider } from './http-provider';
import type { PaymentProvider } from './payment-provider';

/** The payment provider that the configuration names. Packages of others are loaded for those who use them. */
export const providerOf = async (config: RefundsConfig): Promise<PaymentProvider> => {
  const { PSP, PSP_URL, STRIPE_API_KEY: apiKey, STRIPE_API_BASE, PSP_TIMEOUT_MS: timeoutMs } = config;
  const { PSP_CALLS_PER_SECOND: perSecond } = config;
  switch (PSP) {
    case 'sandbox':
      return new GuardedProvider(
        new HttpPaymentProvider({ url: PSP_URL, timeoutMs, connections: config.PSP_CONCURRENCY }),
        perSecond,
      );
    case 'stripe': {
      const { StripeProvider } = await import('./stripe-provider');
      return new GuardedProvider(new StripeProvider({ apiKey, url: STRIPE_API_BASE, timeoutMs }), perSecond);
    }
  }
};
