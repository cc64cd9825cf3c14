import proxy from '@fastify/http-proxy';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { PREFIXES, upstreamOf, type Upstream } from './routes';

/** Largest bodies in bytes (rulings.md 8.6): refused before a byte of them is read. */
const BODY_LIMIT = 1024 * 1024;
const EVIDENCE_LIMIT = 8 * 1024 * 1024;
/** Connections are given up before the services close them (72 s), so that none is closed under a request. */
const KEEP_ALIVE_MS = 30_000;
/** A service that has not begun to answer by then is taken for down. */
const ANSWER_WITHIN_MS = 30_000;

export type ProxySettings = Readonly<{
  urls: Readonly<Record<Upstream, string>>;
  /** Answers a problem document in the product's form. */
  refuse: (request: FastifyRequest, reply: FastifyReply, code: 'not_found' | 'too_large' | 'unavailable') => unknown;
}>;

const pathOf = (request: FastifyRequest): string => request.url.split('?', 1)[0] ?? '';

/** Whether a path steps up somewhere, written out or escaped: no route does. */
const leadsOut = (path: string): boolean => /(?:^|\/|\\)\.\.?(?:$|\/|\\)/.test(decodeURIComponent(path));

/** Hands every request of the contract to the service that answers it: bodies pass through unread. */
export const registerProxy = async (fastify: FastifyInstance, { urls, refuse }: ProxySettings): Promise<void> => {
  await fastify.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    for (const prefix of PREFIXES) {
      await scope.register(proxy, {
        upstream: '',
        prefix,
        rewritePrefix: prefix,
        httpMethods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
        undici: {
          connections: 256,
          pipelining: 1,
          keepAliveTimeout: KEEP_ALIVE_MS,
          bodyTimeout: 0,
          headersTimeout: ANSWER_WITHIN_MS,
        },
        disableRequestLogging: true,
        preHandler: (request, reply, done) => {
          const path = pathOf(request);
          const limit = path.startsWith('/v1/evidence') ? EVIDENCE_LIMIT : BODY_LIMIT;
          if (Number(request.headers['content-length'] ?? 0) > limit) refuse(request, reply, 'too_large');
          else if (leadsOut(path) || upstreamOf(path) === undefined) refuse(request, reply, 'not_found');
          else done();
        },
        replyOptions: {
          getUpstream: (request) => urls[upstreamOf(pathOf(request as FastifyRequest)) ?? 'sandbox'],
          onError: (reply) => void refuse(reply.request as FastifyRequest, reply as FastifyReply, 'unavailable'),
        },
      });
    }
  });
};
