import { connect, migrate, poolOf, type Migration } from '@amends/platform/http';
import type { Pool } from 'pg';

const CONNECTIONS = 6;

/** Opens the books of one provider, brought up to date by their owner first. */
export const openBooks = async (
  name: string,
  urls: Readonly<{ app: string; owner: string }>,
  migrations: readonly Migration[],
): Promise<Pool> => {
  await migrate(urls.owner, migrations);
  return poolOf(await connect(urls.app, CONNECTIONS, `sandbox-${name}`));
};
