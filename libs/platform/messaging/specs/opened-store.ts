import { Randomness } from '@amends/kernel';
import { eventStoreMigrations, PgEventStore, type Metadata } from '@amends/platform/event-store';
import { FixedClock, migratedDatabase } from '@amends/testing';
import { randomBytes } from 'node:crypto';
import { Pool } from 'pg';
import { catalogue } from './account';

export const metadata: Metadata = { actor: { role: 'buyer', id: 'b1' }, correlationId: 'c1' };

class RealRandomness extends Randomness {
  bytes(count: number): Uint8Array {
    return randomBytes(count);
  }
}

export type OpenedStore = Readonly<{
  /** As the application's role. */
  pool: Pool;
  /** As superuser. */
  admin: Pool;
  store: PgEventStore;
  /** The same streams, as another process sees them. */
  another: () => PgEventStore;
  close: () => Promise<void>;
}>;

/** The store of a service, on a database of its own. */
export const openStore = async (poolSize = 20): Promise<OpenedStore> => {
  const database = await migratedDatabase(eventStoreMigrations);
  const pool = new Pool({ connectionString: database.appUrl, max: poolSize });
  const admin = new Pool({ connectionString: database.adminUrl, max: 5 });
  for (const each of [pool, admin]) each.on('error', () => undefined);
  const another = () =>
    new PgEventStore({ pool, clock: new FixedClock(), randomness: new RealRandomness(), catalogue });
  return {
    pool,
    admin,
    store: another(),
    another,
    close: async () => {
      await Promise.all([pool.end(), admin.end()]);
      await database.drop();
    },
  };
};
