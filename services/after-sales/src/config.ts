import { address, settings, wholeNumber } from '@amends/platform/config';

/** What this service reads besides the settings that all services share. */
export const afterSalesSettings = {
  CARRIER_URL: address({
    comment: 'The carrier that answers with drop-off codes.',
    development: 'http://127.0.0.1:8087/carrier',
    schemes: ['http', 'https'],
  }),
  CARRIER_TIMEOUT_MS: wholeNumber({
    comment: 'How long the carrier is waited for, in milliseconds.',
    fallback: '2000',
    min: 50,
    max: 30_000,
  }),
} as const;

export type AfterSalesConfig = Readonly<{ carrierUrl: string; carrierTimeoutMs: number }>;

/** Reads them once, at the start. */
export const afterSalesConfig = (): AfterSalesConfig => {
  const { CARRIER_URL: carrierUrl, CARRIER_TIMEOUT_MS: carrierTimeoutMs } = settings(afterSalesSettings);
  return { carrierUrl, carrierTimeoutMs };
};
