import { NotHeardYet } from '@amends/platform/messaging';
import { createMetrics, silentLog } from '@amends/platform/observability';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createLocalJWKSet, exportJWK, generateKeyPair, SignJWT, type JSONWebKeySet } from 'jose';
import {
  BoundedText,
  createHttpApp,
  CurrentCaller,
  Flag,
  IsInstant,
  IsMinor,
  IsPublicId,
  IsQuantity,
  IsWebAddress,
  ListOf,
  listBody,
  momentOf,
  MomentQuery,
  Optional,
  PageQuery,
  pathId,
  pathNumber,
  problems,
  Public,
  Roles,
  RouteTakes,
  TextMap,
  Tokens,
  type Caller,
} from './index';

class LineDto {
  @IsQuantity() readonly quantity!: number;
  @Optional() @IsMinor() readonly amount?: number;
}

class OrderDto {
  @BoundedText(64) readonly orderNumber!: string;
  @IsInstant() readonly paidAt!: string;
  @IsMinor() readonly shippingFee!: number;
  @ListOf(() => LineDto, 3) readonly lines!: LineDto[];
  @Optional() @TextMap(5) readonly attributes?: Record<string, string>;
  @Optional() @IsPublicId('evd') readonly evidenceId?: string;
  @Optional() @Flag() readonly gift?: boolean;
  @Optional() @IsWebAddress() readonly returnUrl?: string;
}

@Controller('v1/things')
class ThingsController {
  @Post()
  @Roles('storefront')
  place(@Body() body: OrderDto, @CurrentCaller() caller: Caller): object {
    return { body, caller };
  }

  @Get()
  @Roles('buyer', 'agent')
  list(@Query() query: PageQuery): object {
    return { ...query };
  }

  @Get(':id')
  @Public()
  one(@Param('id', pathId('aft')) id: string): object {
    return { id };
  }

  @Get(':id/parts/:number')
  @Roles('buyer', 'storefront')
  part(@Param('id', pathId('aft')) id: string, @Param('number', pathNumber) number: number): object {
    return { id, number };
  }

  @Get(':id/past')
  @Public()
  past(@Query() query: MomentQuery): object {
    return { moment: momentOf(query, { now: () => '2026-03-01T02:00:00.000Z' }) ?? 'present' };
  }

  @Post('rules')
  @Public()
  rules(@Body(listBody(LineDto, 2)) rules: LineDto[]): object {
    return { count: rules.length };
  }

  @Post('large')
  @Public()
  @RouteTakes({ bodyLimit: 2 * 1024 * 1024 })
  large(@Body() body: unknown): object {
    return { type: typeof body };
  }

  @Post('fault')
  @Public()
  fault(): object {
    throw new Error('password=hunter2');
  }

  @Post('behind')
  @Public()
  behind(): object {
    throw new NotHeardYet('orders');
  }
}

const rules = { issuer: 'the issuer', audience: 'the audience' };
const order = {
  orderNumber: 'SO-1',
  paidAt: '2026-03-01T10:00:00+08:00',
  shippingFee: 1200,
  lines: [{ quantity: 1 }],
};

let app: NestFastifyApplication;
let keys: Awaited<ReturnType<typeof generateKeyPair>>;
let published: JSONWebKeySet;

beforeAll(async () => {
  keys = await generateKeyPair('ES256');
  published = { keys: [{ ...(await exportJWK(keys.publicKey)), kid: 'k1', alg: 'ES256' }] };
  app = await createHttpApp({
    name: 'things',
    origin: 'http://shop.example',
    log: silentLog,
    metrics: createMetrics('things', false),
    tokens: new Tokens(createLocalJWKSet(published), rules),
    checks: {
      vital: { database: () => Promise.reject(new Error('down')) },
      helpful: { redis: () => Promise.resolve() },
    },
    controllers: [ThingsController],
  });
});

afterAll(() => app.close());

