import { address, settings, text, wholeNumber } from '@amends/platform/config';

/** What this service reads besides the settings that all services share. */
export const pickupsSettings = {
  CARRIER_URL: address({
    comment: 'The carrier that collects parcels.',
    development: 'http://127.0.0.1:8087/carrier',
    schemes: ['http', 'https'],
  }),
  CARRIER_TIMEOUT_MS: wholeNumber({
    comment: 'How long the carrier is waited for, in milliseconds; then nothing is assumed and it is asked again.',
    fallback: '2000',
    min: 50,
    max: 30_000,
  }),
  CARRIER_CONCURRENCY: wholeNumber({
    comment: 'How many calls to the carrier are under way at once, per process.',
    fallback: '16',
    min: 1,
    max: 512,
  }),
  CARRIER_WEBHOOK_SECRET: text({ comment: "What carriers' reports are signed with.", secret: true }),
} as const;

export const readConfig = () => settings(pickupsSettings);
export type PickupsConfig = ReturnType<typeof readConfig>;

/** Injection token of the configuration. */
export const CONFIG = Symbol('PickupsConfig');
