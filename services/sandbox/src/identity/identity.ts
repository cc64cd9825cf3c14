import { exportJWK, generateKeyPair, importJWK, SignJWT, type JWK, type KeyLike } from 'jose';
import type { Pool } from 'pg';

export const ROLES = ['storefront', 'buyer', 'merchant', 'agent', 'supervisor', 'operator', 'integrator'] as const;
export type Claims = Readonly<{ role: (typeof ROLES)[number]; sub: string; buyerId?: string; merchantId?: string }>;

const KEY_ID = 'sandbox-1';
const ALGORITHM = 'RS256';
/** A day of work: tokens keep the system's time, whatever the development clock says. */
const LIFETIME = '24h';

/** Gives tokens to whoever asks: for development only. The key survives a restart, so tokens do, too. */
export class Identity {
  private key: Promise<{ secret: KeyLike | Uint8Array; open: JWK }> | undefined;

  constructor(
    private readonly pool: Pool,
    private readonly names: { issuer: string; audience: string },
  ) {}

  async token({ sub, ...claims }: Claims): Promise<string> {
    const { secret } = await this.keys();
    return new SignJWT(claims)
      .setProtectedHeader({ alg: ALGORITHM, kid: KEY_ID })
      .setSubject(sub)
      .setIssuer(this.names.issuer)
      .setAudience(this.names.audience)
      .setIssuedAt()
      .setExpirationTime(LIFETIME)
      .sign(secret);
  }

  /** The public half, as a JWK set. */
  async jwks(): Promise<{ keys: readonly JWK[] }> {
    return { keys: [(await this.keys()).open] };
  }

  private keys(): Promise<{ secret: KeyLike | Uint8Array; open: JWK }> {
    this.key ??= this.load();
    this.key.catch(() => (this.key = undefined));
    return this.key;
  }

  private async load(): Promise<{ secret: KeyLike | Uint8Array; open: JWK }> {
    const { privateKey } = await generateKeyPair(ALGORITHM, { extractable: true });
    await this.pool.query('INSERT INTO signing_key (jwk) VALUES ($1) ON CONFLICT DO NOTHING', [
      await exportJWK(privateKey),
    ]);
    const { rows } = await this.pool.query<{ jwk: JWK }>('SELECT jwk FROM signing_key');
    const [row] = rows;
    if (!row) throw new Error('the signing key was just written');
    const { kty, n, e } = row.jwk;
    if (kty === undefined || n === undefined || e === undefined)
      throw new Error('the stored signing key is not an RSA key');
    return {
      secret: await importJWK(row.jwk, ALGORITHM),
      open: { kty, n, e, alg: ALGORITHM, use: 'sig', kid: KEY_ID },
    };
  }
}