const token = (claims: object, change: (jwt: SignJWT) => SignJWT = (jwt) => jwt, kid = 'k1') =>
  change(
    new SignJWT({ ...claims })
      .setProtectedHeader({ alg: 'ES256', kid })
      .setSubject('user-1')
      .setIssuer(rules.issuer)
      .setAudience(rules.audience)
      .setExpirationTime('1h'),
  ).sign(keys.privateKey);

const storefront = () => token({ role: 'storefront', merchantId: 'm-1' });

type Answer = Readonly<{ status: number; body: Record<string, unknown>; headers: Record<string, unknown> }>;

const send = async (
  method: 'GET' | 'POST',
  url: string,
  payload?: string | object,
  headers: Record<string, string> = {},
): Promise<Answer> => {
  const answer = await app.inject({
    method,
    url,
    headers: { ...(payload === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(payload === undefined ? {} : { payload }),
  });
  return { status: answer.statusCode, body: answer.json(), headers: answer.headers };
};

const place = async (body: string | object, headers: Record<string, string> = {}) =>
  send('POST', '/v1/things', body, { authorization: `Bearer ${await storefront()}`, ...headers });

const pointers = ({ body }: Pick<Answer, 'body'>) =>
  (body.errors as { pointer: string }[]).map(({ pointer }) => pointer);

describe('a look back', () => {
  const past = async (query: string) => {
    const answer = await app.inject({ method: 'GET', url: `/v1/things/x/past?${query}` });
    const body: Readonly<Record<string, unknown>> = answer.json();
    return { status: answer.statusCode, body };
  };

  it.each([
    ['at=2026-03-01T09:00:00%2B08:00', { at: '2026-03-01T01:00:00.000Z' }],
    ['version=7', { version: 7 }],
    ['', 'present'],
    ['at=2026-03-01T02:00:00.001Z', 'present'],
  ])('?%s is read', async (query, moment) => {
    expect(await past(query)).toEqual({ status: 200, body: { moment } });
  });

  it.each([
    ['at=2026-03-01T01:00:00Z&version=1', '/version'],
    ['at=yesterday', '/at'],
    ['version=0', '/version'],
    ['version=x', '/version'],
    ['version=1&version=2', '/version'],
    ['version=2147483648', '/version'],
  ])('?%s is malformed', async (query, pointer) => {
    const answer = await past(query);
    expect([answer.status, answer.body.code, pointers(answer)]).toEqual([400, 'malformed', [pointer]]);
  });
});

describe('a body', () => {
  it('is read, with instants in UTC', async () => {
    const answer = await place(order);
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({
      body: { ...order, paidAt: '2026-03-01T02:00:00.000Z' },
      caller: { role: 'storefront', id: 'user-1', merchantId: 'm-1' },
    });
  });

  it('with unknown fields only is refused for them, at any depth', async () => {
    const answer = await place({ ...order, surprise: 1, lines: [{ quantity: 1, 'a/b': 2 }] });
    expect([answer.status, answer.body.code]).toEqual([400, 'unknown_field']);
    expect(pointers(answer).sort()).toEqual(['/lines/0/a~1b', '/surprise']);
  });

  it('with another flaw besides is malformed', async () => {
    expect((await place({ ...order, surprise: 1, shippingFee: -1 })).body.code).toBe('malformed');
  });

  it.each([
    ['a negative amount', { shippingFee: -1 }, '/shippingFee'],
    ['a fraction', { shippingFee: 0.5 }, '/shippingFee'],
    ['a numeric string', { shippingFee: '1200' }, '/shippingFee'],
    ['an amount past 2^53 - 1', { shippingFee: 9007199254740992 }, '/shippingFee'],
    ['an amount in a line', { lines: [{ quantity: 1 }, { quantity: 1, amount: 1.5 }] }, '/lines/1/amount'],
    ['no quantity', { lines: [{ quantity: 0 }] }, '/lines/0/quantity'],
    ['null for a line', { lines: [null] }, '/lines'],
    ['text for a line', { lines: ['x'] }, '/lines'],
    ['an object for a list', { lines: { 0: { quantity: 1 } } }, '/lines'],
    ['too many lines', { lines: Array.from({ length: 4 }, () => ({ quantity: 1 })) }, '/lines'],
    ['30 February', { paidAt: '2026-02-30T00:00:00Z' }, '/paidAt'],
    ['an address of no page', { returnUrl: 'javascript:alert(1)' }, '/returnUrl'],
    ['an address with a password', { returnUrl: 'https://a:b@shop.example/' }, '/returnUrl'],
    ['an address that is none', { returnUrl: 'shop.example' }, '/returnUrl'],
    ['a time without offset', { paidAt: '2026-03-01T00:00:00' }, '/paidAt'],
    ['text too long', { orderNumber: 'x'.repeat(65) }, '/orderNumber'],
    ['text with NUL', { orderNumber: 'a\0b' }, '/orderNumber'],
    ['half a character', { attributes: { brand: '\ud800' } }, '/attributes/brand'],
    ['an object in a map of texts', { attributes: { brand: {} } }, '/attributes'],
    ['an id of another kind', { evidenceId: 'ord_01KAFRZ6ZVE8NSSTA5K46NPP6A' }, '/evidenceId'],
    ['a word for a flag', { gift: 'true' }, '/gift'],
  ])('with %s is malformed, and the answer points at it', async (_what, change, pointer) => {
    const answer = await place({ ...order, ...change });
    expect([answer.status, answer.body.code]).toEqual([400, 'malformed']);
    expect(pointers(answer)).toContain(pointer);
  });

  it.each([
    ['truncated', '{"orderNumber": '],
    ['of prototypes', '{"__proto__": {"admin": true}}'],
    ['of constructors', '{"lines": [{"quantity": 1, "constructor": {"prototype": {}}}]}'],
    ['nested too deep', `{"attributes": ${'['.repeat(40)}${']'.repeat(40)}}`],
    ['nested far too deep', '['.repeat(200_000)],
    ['a list', '[]'],
    ['a number', '7'],
    ['null', 'null'],
    ['empty', ''],
  ])('that is %s is malformed', async (_what, body) => {
    const answer = await place(body);
    expect([answer.status, answer.body.code]).toEqual([400, 'malformed']);
  });

  it('of another media type is 415, with or without multipart', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
      const answer = await place('hello', { 'content-type': type });
      expect([answer.status, answer.body.code]).toEqual([415, 'unsupported_media_type']);
    }
  });

  it('that is too large is 413; a route may take more', async () => {
    const large = { orderNumber: 'x'.repeat(1024 * 1024) };
    const answer = await place(large);
    expect([answer.status, answer.body.code]).toEqual([413, 'too_large']);
    expect((await send('POST', '/v1/things/large', large)).status).toBe(201);
  });

  it('may be a list where the route says so', async () => {
    expect((await send('POST', '/v1/things/rules', [{ quantity: 1 }])).body).toEqual({ count: 1 });
    expect(pointers(await send('POST', '/v1/things/rules', [{ quantity: 1 }, { quantity: 0 }]))).toEqual([
      '/1/quantity',
    ]);
    expect(pointers(await send('POST', '/v1/things/rules', [null]))).toEqual(['/0']);
    expect((await send('POST', '/v1/things/rules', [1, 2, 3])).status).toBe(400);
  });
});

