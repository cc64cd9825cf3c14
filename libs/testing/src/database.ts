import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { DataSource, type MigrationInterface } from 'typeorm';

/** A database of its own, like those of the services: owned by amends_owner, used by amends_app. */
export type ThrowAwayDatabase = Readonly<{
  ownerUrl: string;
  appUrl: string;
  /** As superuser, for what no role of the product may do. */
  adminUrl: string;
  drop: () => Promise<void>;
}>;

/** Makes an empty database on the server of DATABASE_ADMIN_URL. Its roles must exist there; tests share them. */
export const throwAwayDatabase = async (
  adminUrl = process.env.DATABASE_ADMIN_URL ?? '',
): Promise<ThrowAwayDatabase> => {
  if (adminUrl === '') throw new Error('DATABASE_ADMIN_URL is not set: integration tests want a real server');
  const name = `amends_test_${randomBytes(6).toString('hex')}`;
  await asAdmin(adminUrl, async (client) => {
    await client.query(`CREATE DATABASE ${name} OWNER amends_owner`);
    await client.query(`REVOKE ALL ON DATABASE ${name} FROM PUBLIC`);
    await client.query(`GRANT CONNECT ON DATABASE ${name} TO amends_app`);
  });
  return {
    ownerUrl: withRole(adminUrl, name, 'amends_owner'),
    appUrl: withRole(adminUrl, name, 'amends_app'),
    adminUrl: withDatabase(adminUrl, name).href,
    drop: () => asAdmin(adminUrl, (client) => client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)),
  };
};

/** Such a database with the tables of these migrations, made as its owner. */
export const migratedDatabase = async (migrations: (new () => MigrationInterface)[]): Promise<ThrowAwayDatabase> => {
  const database = await throwAwayDatabase();
  const owner = await new DataSource({ type: 'postgres', url: database.ownerUrl, migrations }).initialize();
  await owner.runMigrations();
  await owner.destroy();
  return database;
};

const asAdmin = async (url: string, work: (client: Client) => Promise<unknown>): Promise<void> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
};

const withDatabase = (url: string, database: string): URL => {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed;
};

const withRole = (url: string, database: string, role: string): string => {
  const changed = withDatabase(url, database);
  changed.username = role;
  changed.password = role;
  return changed.href;
};
