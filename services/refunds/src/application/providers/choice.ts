import type { Log, Metrics } from '@amends/platform/observability';
import type { RefundsConfig } from '../../config';
import { GuardedProvider } from './guarded-provider';
import { HttpPaymentProvider } from './http-provider';
import { HttpPaymentPages } from './http-payment-pages';
import { HttpSettlementReport } from './http-settlement-report';
import type { PaymentPages } from './payment-pages';
import type { PaymentProvider } from './payment-provider';
import type { SettlementReport } from './settlement-report';

/** The payment provider that the configuration names. Packages of others are loaded for those who use them. */
export const providerOf = async (
  config: RefundsConfig,
  metrics: Pick<Metrics, 'providerLeftAlone'>,
  log: Pick<Log, 'warn' | 'info'>,
): Promise<PaymentProvider> => {
  const { PSP, PSP_URL, STRIPE_API_KEY: apiKey, STRIPE_API_BASE, PSP_TIMEOUT_MS: timeoutMs } = config;
  const { PSP_CALLS_PER_SECOND: perSecond } = config;
  const leftAlone = (is: boolean): void => {
    metrics.providerLeftAlone.set(is ? 1 : 0);
    if (is) log.warn('payment_provider.left_alone', { provider: PSP });
    else log.info('payment_provider.asked_again', { provider: PSP });
  };
  switch (PSP) {
    case 'sandbox':
      return new GuardedProvider(
        new HttpPaymentProvider({ url: PSP_URL, timeoutMs, connections: config.PSP_CONCURRENCY }),
        perSecond,
        leftAlone,
      );
    case 'stripe': {
      const { StripeProvider } = await import('./stripe-provider');
      return new GuardedProvider(new StripeProvider({ apiKey, url: STRIPE_API_BASE, timeoutMs }), perSecond, leftAlone);
    }
  }
};

/** The payment pages of that provider. */
export const paymentPagesOf = async (config: RefundsConfig): Promise<PaymentPages> => {
  const { PSP_TIMEOUT_MS: timeoutMs } = config;
  switch (config.PSP) {
    case 'sandbox':
      return new HttpPaymentPages({ url: config.PSP_URL, timeoutMs });
    case 'stripe': {
      const { StripePaymentPages } = await import('./stripe-payment-pages');
      return new StripePaymentPages({ apiKey: config.STRIPE_API_KEY, url: config.STRIPE_API_BASE, timeoutMs });
    }
  }
};

/** How long a page of the settlement report is waited for: nobody's money waits for it. */
const REPORT_TIMEOUT_MS = 20_000;

/** The settlement report of that provider. */
export const settlementReportOf = async (config: RefundsConfig): Promise<SettlementReport> => {
  const timeoutMs = REPORT_TIMEOUT_MS;
  switch (config.PSP) {
    case 'sandbox':
      return new HttpSettlementReport({ url: config.PSP_URL, timeoutMs });
    case 'stripe': {
      const { StripeSettlementReport } = await import('./stripe-settlement-report');
      return new StripeSettlementReport({ apiKey: config.STRIPE_API_KEY, url: config.STRIPE_API_BASE, timeoutMs });
    }
  }
};
