import { keyringSettings, settings, type Environment } from '@amends/platform/config';
import { Keyring, keyringMigrations } from '@amends/platform/personal-data';
import { connect, migrate, poolOf } from './database';

const CONNECTIONS = 3;

/** Opens the keyring with its own few connections; its database is brought up to date first. */
export const openKeyring = async (
  name: string,
  environment: Environment,
): Promise<Readonly<{ keyring: Keyring; close: () => Promise<void> }>> => {
  const config = settings(keyringSettings, environment);
  await migrate(config.KEYRING_MIGRATION_DATABASE_URL, keyringMigrations);
  const source = await connect(config.KEYRING_DATABASE_URL, CONNECTIONS, `${name}-keyring`);
  return { keyring: new Keyring(poolOf(source), config.KEYRING_MASTER_KEY), close: () => source.destroy() };
};
