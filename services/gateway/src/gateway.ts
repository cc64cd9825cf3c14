import {
  createHttpApp,
  languageOf,
  problemDocument,
  remoteKeys,
  sendProblem,
  Tokens,
  type Running,
} from '@amends/platform/http';
import { createMetrics, type Log } from '@amends/platform/observability';
import type { FastifyInstance } from 'fastify';
import { readConfig } from './config';
import { registerPages } from './pages';
import { registerProxy } from './proxy';
import type { Upstream } from './routes';

/** One origin for everything: hands requests to the services, shows their description, says so when one is down. */
export const startGateway = async (log: Log): Promise<Running> => {
  const config = readConfig();
  const urls: Readonly<Record<Upstream, string>> = {
    orders: config.ORDERS_URL,
    'after-sales': config.AFTER_SALES_URL,
    refunds: config.REFUNDS_URL,
    pickups: config.PICKUPS_URL,
    insurance: config.INSURANCE_URL,
    integrations: config.INTEGRATIONS_URL,
    sandbox: config.SANDBOX_URL,
  };
  const app = await createHttpApp({
    name: 'gateway',
    origin: config.PUBLIC_URL,
    log,
    metrics: createMetrics('gateway'),
    tokens: new Tokens(remoteKeys(config.JWKS_URL), { issuer: config.JWT_ISSUER, audience: config.JWT_AUDIENCE }),
    checks: { vital: {}, helpful: {} },
    controllers: [],
  });
  const fastify: FastifyInstance = app.getHttpAdapter().getInstance();
  await registerPages(fastify, urls);
  await registerProxy(fastify, {
    urls,
    refuse: (request, reply, code) =>
      sendProblem(
        reply,
        problemDocument(code, {}, { language: languageOf(request), traceId: request.id, origin: config.PUBLIC_URL }),
      ),
  });
  await app.listen(config.PORT, config.HOST);
  log.info('service.started', { url: await app.getUrl() });
  return { stop: () => app.close() };
};
