import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The development clock's offset, one row. */
export class CreateClock1764000000100 implements MigrationInterface {
  readonly name = 'CreateClock1764000000100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE SCHEMA IF NOT EXISTS platform');
    await runner.query(
      'CREATE TABLE platform.clock (id smallint PRIMARY KEY CHECK (id = 1), offset_ms bigint NOT NULL)',
    );
    await runner.query('GRANT USAGE ON SCHEMA platform TO amends_app');
    await runner.query('GRANT SELECT, INSERT, UPDATE ON platform.clock TO amends_app');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE platform.clock');
  }
}

/** The epoch of Redis that deadlines were armed in, one row. The deadlines are the event store's. */
export class CreateArming1764000000200 implements MigrationInterface {
  readonly name = 'CreateArming1764000000200';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE tmr.arming (id smallint PRIMARY KEY CHECK (id = 1), epoch text NOT NULL)');
    await runner.query('GRANT SELECT, INSERT, UPDATE ON tmr.arming TO amends_app');
    // The armer asks several times a second for what it has not armed yet: that must not pass over what it has.
    await runner.query(
      'CREATE INDEX deadlines_unarmed ON tmr.deadlines (due_at) WHERE status = 0 AND armed_at IS NULL',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX tmr.deadlines_unarmed');
    await runner.query('DROP TABLE tmr.arming');
  }
}

/** For every service in development mode, with or without streams. */
export const clockMigrations = [CreateClock1764000000100];

/** For services whose streams have deadlines; after those of the event store. */
export const timerMigrations = [CreateArming1764000000200];
