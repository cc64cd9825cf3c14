import { readiness, type HealthChecks, type Metrics } from '@amends/platform/observability';
import type { INestApplication, Type } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';

export type OperationsParts = Readonly<{
  name: string;
  metrics: Metrics;
  checks: HealthChecks;
  app: INestApplication;
  controllers: readonly Type[];
}>;

/** The routes for operators, without a token: health, metrics, and the description of the service. */
export const addOperations = (
  server: FastifyInstance,
  { name, metrics, checks, app, controllers }: OperationsParts,
): void => {
  server.get('/health/live', () => ({ status: 'live' }));

  server.get('/health/ready', async (_request, reply) => {
    const found = await readiness(checks);
    // A load balancer that took away all processes because Redis is away would make an outage of it.
    if (found.status === 'not_ready') void reply.code(503).header('retry-after', '1');
    return found;
  });

  server.get('/metrics', async (_request, reply) => {
    void reply.header('content-type', metrics.registry.contentType);
    return metrics.registry.metrics();
  });

  let document: Promise<object> | undefined;
  server.get('/openapi.json', async () => {
    const { describeApi } = await import('./openapi');
    document ??= Promise.resolve(describeApi(app, name, controllers));
    return document;
  });
};
