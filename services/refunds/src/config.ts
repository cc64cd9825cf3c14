import {
  address,
  BadSettings,
  oneOf,
  optionalText,
  serviceSettings,
  settings,
  text,
  wholeNumber,
} from '@amends/platform/config';

/** What this service reads besides the settings that all services share. */
export const refundsSettings = {
  AMENDS_MODE: serviceSettings.AMENDS_MODE,
  PSP: oneOf(['sandbox', 'stripe'], {
    comment: 'Which payment provider gives the money back; sandbox speaks the form of the sandbox, whoever answers it.',
    fallback: 'sandbox',
  }),
  PSP_URL: address({
    comment: 'Where the payment provider is; of no use with stripe.',
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
  PSP_CALLS_PER_SECOND: wholeNumber({
    comment: 'How many calls to the payment provider begin in a second at most, per process; 0: as many as there are.',
    fallback: '0',
    min: 0,
    max: 10_000,
  }),
  PSP_REFUNDS_PER_PAYMENT: wholeNumber({
    comment: 'How many refunds of one payment the provider takes; 0: any number.',
    fallback: '0',
    min: 0,
    max: 10_000,
  }),
  PSP_REFUND_EVERY_SECONDS: wholeNumber({
    comment:
      'How far apart the provider wants two refunds of one payment, with some seconds to spare: clocks differ, and a call takes its time. Those behind wait. 0: no rest.',
    fallback: '0',
    min: 0,
    max: 86_400,
  }),
  PSP_REFUND_WITHIN_DAYS: wholeNumber({
    comment: 'How many days after the payment the provider still takes refunds; 0: for ever.',
    fallback: '0',
    min: 0,
    max: 3650,
  }),
  RECONCILIATION_HOUR: wholeNumber({
    comment: "The hour of the day in Asia/Shanghai at which the day before is compared with the provider's books.",
    fallback: '3',
    min: 0,
    max: 23,
  }),
  PSP_WEBHOOK_SECRET: text({
    comment:
      "What the payment provider's notifications are signed with: whsec_ and base64. With stripe the endpoint's secret.",
    secret: true,
  }),
  STRIPE_API_KEY: optionalText({
    comment: 'Demanded with PSP=stripe: a key that may write refunds and checkout sessions.',
    secret: true,
  }),
  STRIPE_API_BASE: address({
    comment: "Where Stripe's API is.",
    fallback: 'https://api.stripe.com',
    schemes: ['http', 'https'],
  }),
} as const;

/** @throws BadSettings also for PSP=stripe without its key */
export const readConfig = () => {
  const config = settings(refundsSettings);
  if (config.PSP === 'stripe' && config.STRIPE_API_KEY === '')
    throw new BadSettings(['STRIPE_API_KEY is missing: PSP is "stripe"']);
  return config;
};
export type RefundsConfig = ReturnType<typeof readConfig>;

/** Injection token of the configuration. */
export const CONFIG = Symbol('RefundsConfig');