describe('a query', () => {
  const list = async (query: string) =>
    send('GET', `/v1/things?${query}`, undefined, {
      authorization: `Bearer ${await token({ role: 'buyer', buyerId: 'b-1' })}`,
    });

  it('has a page of 20 by default, and ignores what it does not know', async () => {
    expect((await list('colour=red')).body).toEqual({ limit: 20 });
    expect((await list('limit=100&cursor=abc')).body).toEqual({ limit: 100, cursor: 'abc' });
  });

  it.each(['0', '101', 'many', '1.5', '', '1&limit=2'])('with limit=%s is malformed', async (limit) => {
    const answer = await list(`limit=${limit}`);
    expect([answer.status, answer.body.code]).toEqual([400, 'malformed']);
    expect(pointers(answer)).toEqual(['/limit']);
  });
});

describe('a token', () => {
  const list = (authorization: string) => send('GET', '/v1/things', undefined, { authorization });

  it('of a listed role opens the route; of another it is 403', async () => {
    expect((await list(`Bearer ${await token({ role: 'buyer', buyerId: 'b-1' })}`)).status).toBe(200);
    expect((await list(`Bearer ${await token({ role: 'supervisor' })}`)).status).toBe(200);
    expect((await list(`Bearer ${await storefront()}`)).status).toBe(403);
  });

  it('is needed', async () => {
    const answer = await send('GET', '/v1/things');
    expect([answer.status, answer.body.code, answer.headers['www-authenticate']]).toEqual([
      401,
      'unauthorized',
      'Bearer',
    ]);
  });

  it('that is not complete is 401', async () => {
    const incomplete = [
      { role: 'buyer' },
      { role: 'merchant' },
      { role: 'king', buyerId: 'b-1' },
      { buyerId: 'b-1' },
      { role: 'buyer', buyerId: '' },
    ];
    for (const claims of incomplete) expect((await list(`Bearer ${await token(claims)}`)).status).toBe(401);
  });

  it('of another issuer, audience, time or key is 401', async () => {
    const buyer = { role: 'buyer', buyerId: 'b-1' };
    const others = [
      await token(buyer, (jwt) => jwt.setIssuer('somebody')),
      await token(buyer, (jwt) => jwt.setAudience('somebody')),
      await token(buyer, (jwt) => jwt.setExpirationTime('-1m')),
      await token(buyer, (jwt) => jwt.setNotBefore('1h')),
      await token(buyer, (jwt) => jwt, 'another key'),
      await new SignJWT(buyer)
        .setProtectedHeader({ alg: 'ES256', kid: 'k1' })
        .setSubject('u')
        .setIssuer(rules.issuer)
        .setAudience(rules.audience)
        .sign(keys.privateKey),
    ];
    for (const other of others) expect((await list(`Bearer ${other}`)).status).toBe(401);
  });

  it('that is unsigned, or signed with the public key as a secret, is 401', async () => {
    const good = await token({ role: 'buyer', buyerId: 'b-1' });
    const [, claims = '', signature = ''] = good.split('.');
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const secret = new TextEncoder().encode(JSON.stringify(published.keys[0]));
    const confused = await new SignJWT({ role: 'buyer', buyerId: 'b-1' })
      .setProtectedHeader({ alg: 'HS256', kid: 'k1' })
      .setSubject('u')
      .setIssuer(rules.issuer)
      .setAudience(rules.audience)
      .setExpirationTime('1h')
      .sign(secret);
    const bad = [
      `${part({ alg: 'none' })}.${claims}.`,
      `${part({ alg: 'none' })}.${claims}.${signature}`,
      confused,
      `${good}x`,
      good.slice(0, -9),
      'nonsense',
    ];
    for (const one of bad) expect((await list(`Bearer ${one}`)).status).toBe(401);
    expect((await list(`Bearer ${good}`)).status).toBe(200);
  });
});

