import { address, portSettings, serviceSettings, settings } from '@amends/platform/config';

const upstream = (development: string) =>
  address({ comment: 'Where this service answers.', schemes: ['http', 'https'], development });

/** What the gateway reads: it has no database. */
export const gatewaySettings = {
  ...portSettings(8080),
  HOST: serviceSettings.HOST,
  LOG_LEVEL: serviceSettings.LOG_LEVEL,
  PUBLIC_URL: serviceSettings.PUBLIC_URL,
  JWKS_URL: serviceSettings.JWKS_URL,
  JWT_ISSUER: serviceSettings.JWT_ISSUER,
  JWT_AUDIENCE: serviceSettings.JWT_AUDIENCE,
  ORDERS_URL: upstream('http://127.0.0.1:8081'),
  AFTER_SALES_URL: upstream('http://127.0.0.1:8082'),
  REFUNDS_URL: upstream('http://127.0.0.1:8083'),
  PICKUPS_URL: upstream('http://127.0.0.1:8084'),
  INSURANCE_URL: upstream('http://127.0.0.1:8085'),
  INTEGRATIONS_URL: upstream('http://127.0.0.1:8086'),
  SANDBOX_URL: upstream('http://127.0.0.1:8087'),
} as const;

export const readConfig = () => settings(gatewaySettings);
