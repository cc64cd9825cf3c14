import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Whom a token of development is for. */
export type Claims = Readonly<{ role: string; sub?: string; buyerId?: string; merchantId?: string }>;

/** An identity provider with one key: where its keys are, and tokens that services of development accept for five minutes. */
export const startedIdentity = async () => {
  const { privateKey, publicKey } = await generateKeyPair('ES256');
  const jwks = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: 'k', alg: 'ES256', use: 'sig' }] });
  const server = createServer((_, answer) => answer.setHeader('content-type', 'application/json').end(jwks));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    jwksUrl: `http://127.0.0.1:${String(port)}/`,
    tokenOf: ({ sub, ...claims }: Claims): Promise<string> =>
      new SignJWT({ ...claims })
        .setProtectedHeader({ alg: 'ES256', kid: 'k' })
        .setSubject(sub ?? claims.buyerId ?? claims.merchantId ?? claims.role)
        .setIssuer('amends-sandbox')
        .setAudience('amends')
        .setExpirationTime('5m')
        .sign(privateKey),
    stop: (): void => {
      server.close();
    },
  };
};
