import { migratedDatabase, type ThrowAwayDatabase } from '@amends/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { Pool } from 'pg';
import { Keyring } from './keyring';
import { keyringMigrations } from './migrations';

const masterKey = randomBytes(32);
const address = { name: 'Li Lei', phone: '13800000000' };
let database: ThrowAwayDatabase;
let pool: Pool;

beforeAll(async () => {
  database = await migratedDatabase(keyringMigrations);
  pool = new Pool({ connectionString: database.appUrl });
});

afterAll(async () => {
  await pool.end();
  await database.drop();
});

describe('the keyring', () => {
  it('opens what it sealed, in another process too', async () => {
    const sealed = await new Keyring(pool, masterKey).seal('b-1', address);
    expect(sealed).not.toContain('Li Lei');
    expect(Buffer.from(sealed.slice(3), 'base64').toString('latin1')).not.toContain('Li Lei');
    expect(await new Keyring(pool, masterKey).open('b-1', sealed)).toEqual(address);
  });

  it('seals one value differently every time', async () => {
    const keyring = new Keyring(pool, masterKey);
    expect(await keyring.seal('b-1', 'text')).not.toBe(await keyring.seal('b-1', 'text'));
  });

  it('makes one key per buyer, however many ask at once and look for it meanwhile', async () => {
    const keyrings = Array.from({ length: 8 }, () => new Keyring(pool, masterKey));
    const looks = keyrings.map((keyring) => keyring.open('b-2', 'v1.').catch(() => undefined));
    const sealed = await Promise.all(
      keyrings.flatMap((keyring) => [keyring.seal('b-2', 'x'), keyring.seal('b-2', 'x')]),
    );
    await Promise.all(looks);
    for (const one of sealed) expect(await new Keyring(pool, masterKey).open('b-2', one)).toBe('x');
  });

  it('opens nothing of another buyer, of another master key, or changed by a byte', async () => {
    const keyring = new Keyring(pool, masterKey);
    const sealed = await keyring.seal('b-3', address);
    await keyring.seal('b-4', address);
    await expect(keyring.open('b-4', sealed)).rejects.toThrow();
    await expect(new Keyring(pool, randomBytes(32)).open('b-3', sealed)).rejects.toThrow();
    const bytes = Buffer.from(sealed.slice(3), 'base64');
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    await expect(keyring.open('b-3', `v1.${bytes.toString('base64')}`)).rejects.toThrow();
  });

  it('opens nothing once the key is erased, and seals nothing that can be opened', async () => {
    let now = 0;
    const keyring = new Keyring(pool, masterKey, () => now);
    const other = new Keyring(pool, masterKey, () => now);
    const sealed = await keyring.seal('b-5', address);
    expect(await other.open('b-5', sealed)).toEqual(address);
    await keyring.erase('b-5');
    expect(await keyring.open('b-5', sealed)).toBeUndefined();
    now += 60_001;
    expect(await other.open('b-5', sealed)).toBeUndefined();
    expect(await keyring.open('b-5', await keyring.seal('b-5', address))).toBeUndefined();
  });

  it('keeps no key in the clear', async () => {
    await new Keyring(pool, masterKey).seal('b-6', address);
    const { rows } = await pool.query<{ wrapped: Buffer }>(
      'SELECT wrapped FROM keys.data_keys WHERE wrapped IS NOT NULL',
    );
    expect(rows.length).toBeGreaterThan(0);
    for (const { wrapped } of rows) expect(wrapped.length).toBe(12 + 16 + 32);
    await expect(pool.query('DELETE FROM keys.data_keys')).rejects.toThrow('permission denied');
  });
});
