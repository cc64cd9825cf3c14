import { traceIdOf, type Metrics } from '@amends/platform/observability';
import { HttpException } from '@nestjs/common';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { problemOf } from '../problems/faults';
import { languageOf, problemDocument, sendProblem } from '../problems/problem';
import { optionsIn } from './route-options';

const BODY_LIMIT = 1024 * 1024;
const KEEP_ALIVE_MS = 72_000;
const REQUEST_TIMEOUT_MS = 60_000;

/** The web server: JSON only (multipart where a route says so), bodies bounded, requests named by their trace. */
export const createAdapter = (metrics: Metrics, origin: string): FastifyAdapter => {
  const adapter = new FastifyAdapter({
    logger: false,
    bodyLimit: BODY_LIMIT,
    keepAliveTimeout: KEEP_ALIVE_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    forceCloseConnections: 'idle',
    genReqId: ({ headers }: IncomingMessage) => traceIdOf(single(headers.traceparent)) ?? newTraceId(),
    routerOptions: { maxParamLength: 300 },
    // Addresses that cannot be read never come to a route, nor to Nest.
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => {
      const { problemCode, members } = problemOf(error);
      const about = { language: languageOf(request), traceId: request.id, origin };
      sendProblem(reply, problemDocument(problemCode, members, about));
    },
  });
  const server = adapter.getInstance<FastifyInstance>();
  server.decorateRequest('caller', undefined);
  server.decorateRequest('rawBody', undefined);
  takeBodies(server);
  measure(server, metrics);
  return adapter;
};

const takeBodies = (server: FastifyInstance): void => {
  server.addHook('onRoute', (route) => {
    const { bodyLimit } = optionsIn(route.config);
    if (bodyLimit !== undefined) route.bodyLimit = bodyLimit;
  });
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, bytes: Buffer, done) => {
    if (optionsIn(request.routeOptions.config).keepRawBody === true) request.rawBody = bytes;
    if (bytes.length === 0) {
      done(null, undefined);
      return;
    }
    try {
      done(null, JSON.parse(bytes.toString('utf8')));
    } catch {
      done(new HttpException('the body is not JSON', 400));
    }
  });
  server.addContentTypeParser('multipart/form-data', { parseAs: 'buffer' }, (request, bytes: Buffer, done) => {
    if (optionsIn(request.routeOptions.config).multipart === true) done(null, bytes);
    else done(new HttpException('no multipart here', 415));
  });
};

const measure = (server: FastifyInstance, metrics: Metrics): void => {
  server.addHook('onResponse', (request, reply, done) => {
    metrics.requestDuration.observe(
      { method: request.method, route: request.routeOptions.url ?? 'none', status: reply.statusCode },
      reply.elapsedTime,
    );
    done();
  });
};

const single = (header: string | string[] | undefined): string | undefined =>
  typeof header === 'string' ? header : undefined;

const PROCESS = randomBytes(8).toString('hex');
let requests = 0;

/** Unique, not secret: random per process, counted within it. */
const newTraceId = (): string => PROCESS + (++requests).toString(16).padStart(16, '0');
