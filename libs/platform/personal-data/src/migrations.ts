import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The data keys of buyers, each wrapped by the master key; an erased one stays as a row without a key. */
export class CreateDataKeys1764000000000 implements MigrationInterface {
  readonly name = 'CreateDataKeys1764000000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE SCHEMA keys');
    await runner.query(
      `CREATE TABLE keys.data_keys (
         buyer_id text PRIMARY KEY,
         wrapped bytea,
         created_at timestamptz NOT NULL DEFAULT now(),
         erased_at timestamptz)`,
    );
    await runner.query('GRANT USAGE ON SCHEMA keys TO amends_app');
    await runner.query('GRANT SELECT, INSERT, UPDATE ON keys.data_keys TO amends_app');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP SCHEMA keys CASCADE');
  }
}

export const keyringMigrations = [CreateDataKeys1764000000000];
