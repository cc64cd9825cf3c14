import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The books in double entry: written once, never changed; what was wrong is taken back by another entry. */
export class CreateBooks1764100000102 implements MigrationInterface {
  readonly name = 'CreateBooks1764100000102';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE SCHEMA books;
      CREATE TABLE books.orders (order_id text PRIMARY KEY, currency text NOT NULL);
      CREATE TABLE books.postings (
        position bigint GENERATED ALWAYS AS IDENTITY (CACHE 1) PRIMARY KEY,
        event_id uuid NOT NULL,
        line smallint NOT NULL,
        type text NOT NULL,
        order_id text NOT NULL,
        ref text NOT NULL,
        account text NOT NULL,
        unit text NOT NULL CHECK (unit IN ('money', 'points')),
        amount bigint NOT NULL CHECK (amount <> 0),
        at timestamptz NOT NULL,
        UNIQUE (event_id, line));
      CREATE INDEX postings_of_ref ON books.postings (order_id, ref);
      CREATE INDEX postings_at ON books.postings (at, position);
      GRANT USAGE ON SCHEMA books TO amends_app;
      GRANT SELECT, INSERT ON books.orders, books.postings TO amends_app;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP SCHEMA books CASCADE');
  }
}
