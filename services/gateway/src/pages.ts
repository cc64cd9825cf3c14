import staticFiles from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { UPSTREAMS, type Upstream } from './routes';

/** Where the build of the documentation puts the description of the events, from the folder a service runs in. */
const ASYNC_API = path.resolve(__dirname, '../../../../docs/generated/asyncapi.json');
const SWAGGER = path.dirname(require.resolve('swagger-ui-dist/package.json'));

/** The pages of the gateway itself: the start page, Swagger UI for all services, the description of the events. */
export const registerPages = async (
  fastify: FastifyInstance,
  urls: Readonly<Record<Upstream, string>>,
): Promise<void> => {
  await fastify.register(staticFiles, { root: SWAGGER, prefix: '/docs/assets/', index: false, decorateReply: false });
  fastify.get('/', (_request, reply) => reply.type('text/html; charset=utf-8').send(startPage));
  fastify.get('/docs', (_request, reply) => reply.type('text/html; charset=utf-8').send(swaggerPage));
  fastify.get('/asyncapi.json', async (_request, reply) =>
    reply.type('application/json').send(await readFile(ASYNC_API)),
  );
  fastify.get<{ Params: { service: string } }>('/openapi/:service', async (request, reply) => {
    const service = UPSTREAMS.find((name) => `${name}.json` === request.params.service);
    if (service === undefined) {
      reply.callNotFound();
      return;
    }
    const answer = await fetch(`${urls[service]}/openapi.json`, { signal: AbortSignal.timeout(10_000) });
    return reply
      .code(answer.status)
      .type('application/json')
      .send(await answer.text());
  });
};

const page = (title: string, body: string): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title>${body}</html>`;

const links = [
  ['/docs', 'Requests', 'Swagger UI for all services'],
  ['/asyncapi.json', 'Events', 'AsyncAPI 3, for integrators'],
  ['/v1/reason-catalogue', 'Reasons', 'what a buyer may name, and what it entails'],
  ['/v1/policies', 'Policies', 'windows, deadlines and who bears what'],
] as const;

const startPage = page(
  'Amends',
  `<style>body{font:16px/1.5 system-ui;max-width:40rem;margin:4rem auto;padding:0 1rem}a{font-weight:600}li{margin:.5rem 0}</style></head>
<body><h1>Amends</h1><p>The after-sales backend that storefronts plug in.</p><ul>${links
    .map(([href, name, about]) => `<li><a href="${href}">${name}</a>: ${about}</li>`)
    .join('')}</ul></body>`,
);

const swaggerPage = page(
  'Amends: requests',
  `<link rel="stylesheet" href="/docs/assets/swagger-ui.css"></head><body><div id="ui"></div>
<script src="/docs/assets/swagger-ui-bundle.js"></script><script src="/docs/assets/swagger-ui-standalone-preset.js"></script>
<script>SwaggerUIBundle({ dom_id: '#ui', presets: [SwaggerUIBundle.presets.apis, SwaggerUIStandalonePreset], layout: 'StandaloneLayout',
  urls: ${JSON.stringify(UPSTREAMS.map((name) => ({ url: `/openapi/${name}.json`, name })))} })</script></body>`,
);
