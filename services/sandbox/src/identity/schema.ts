import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The key that signs development tokens: one row. */
export class SigningKey1700000000004 implements MigrationInterface {
  readonly name = 'SigningKey1700000000004';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE signing_key (only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one), jwk json NOT NULL);
      GRANT SELECT, INSERT ON signing_key TO amends_app;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE signing_key');
  }
}