describe('a problem', () => {
  it('is complete, and its type can be read', async () => {
    const answer = await send('GET', '/v1/things/aft_nonsense');
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(answer.body).toEqual({
      type: 'http://shop.example/problems/not_found',
      title: 'Not found',
      status: 404,
      detail: 'There is no such thing here.',
      code: 'not_found',
      traceId: expect.stringMatching(/^[\da-f]{32}$/) as unknown,
    });
    const page = await app.inject('/problems/not_found');
    expect([page.statusCode, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect((await app.inject('/problems/nonsense')).statusCode).toBe(404);
    expect((await app.inject('/problems/toString')).statusCode).toBe(404);
  });

  it.each([
    ['zh-CN', true],
    ['zh', true],
    ['fr, zh;q=0.8, en;q=0.5', true],
    ['en, zh;q=0.9', false],
    ['fr', false],
    ['nonsense;;;', false],
  ])('for who prefers %s is Chinese: %s', async (language, chinese) => {
    const { body } = await send('GET', '/v1/things/x', undefined, { 'accept-language': language });
    expect(/[\u4e00-\u9fff]/.test(`${String(body.title)}${String(body.detail)}`)).toBe(chinese);
  });

  it('carries the trace of the caller', async () => {
    const traceparent = `00-${'ab'.repeat(16)}-${'cd'.repeat(8)}-01`;
    expect((await send('GET', '/v1/nowhere', undefined, { traceparent })).body).toMatchObject({
      status: 404,
      traceId: 'ab'.repeat(16),
    });
  });

  it('of our own making reveals nothing', async () => {
    const answer = await send('POST', '/v1/things/fault', {});
    expect(answer.status).toBe(500);
    expect(JSON.stringify(answer.body)).not.toContain('hunter2');
    expect(answer.body.traceId).toMatch(/^[\da-f]{32}$/);
  });

  it('that will pass say when to come back', async () => {
    const answer = await send('POST', '/v1/things/behind', {});
    expect([answer.status, answer.body.code, answer.headers['retry-after']]).toEqual([503, 'unavailable', '1']);
  });

  it('has a status and both languages for every code', () => {
    for (const [code, { status, title, detail }] of Object.entries(problems)) {
      expect(code).toMatch(/^[a-z][a-z0-9_]*$/);
      expect([400, 401, 403, 404, 409, 413, 415, 422, 429, 500, 503]).toContain(status);
      for (const { en, zh } of [title, detail]) {
        expect(en).not.toMatch(/[\u4e00-\u9fff]/);
        expect(zh).toMatch(/[\u4e00-\u9fff]/);
      }
    }
  });
});

describe('a service', () => {
  it('lives while its database is down, but is not ready, and says what is missing', async () => {
    expect((await send('GET', '/health/live')).status).toBe(200);
    const ready = await send('GET', '/health/ready');
    expect([ready.status, ready.body]).toEqual([
      503,
      { status: 'not_ready', checks: { database: 'down', redis: 'up' } },
    ]);
  });

  it('shows metrics and describes itself', async () => {
    expect((await app.inject('/metrics')).body).toContain('amends_http_request_duration_ms');
    const { body } = await send('GET', '/openapi.json');
    expect(body).toMatchObject({
      openapi: '3.0.0',
      paths: {
        '/v1/things/{id}/parts/{number}': {
          get: {
            parameters: [
              { name: 'id', in: 'path', required: true, schema: { type: 'string' } },
              { name: 'number', in: 'path', required: true, schema: { type: 'integer', minimum: 1 } },
            ],
          },
        },
      },
      components: {
        schemas: {
          OrderDto: {
            required: ['orderNumber', 'paidAt', 'shippingFee', 'lines'],
            properties: {
              shippingFee: { type: 'integer', minimum: 0 },
              lines: { type: 'array', items: { $ref: '#/components/schemas/LineDto' } },
            },
          },
        },
      },
    });
  });

  it('does not start with a route that says nothing about who may use it', async () => {
    @Controller('open')
    class OpenController {
      @Get()
      read(): object {
        return {};
      }
    }
    const parts = {
      name: 'open',
      origin: '',
      log: silentLog,
      metrics: createMetrics('open', false),
      tokens: new Tokens(createLocalJWKSet(published), rules),
      checks: { vital: {}, helpful: {} },
    };
    await expect(createHttpApp({ ...parts, controllers: [OpenController] })).rejects.toThrow(
      'GET /open (OpenController.read)',
    );
  });
});
