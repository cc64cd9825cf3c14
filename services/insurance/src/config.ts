import { address, settings, wholeNumber } from '@amends/platform/config';

/** What this service reads besides the settings that all services share. */
export const insuranceSettings = {
  INSURER_URL: address({
    comment: 'The insurer of shipping insurance.',
    development: 'http://127.0.0.1:8087/insurer',
    schemes: ['http', 'https'],
  }),
  INSURER_TIMEOUT_MS: wholeNumber({
    comment:
      'How long the insurer is waited for, in milliseconds; then nothing is assumed and he is asked again later.',
    fallback: '2000',
    min: 50,
    max: 60_000,
  }),
  INSURER_CONCURRENCY: wholeNumber({
    comment: 'How many calls to the insurer are under way at once, per process.',
    fallback: '16',
    min: 1,
    max: 512,
  }),
  INSURANCE_RECONCILIATION_HOUR: wholeNumber({
    comment: "The hour of the day in Asia/Shanghai at which the day before is compared with the insurer's ledger.",
    fallback: '3',
    min: 0,
    max: 23,
  }),
} as const;

export const readConfig = () => settings(insuranceSettings);
export type InsuranceConfig = ReturnType<typeof readConfig>;

/** Injection token of the configuration. */
export const CONFIG = Symbol('InsuranceConfig');
