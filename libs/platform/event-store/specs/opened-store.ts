import { Randomness, type Catalogue, type Clock } from '@amends/kernel';
import { FixedClock, migratedDatabase, type ThrowAwayDatabase } from '@amends/testing';
import { randomBytes } from 'node:crypto';
import { Pool } from 'pg';
import { eventStoreMigrations, PgEventStore, type Metadata } from '../src';

export const metadata: Metadata = { actor: { role: 'buyer', id: 'b1' }, correlationId: 'c1' };

export class RealRandomness extends Randomness {
  bytes(count: number): Uint8Array {
    return randomBytes(count);
  }
}

export type OpenedStore = Readonly<{
  database: ThrowAwayDatabase;
  /** As the application's role. */
  pool: Pool;
  /** As superuser. */
  admin: Pool;
  store: PgEventStore;
  clock: FixedClock;
  /** Another process on the same database. */
  another: (clock?: Clock) => PgEventStore;
  close: () => Promise<void>;
}>;

/** A store on a database of its own. */
export const openStore = async (catalogue: Catalogue = {}, poolSize = 20): Promise<OpenedStore> => {
  const database = await migratedDatabase(eventStoreMigrations);
  const pool = new Pool({ connectionString: database.appUrl, max: poolSize });
  const admin = new Pool({ connectionString: database.adminUrl, max: 5 });
  for (const each of [pool, admin]) each.on('error', () => undefined);
  const clock = new FixedClock();
  const parts = { pool, randomness: new RealRandomness(), catalogue };
  return {
    database,
    pool,
    admin,
    clock,
    store: new PgEventStore({ ...parts, clock }),
    another: (otherClock = clock) => new PgEventStore({ ...parts, clock: otherClock }),
    close: async () => {
      await Promise.all([pool.end(), admin.end()]);
      await database.drop();
    },
  };
};
