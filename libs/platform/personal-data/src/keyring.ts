import { randomBytes } from 'node:crypto';
import type { Pool } from 'pg';
import { decrypt, encrypt } from './sealing';

/** Personal data as it may be stored and sent: unreadable without the buyer's key. Base64 of version 1. */
export type Sealed = string;

const VERSION = 'v1.';
const CACHED_FOR_MS = 60_000;
const CACHED_BUYERS = 10_000;

type Row = Readonly<{ wrapped: Buffer | null }>;
type Cached = Readonly<{ key: Promise<Buffer | undefined>; until: number }>;

/**
 * The data keys of buyers. Each buyer has one, wrapped by the master key; dropping it erases what was sealed with it,
 * wherever that has travelled.
 */
export class Keyring {
  private readonly cache = new Map<string, Cached>();

  constructor(
    private readonly pool: Pool,
    private readonly masterKey: Buffer,
    private readonly nowMs: () => number = () => Date.now(),
  ) {}

  /**
   * Seals a value for one buyer. Two seals of one value differ. A buyer whose key was erased gets no new one: the
   * value is sealed with a key that is thrown away at once, so that it is erased from the start.
   */
  async seal(buyerId: string, value: object | string): Promise<Sealed> {
    const known = await this.cached(buyerId);
    const key = known ?? (await this.remember(buyerId, this.findOrCreate(buyerId))) ?? randomBytes(32);
    return VERSION + encrypt(key, Buffer.from(JSON.stringify(value)), buyerId).toString('base64');
  }

  /**
   * Opens what was sealed for this buyer; undefined once the key is erased.
   * @throws when it is not something that was sealed for this buyer
   */
  async open<T>(buyerId: string, sealed: Sealed): Promise<T | undefined> {
    const key = await (this.cached(buyerId) ?? this.remember(buyerId, this.find(buyerId)));
    if (key === undefined) return undefined;
    if (!sealed.startsWith(VERSION)) throw new Error('sealed by an unknown version');
    return JSON.parse(decrypt(key, Buffer.from(sealed.slice(VERSION.length), 'base64'), buyerId).toString()) as T;
  }

  /** Erases all that was ever sealed for this buyer. Other processes forget the key within 60 s. */
  async erase(buyerId: string): Promise<void> {
    await this.pool.query(
      `INSERT INTO keys.data_keys (buyer_id, wrapped, erased_at) VALUES ($1, NULL, now())
       ON CONFLICT (buyer_id) DO UPDATE SET wrapped = NULL, erased_at = coalesce(data_keys.erased_at, now())`,
      [buyerId],
    );
    this.cache.delete(buyerId);
  }

  private cached(buyerId: string): Promise<Buffer | undefined> | undefined {
    const cached = this.cache.get(buyerId);
    return cached !== undefined && cached.until > this.nowMs() ? cached.key : undefined;
  }

  private remember(buyerId: string, key: Promise<Buffer | undefined>): Promise<Buffer | undefined> {
    if (this.cache.size >= CACHED_BUYERS) this.forgetOldest();
    this.cache.set(buyerId, { key, until: this.nowMs() + CACHED_FOR_MS });
    // A fault, and "there is none yet", must be asked again.
    const forget = () => this.cache.get(buyerId)?.key === key && this.cache.delete(buyerId);
    key.then((found) => found ?? forget(), forget);
    return key;
  }

  private async find(buyerId: string): Promise<Buffer | undefined> {
    const { rows } = await this.pool.query<Row>({
      name: 'keyring-find',
      text: 'SELECT wrapped FROM keys.data_keys WHERE buyer_id = $1',
      values: [buyerId],
    });
    return this.unwrap(buyerId, rows[0]);
  }

  /** One round trip. Neither branch answers when another process has just created the key: then it is there to find. */
  private async findOrCreate(buyerId: string): Promise<Buffer | undefined> {
    const { rows } = await this.pool.query<Row>({
      name: 'keyring-find-or-create',
      text: `WITH created AS (
               INSERT INTO keys.data_keys (buyer_id, wrapped) VALUES ($1, $2)
               ON CONFLICT (buyer_id) DO NOTHING RETURNING wrapped)
             SELECT wrapped FROM created UNION ALL SELECT wrapped FROM keys.data_keys WHERE buyer_id = $1`,
      values: [buyerId, encrypt(this.masterKey, randomBytes(32), buyerId)],
    });
    return rows.length > 0 ? this.unwrap(buyerId, rows[0]) : this.find(buyerId);
  }

  private unwrap(buyerId: string, row: Row | undefined): Buffer | undefined {
    return row?.wrapped == null ? undefined : decrypt(this.masterKey, row.wrapped, buyerId);
  }

  private forgetOldest(): void {
    const oldest = this.cache.keys().next();
    if (oldest.done !== true) this.cache.delete(oldest.value);
  }
}
