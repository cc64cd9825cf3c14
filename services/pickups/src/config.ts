import { address, BadSettings, oneOf, optionalText, settings, text, wholeNumber } from '@amends/platform/config';

/** What this service reads besides the settings that all services share. */
export const pickupsSettings = {
  CARRIER: oneOf(['sandbox', 'easypost'], {
    comment: 'Who sends couriers; sandbox speaks the form of the sandbox, whoever answers it.',
    fallback: 'sandbox',
  }),
  CARRIER_URL: address({
    comment: 'The carrier that collects parcels; of no use with easypost.',
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
  CARRIER_WEBHOOK_SECRET: text({
    comment: "What carriers' reports are signed with. With easypost the webhook's secret.",
    secret: true,
  }),
  EASYPOST_API_KEY: optionalText({ comment: 'Demanded with CARRIER=easypost.', secret: true }),
  EASYPOST_API_BASE: address({
    comment: "Where EasyPost's API is, without its version.",
    fallback: 'https://api.easypost.com',
    schemes: ['http', 'https'],
  }),
  EASYPOST_RETURN_ADDRESS: optionalText({
    comment: 'Demanded with CARRIER=easypost: the address there (adr_…) that parcels go back to.',
  }),
  EASYPOST_PARCEL: optionalText({
    comment: 'Demanded with CARRIER=easypost: the parcel there (prcl_…) whose measures a return is booked with.',
  }),
} as const;

/** @throws BadSettings also for CARRIER=easypost without what it needs */
export const readConfig = () => {
  const config = settings(pickupsSettings);
  const missing = (['EASYPOST_API_KEY', 'EASYPOST_RETURN_ADDRESS', 'EASYPOST_PARCEL'] as const).filter(
    (name) => config[name] === '',
  );
  if (config.CARRIER === 'easypost' && missing.length > 0)
    throw new BadSettings(missing.map((name) => `${name} is missing: CARRIER is "easypost"`));
  return config;
};
export type PickupsConfig = ReturnType<typeof readConfig>;

/** Injection token of the configuration. */
export const CONFIG = Symbol('PickupsConfig');
