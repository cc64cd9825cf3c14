// node tools/prepare.mjs: what must be there before services start in containers; docker compose runs it once.
// Creates databases and roles on DATABASE_ADMIN_URL and secrets in SECRETS_FOLDER. Safe to repeat.
import { createDatabases } from './stack/databases.mjs';
import { reportProblem } from './stack/problem.mjs';
import { secretsOf } from './stack/secrets.mjs';
import { Problem } from './stack/settings.mjs';

try {
  const { DATABASE_ADMIN_URL: adminUrl, SECRETS_FOLDER: secrets } = process.env;
  if (!adminUrl || !secrets) throw new Problem('DATABASE_ADMIN_URL and SECRETS_FOLDER must be given.');
  await createDatabases(adminUrl);
  secretsOf(secrets);
  console.log('databases, roles and secrets are there');
} catch (error) {
  reportProblem(error);
}
