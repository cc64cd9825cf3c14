// What each service is told about the world: one environment, the same names natively and in containers.
import { databaseUrl } from './databases.mjs';
import { SERVICE_NAMES, stack } from './settings.mjs';

/** Databases beside a service's own, by the prefix of their variables. */
const FURTHER_DATABASES = {
  sandbox: { PSP_: 'psp', CARRIER_: 'carrier', INSURER_: 'insurer' },
};

/** Addresses of all services, and of the providers that the sandbox plays, for `urlOf(service)`. */
export function addressVariables(urlOf) {
  const sandbox = urlOf('sandbox');
  return {
    PUBLIC_URL: urlOf('gateway'),
    ...Object.fromEntries(SERVICE_NAMES.map((name) => [`${name.replaceAll('-', '_').toUpperCase()}_URL`, urlOf(name)])),
    CLOCK_URL: sandbox,
    PSP_URL: `${sandbox}/psp`,
    CARRIER_URL: `${sandbox}/carrier`,
    INSURER_URL: `${sandbox}/insurer`,
    JWKS_URL: `${sandbox}/.well-known/jwks.json`,
    JWT_ISSUER: 'amends-sandbox',
    JWT_AUDIENCE: 'amends',
  };
}

/** Variables of the databases that a service may use: as itself (`amends_app`) and to migrate (`amends_owner`). */
export function databaseVariables(service, adminUrl) {
  const pair = (prefix, database) => ({
    [`${prefix}DATABASE_URL`]: databaseUrl(adminUrl, 'app', stack.databases[database]),
    [`${prefix}MIGRATION_DATABASE_URL`]: databaseUrl(adminUrl, 'owner', stack.databases[database]),
  });
  return {
    ...(service in stack.databases ? pair('', service) : {}),
    ...Object.entries(FURTHER_DATABASES[service] ?? {}).reduce(
      (all, [prefix, database]) => ({ ...all, ...pair(prefix, database) }),
      {},
    ),
    ...pair('KEYRING_', 'keyring'),
  };
}

/** The whole environment of one service. */
export const environmentOf = (service, { port, urlOf, adminUrl, brokers, redisUrl, secrets }) => ({
  AMENDS_MODE: 'demo',
  ROLE: 'all',
  PORT: String(port),
  KAFKA_BROKERS: brokers,
  REDIS_URL: redisUrl,
  ...addressVariables(urlOf),
  ...databaseVariables(service, adminUrl),
  ...secrets,
});
