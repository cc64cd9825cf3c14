import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The feed: every public event once, in the order of `position`. `envelope` is kept as it will be answered. */
export class CreateFeed1700000000101 implements MigrationInterface {
  readonly name = 'CreateFeed1700000000101';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE SCHEMA feed;
      CREATE TABLE feed.events (
        position bigint GENERATED ALWAYS AS IDENTITY (CACHE 1) PRIMARY KEY,
        event_id uuid NOT NULL UNIQUE,
        type text NOT NULL,
        merchant_id text,
        envelope json NOT NULL,
        at timestamptz NOT NULL,
        recorded_at timestamptz NOT NULL DEFAULT now());
      CREATE INDEX events_of_merchant ON feed.events (merchant_id, position);
      GRANT USAGE ON SCHEMA feed TO amends_app;
      GRANT SELECT, INSERT, DELETE ON feed.events TO amends_app;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP SCHEMA feed CASCADE');
  }
}
