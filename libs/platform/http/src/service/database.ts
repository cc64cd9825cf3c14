import { DataSource, type MigrationInterface } from 'typeorm';
import type { Pool } from 'pg';

export type Migration = new () => MigrationInterface;

const LOCK = 7_264_301;

/** Brings a database up to date as its owner. Processes that start together wait for each other. */
export const migrate = async (ownerUrl: string, migrations: readonly Migration[]): Promise<void> => {
  const owner = await new DataSource({
    type: 'postgres',
    url: ownerUrl,
    migrations: [...migrations],
    migrationsTableName: 'migrations',
    poolSize: 2,
    logging: false,
  }).initialize();
  const session = owner.createQueryRunner();
  try {
    await session.query('SELECT pg_advisory_lock($1)', [LOCK]);
    await owner.runMigrations({ transaction: 'each' });
  } finally {
    await session.query('SELECT pg_advisory_unlock($1)', [LOCK]).catch(() => undefined);
    await session.release();
    await owner.destroy();
  }
};

/** The connections of a process, as the application's role. */
export const connect = (url: string, poolSize: number, name: string): Promise<DataSource> =>
  new DataSource({
    type: 'postgres',
    url,
    poolSize,
    applicationName: `amends-${name}`,
    connectTimeoutMS: 5000,
    logging: false,
    // A connection that PostgreSQL closes must not end the process: the pool replaces it.
    poolErrorHandler: () => undefined,
    extra: { keepAlive: true, idleTimeoutMillis: 60_000 },
  }).initialize();

/** TypeORM's own pool, for hot paths and named statements. */
export const poolOf = (source: DataSource): Pool => (source.driver as unknown as { master: Pool }).master;
