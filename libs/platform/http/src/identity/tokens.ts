import { createRemoteJWKSet, errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import { Problem } from '../problems/problem';
import { ROLES, type Caller } from './caller';

export type TokenRules = Readonly<{ issuer: string; audience: string }>;

const REMEMBERED = 5000;
const LONGEST_TOKEN = 8192;

/**
 * Tells who a bearer token stands for. Only RS256 and ES256 by the identity provider's published keys, for this issuer
 * and audience, not expired. What was verified once is remembered until it expires: signatures cost more than requests.
 */
export class Tokens {
  private readonly verified = new Map<string, Readonly<{ caller: Caller; expiresAtMs: number }>>();

  constructor(
    private readonly keys: JWTVerifyGetKey,
    private readonly rules: TokenRules,
  ) {}

  /** The caller, at once if the token is known. @throws Problem `unauthorized`, or `unavailable` when no keys can be had */
  callerOf(token: string): Caller | Promise<Caller> {
    const known = this.verified.get(token);
    if (known === undefined) return this.verify(token);
    if (known.expiresAtMs > Date.now()) return known.caller;
    this.verified.delete(token);
    throw new Problem('unauthorized', { detail: 'The token has expired.' });
  }

  private async verify(token: string): Promise<Caller> {
    if (token.length > LONGEST_TOKEN) throw new Problem('unauthorized');
    const { issuer, audience } = this.rules;
    const { payload } = await jwtVerify(token, this.keys, {
      algorithms: ['RS256', 'ES256'],
      issuer,
      audience,
      requiredClaims: ['exp', 'sub'],
    }).catch((error: unknown) => {
      throw isKeyTrouble(error) ? new Problem('unavailable') : new Problem('unauthorized');
    });
    const caller = callerIn(payload);
    if (caller === undefined)
      throw new Problem('unauthorized', { detail: 'The claims of the token are not complete.' });
    this.remember(token, caller, (payload.exp ?? 0) * 1000);
    return caller;
  }

  private remember(token: string, caller: Caller, expiresAtMs: number): void {
    if (this.verified.size >= REMEMBERED) {
      const oldest = this.verified.keys().next();
      if (oldest.done !== true) this.verified.delete(oldest.value);
    }
    this.verified.set(token, { caller, expiresAtMs });
  }
}

/** The keys behind an address, fetched when first needed and again for a key that is not known yet. */
export const remoteKeys = (url: string): JWTVerifyGetKey =>
  createRemoteJWKSet(new URL(url), { timeoutDuration: 2000, cooldownDuration: 1000, cacheMaxAge: 600_000 });

/** No keys can be had: neither the token nor the caller is to blame. */
const isKeyTrouble = (error: unknown): boolean =>
  error instanceof errors.JWKSTimeout || !(error instanceof errors.JOSEError) || error.code === 'ERR_JOSE_GENERIC';

const callerIn = (claims: JWTPayload): Caller | undefined => {
  const { sub } = claims;
  const role = ROLES.find((known) => known === claims.role);
  const buyerId = idIn(claims.buyerId);
  const merchantId = idIn(claims.merchantId);
  if (role === undefined || idIn(sub) === undefined || sub === undefined) return undefined;
  switch (role) {
    case 'buyer':
      return buyerId === undefined ? undefined : { role, id: sub, buyerId };
    case 'merchant':
    case 'storefront':
      return merchantId === undefined ? undefined : { role, id: sub, merchantId };
    case 'agent':
    case 'supervisor':
    case 'operator':
    case 'integrator':
      return { role, id: sub };
  }
};

const idIn = (claim: unknown): string | undefined =>
  typeof claim === 'string' && claim.length > 0 && claim.length <= 255 ? claim : undefined;
