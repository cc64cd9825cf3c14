// One database per service and two roles: `amends_owner` owns and migrates, `amends_app` runs and has only what migrations grant it.
import { createRequire } from 'node:module';
import { Problem, stack } from './settings.mjs';

const require = createRequire(import.meta.url);

/** Creates what is missing; `adminUrl` must belong to a role that may create roles and databases. Safe to repeat. */
export async function createDatabases(adminUrl) {
  const { Client } = require('pg');
  const client = new Client({ connectionString: adminUrl });
  client.on('error', () => {});
  await client.connect();
  try {
    for (const role of [stack.roles.owner, stack.roles.app]) await createRole(client, role);
    const { rows } = await client.query('SELECT datname FROM pg_database');
    const existing = new Set(rows.map(({ datname }) => datname));
    for (const database of Object.values(stack.databases)) {
      if (existing.has(database)) continue;
      await client.query(
        `CREATE DATABASE ${client.escapeIdentifier(database)} OWNER ${client.escapeIdentifier(stack.roles.owner.name)}`,
      );
      await client.query(`REVOKE ALL ON DATABASE ${client.escapeIdentifier(database)} FROM PUBLIC`);
      await client.query(
        `GRANT CONNECT ON DATABASE ${client.escapeIdentifier(database)} TO ${client.escapeIdentifier(stack.roles.app.name)}`,
      );
    }
  } catch (error) {
    if (error.code === '42501')
      throw new Problem(`The role of DATABASE_URL may not create roles and databases: ${error.message}.`);
    throw error;
  } finally {
    await client.end();
  }
}

/** The address of a database for a role, on the server of `adminUrl`. */
export function databaseUrl(adminUrl, role, database) {
  const url = new URL(adminUrl);
  url.username = stack.roles[role].name;
  url.password = stack.roles[role].password;
  url.pathname = `/${database}`;
  return url.href;
}

async function createRole(client, { name, password }) {
  const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [name]);
  const clause = `LOGIN PASSWORD ${client.escapeLiteral(password)}`;
  await client.query(`${rowCount ? 'ALTER' : 'CREATE'} ROLE ${client.escapeIdentifier(name)} ${clause}`);
  // A superuser by creation only on our own servers: elsewhere the creating role must be a member to hand databases over.
  await client.query(`GRANT ${client.escapeIdentifier(name)} TO CURRENT_USER`).catch(() => {});
}
