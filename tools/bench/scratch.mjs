// A database of its own for a measurement, on the servers of the stack; dropped afterwards.
import { createRequire } from 'node:module';
import path from 'node:path';
import pg from 'pg';
import { root } from '../stack/settings.mjs';

export const require = createRequire(import.meta.url);
require('reflect-metadata');
export const dist = (file) => require(path.join(root, 'dist', file));

/** Creates the database, migrates it, answers a pool of `size` connections as the application's role. */
export async function scratchDatabase(name, migrations, size) {
  const adminUrl = process.env.DATABASE_ADMIN_URL;
  if (!adminUrl) throw new Error('DATABASE_ADMIN_URL is missing: run this through npm run bench');
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  await admin.query(`CREATE DATABASE ${name} OWNER amends_owner`);
  const urlOf = (role) =>
    Object.assign(new URL(adminUrl), { username: role, password: role, pathname: `/${name}` }).href;
  const urlOfAdmin = Object.assign(new URL(adminUrl), { pathname: `/${name}` }).href;
  const { migrate } = dist('libs/platform/http/src/service/database.js');
  await migrate(urlOf('amends_owner'), migrations);
  const pool = new pg.Pool({ connectionString: urlOf('amends_app'), max: size });
  pool.on('error', () => {});
  return {
    pool,
    url: urlOf('amends_owner'),
    adminUrl: urlOfAdmin,
    /** As a server that has had its rest: what was written is counted, vacuumed and on the disk. */
    settle: async () => {
      const own = new pg.Client({ connectionString: urlOfAdmin });
      await own.connect();
      await own.query('VACUUM ANALYZE');
      await own.query('CHECKPOINT');
      await own.end();
    },
    drop: async () => {
      await pool.end();
      await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      await admin.end();
    },
  };
}
