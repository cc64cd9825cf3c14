import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Pool } from 'undici';
import { forward } from './forward';
import { PREFIXES, UPSTREAMS, upstreamOf, type Upstream } from './routes';

/** Largest bodies in bytes (rulings.md 8.6): refused before a byte of them is read. */
const BODY_LIMIT = 1024 * 1024;
const EVIDENCE_LIMIT = 8 * 1024 * 1024;
const CONNECTIONS = 256;
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
  const pools = new Map(UPSTREAMS.map((name) => [name, poolOf(urls[name])]));
  await fastify.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, body, taken) => taken(null, body));
    scope.addHook('onClose', () =>
      Promise.all([...pools.values()].map((pool) => pool.destroy())).then(() => undefined),
    );
    for (const prefix of PREFIXES)
      scope.route({
        method: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
        url: `${prefix}/*`,
        handler: (request, reply) => {
          const path = pathOf(request);
          const upstream = upstreamOf(path);
          const pool = upstream === undefined ? undefined : pools.get(upstream);
          const limit = path.startsWith('/v1/evidence') ? EVIDENCE_LIMIT : BODY_LIMIT;
          if (Number(request.headers['content-length'] ?? 0) > limit) refuse(request, reply, 'too_large');
          else if (pool === undefined || leadsOut(path)) refuse(request, reply, 'not_found');
          else forward(pool, request.raw, reply.raw, () => void refuse(request, reply, 'unavailable'));
        },
      });
    done();
  });
};

const poolOf = (url: string): Pool =>
  new Pool(url, {
    connections: CONNECTIONS,
    pipelining: 1,
    keepAliveTimeout: KEEP_ALIVE_MS,
    bodyTimeout: 0,
    headersTimeout: ANSWER_WITHIN_MS,
  });
