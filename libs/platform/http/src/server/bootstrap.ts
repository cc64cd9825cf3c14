import type { HealthChecks, Log, Metrics } from '@amends/platform/observability';
import type { DynamicModule, Provider, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { AccessGuard } from '../identity/access-guard';
import { type Tokens } from '../identity/tokens';
import { ProblemFilter } from '../problems/problem-filter';
import { ProblemsController } from '../problems/problems-controller';
import { DtoPipe } from '../validation/dto-pipe';
import { createAdapter } from './adapter';
import { nestLog } from './nest-log';
import { addOperations } from './operations';
import { checkRoutes } from './routes';

export type HttpParts = Readonly<{
  name: string;
  /** Where problem types can be read: the public origin. */
  origin: string;
  log: Log;
  metrics: Metrics;
  tokens: Tokens;
  /** What readiness asks, by name. */
  checks: HealthChecks;
  imports?: readonly (DynamicModule | Type)[];
  controllers: readonly Type[];
  providers?: readonly Provider[];
}>;

class HttpModule {}

/**
 * A web application with everything that api.md 1 asks of every service, not yet listening: tokens and roles, DTOs,
 * problem documents, health, metrics and its description.
 */
export const createHttpApp = async (parts: HttpParts): Promise<NestFastifyApplication> => {
  const { name, origin, log, metrics, tokens, checks } = parts;
  checkRoutes(parts.controllers);
  const controllers = [...parts.controllers, ProblemsController];
  const adapter = createAdapter(metrics, origin);
  const app = await NestFactory.create<NestFastifyApplication>(
    {
      module: HttpModule,
      imports: [...(parts.imports ?? [])],
      controllers,
      providers: [...(parts.providers ?? [])],
    },
    adapter,
    { bodyParser: false, logger: nestLog(log), abortOnError: false },
  );
  app.useGlobalGuards(new AccessGuard(tokens));
  app.useGlobalPipes(new DtoPipe());
  app.useGlobalFilters(new ProblemFilter(origin, log));
  addOperations(adapter.getInstance<FastifyInstance>(), { name, metrics, checks, app, controllers });
  await app.init();
  return app;
};
