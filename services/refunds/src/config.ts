import { address, serviceSettings, settings, text, wholeNumber } from '@amends/platform/config';

/** What this service reads besides the settings that all services share. */
export const refundsSettings = {
  AMENDS_MODE: serviceSettings.AMENDS_MODE,
  PSP_URL: address({
    comment: 'The payment provider.',
    development: 'http://127.0.0.1:8087/psp',
    schemes: ['http', 'https'],
  }),
  PSP_TIMEOUT_MS: wholeNumber({
    comment:
      'How long the payment provider is waited for, in milliseconds; then nothing is assumed and it is asked later.',
    fallback: '2000',
    min: 50,
    max: 60_000,
  }),
  PSP_CONCURRENCY: wholeNumber({
    comment: 'How many calls to the payment provider are under way at once, per process.',
    fallback: '32',
    min: 1,
    max: 512,
  }),
  PSP_WEBHOOK_SECRET: text({
    comment: "What the payment provider's notifications are signed with: whsec_ and base64.",
    secret: true,
  }),
} as const;

export const readConfig = () => settings(refundsSettings);
export type RefundsConfig = ReturnType<typeof readConfig>;

/** Injection token of the configuration. */
export const CONFIG = Symbol('RefundsConfig');
