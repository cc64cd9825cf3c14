import { createHmac, createPublicKey } from 'node:crypto';
import { exportJWK, generateKeyPair, importJWK, SignJWT, type JWK } from 'jose';
import type { Case } from './cases';
import { nameOf, requestTo, type Operation } from './operations';
import { othersThan, type People } from './people';
import { pathOf } from './samples';

/** Tokens that nobody may get in with, by what is wrong with them. `genuine` signs what is not forged but not right. */
export const forgedTokens = async (genuine: JWK, right: string): Promise<Readonly<Record<string, string>>> => {
  const { privateKey: wrongKey, publicKey: wrongOpen } = await generateKeyPair('RS256');
  const key = await importJWK(genuine, 'RS256');
  const [header = '', payload = '', signature = ''] = right.split('.');
  const claims = JSON.parse(decoded(payload)) as Record<string, unknown>;
  const sign = (change: object, by = key, head: object = {}) =>
    new SignJWT({ ...claims, ...change })
      .setProtectedHeader({ ...(JSON.parse(decoded(header)) as object), alg: 'RS256', ...head })
      .sign(by);
  const bare = (head: object, body: object = claims) =>
    `${encoded(JSON.stringify(head))}.${encoded(JSON.stringify(body))}`;
  const confused = bare({ alg: 'HS256', kid: 'sandbox-1', typ: 'JWT' });
  const open = createPublicKey({ key: { ...genuine }, format: 'jwk' }).export({ type: 'spki', format: 'pem' });
  const past = Math.floor(Date.now() / 1000) - 60;
  return {
    'alg none': `${bare({ alg: 'none' })}.`,
    'alg none with a signature': `${bare({ alg: 'none', kid: 'sandbox-1' })}.${signature}`,
    'a wrong key': await sign({}, wrongKey),
    'a wrong key it brings along': await sign({}, wrongKey, { jwk: await exportJWK(wrongOpen) }),
    'an unknown kid': await sign({}, wrongKey, { kid: 'nobody-1' }),
    'the public key as HS256 secret': `${confused}.${createHmac('sha256', open).update(confused).digest('base64url')}`,
    'an expired one': await sign({ exp: past, iat: past - 60 }),
    'one without an end': await sign({ exp: undefined }),
    'one not valid yet': await sign({ nbf: Math.floor(Date.now() / 1000) + 3600 }),
    'another audience': await sign({ aud: 'others' }),
    'another issuer': await sign({ iss: 'others' }),
    'an unknown role': await sign({ role: 'root' }),
    'no role': await sign({ role: undefined }),
    'no subject': await sign({ sub: undefined }),
    'other claims under the same signature': `${header}.${encoded(JSON.stringify({ ...claims, role: 'operator' }))}.${signature}`,
    'no signature': `${header}.${payload}.`,
    'two parts': `${header}.${payload}`,
    'no token at all': 'x',
  };
};

/** Every route that wants a token, without one, with another scheme, and with each forged one. */
export const tokenCases = (
  operations: readonly Operation[],
  forged: Readonly<Record<string, string>>,
): readonly Case[] =>
  operations
    .filter(({ roles }) => roles !== undefined)
    .flatMap((operation) => {
      const refused = (name: string, headers: Record<string, string>): Case => ({
        name,
        request: requestTo(operation, pathOf(operation), { headers }),
        status: 401,
        code: 'unauthorized',
      });
      return [
        refused('no token', {}),
        refused('another scheme', { authorization: `Basic ${encoded('agent:agent')}` }),
        ...Object.entries(forged).map(([name, token]) => refused(name, { authorization: `Bearer ${token}` })),
      ];
    });

/** Every route and every role that may not use it, whatever else is wrong with the request. */
export const roleCases = (operations: readonly Operation[], { tokens }: People): readonly Case[] =>
  operations.flatMap((operation) =>
    (operation.roles === undefined ? [] : othersThan(operation.roles)).map((role) => ({
      name: `as ${role}`,
      request: requestTo(operation, pathOf(operation), {
        token: tokens[role],
        ...(operation.body === undefined ? {} : { json: { surprise: nameOf(operation) } }),
      }),
      status: 403,
      code: 'forbidden',
    })),
  );

const decoded = (part: string): string => Buffer.from(part, 'base64url').toString();
const encoded = (text: string): string => Buffer.from(text).toString('base64url');
