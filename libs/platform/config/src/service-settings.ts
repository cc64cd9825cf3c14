import { address, bytes, list, oneOf, optionalText, text, wholeNumber } from './settings';

const http = (comment: string, development: string) => address({ comment, development, schemes: ['http', 'https'] });
const postgres = (comment: string, development?: string) =>
  address({
    comment,
    schemes: ['postgres', 'postgresql'],
    secret: true,
    ...(development === undefined ? {} : { development }),
  });

/** What every service reads, whatever its business. Ports and names of development are those of the local stack. */
export const serviceSettings = {
  AMENDS_MODE: oneOf(['production', 'demo'], {
    comment: 'demo adds the development clock, tokens and sandboxes; anything else is production.',
    fallback: 'production',
  }),
  ROLE: oneOf(['all', 'api', 'worker'], {
    comment: 'What this process does: api answers HTTP, worker runs relay, consumers and timers, all does both.',
    fallback: 'all',
  }),
  HOST: text({ comment: 'The network interface that HTTP listens on.', fallback: '0.0.0.0' }),
  LOG_LEVEL: oneOf(['fatal', 'error', 'warn', 'info', 'debug', 'silent'], {
    comment: 'How much is logged.',
    fallback: 'info',
  }),
  DATABASE_URL: postgres('The database of the service, as the role amends_app.'),
  MIGRATION_DATABASE_URL: postgres('The same database as its owner, for migrations at the start only.'),
  DATABASE_POOL_SIZE: wholeNumber({
    comment: 'Connections to the database, per process.',
    fallback: '10',
    min: 2,
    max: 200,
  }),
  RELIST_STREAMS_PER_SECOND: wholeNumber({
    comment: 'After a release that changes lists: how many older streams are listed anew in a second, at most.',
    fallback: '500',
    min: 1,
    max: 100_000,
  }),
  KAFKA_BROKERS: list({ comment: 'Kafka brokers, host:port, divided by commas.', development: '127.0.0.1:19092' }),
  REDIS_URL: address({
    comment: 'Redis, for wake-ups and hints only: nothing is lost with it.',
    development: 'redis://127.0.0.1:16379',
    schemes: ['redis', 'rediss'],
    secret: true,
  }),
  JWKS_URL: http('Where the public keys of the identity provider are.', 'http://127.0.0.1:8087/.well-known/jwks.json'),
  JWT_ISSUER: text({ comment: 'The issuer that tokens must name.', development: 'amends-sandbox' }),
  JWT_AUDIENCE: text({ comment: 'The audience that tokens must name.', development: 'amends' }),
  PUBLIC_URL: http('The origin that clients use: the gateway.', 'http://127.0.0.1:8080'),
  CLOCK_URL: optionalText({
    comment: 'Development only: the service that holds the development clock.',
    development: 'http://127.0.0.1:8087',
  }),
  AMENDS_CRASH_POINTS: optionalText({
    comment: 'For chaos runs in demo mode only: a folder whose files kill this process at named points.',
  }),
  OTEL_EXPORTER_OTLP_ENDPOINT: optionalText({ comment: 'Where traces go; none are made without it.' }),
} as const;

/** What services that keep personal data read besides. */
export const keyringSettings = {
  KEYRING_DATABASE_URL: postgres('The database of the data keys, as the role amends_app.'),
  KEYRING_MIGRATION_DATABASE_URL: postgres('The same database as its owner, for migrations at the start only.'),
  KEYRING_MASTER_KEY: bytes(32, { comment: 'Wraps the data key of each buyer: 32 bytes in base64.', secret: true }),
} as const;

/** The port of one service. */
export const portSettings = (development: number) =>
  ({
    PORT: wholeNumber({
      comment: 'The port that HTTP listens on; 0 takes a free one.',
      fallback: String(development),
      min: 0,
      max: 65535,
    }),
  }) as const;
