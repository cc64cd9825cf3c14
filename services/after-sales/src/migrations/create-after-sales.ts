import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Evidence, what other services have told of tickets, and what is known of buyers' credit. */
export class CreateAfterSales1764100000000 implements MigrationInterface {
  readonly name = 'CreateAfterSales1764100000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP SCHEMA after_sales CASCADE');
  }
}

const STATEMENTS = [
  'CREATE SCHEMA after_sales',
  // One row per upload, and not shared by content: an uploader's pictures can be removed with nobody else's.
  `CREATE TABLE after_sales.evidence (
     id text PRIMARY KEY,
     uploader text NOT NULL,
     media_type text NOT NULL,
     sha256 bytea NOT NULL,
     bytes bytea NOT NULL,
     uploaded_at timestamptz NOT NULL)`,
  'ALTER TABLE after_sales.evidence ALTER COLUMN bytes SET STORAGE EXTERNAL',
  // What other services say of a ticket; our own events are read from their stream.
  `CREATE TABLE after_sales.told_by_others (
     event_id uuid PRIMARY KEY,
     after_sale_id text NOT NULL,
     at timestamptz NOT NULL,
     service text NOT NULL,
     sequence bigint NOT NULL,
     type text NOT NULL,
     actor json NOT NULL,
     data json NOT NULL)`,
  'CREATE INDEX told_by_others_of_ticket ON after_sales.told_by_others (after_sale_id)',
  `CREATE TABLE after_sales.buyer_credit (
     buyer_id text PRIMARY KEY,
     credit json NOT NULL,
     heard_at timestamptz NOT NULL)`,
  `CREATE TABLE after_sales.fast_refund_settings (
     id boolean PRIMARY KEY DEFAULT true CHECK (id),
     settings json NOT NULL,
     heard_at timestamptz NOT NULL)`,
  'GRANT USAGE ON SCHEMA after_sales TO amends_app',
  `GRANT SELECT, INSERT, UPDATE, DELETE ON after_sales.evidence, after_sales.told_by_others,
     after_sales.buyer_credit, after_sales.fast_refund_settings TO amends_app`,
];
