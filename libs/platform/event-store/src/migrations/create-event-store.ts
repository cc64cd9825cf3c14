import type { MigrationInterface, QueryRunner } from 'typeorm';
import { APPEND_FUNCTION } from './append-function';

/** Streams with their events, folded states and lists; deadlines; answers of commands; unique names. */
export class CreateEventStore1763000000000 implements MigrationInterface {
  readonly name = 'CreateEventStore1763000000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...TABLES, APPEND_FUNCTION, ...GRANTS]) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP SCHEMA es, tmr CASCADE');
  }
}

const TABLES = [
  'CREATE SCHEMA es',
  'CREATE SCHEMA tmr',
  `CREATE TABLE es.events (
     position bigint GENERATED ALWAYS AS IDENTITY (CACHE 1) PRIMARY KEY,
     stream_id uuid NOT NULL,
     version integer NOT NULL CHECK (version > 0),
     event_id uuid NOT NULL,
     category text NOT NULL,
     type text NOT NULL,
     schema_v smallint NOT NULL DEFAULT 1,
     partition_key uuid NOT NULL,
     data json NOT NULL,
     meta json NOT NULL,
     at timestamptz NOT NULL DEFAULT clock_timestamp(),
     UNIQUE (stream_id, version))`,
  `CREATE TABLE es.streams (
     stream_id uuid PRIMARY KEY,
     category text NOT NULL,
     version integer NOT NULL,
     state json NOT NULL,
     revision integer NOT NULL,
     partition_key uuid NOT NULL,
     updated_at timestamptz NOT NULL DEFAULT clock_timestamp()) WITH (fillfactor = 80)`,
  `CREATE TABLE es.listings (
     kind text NOT NULL,
     id text NOT NULL,
     stream_id uuid NOT NULL,
     order_id text,
     after_sale_id text,
     buyer_id text,
     merchant_id text,
     status text,
     type text,
     reference text,
     flagged boolean NOT NULL DEFAULT false,
     created_at timestamptz NOT NULL,
     updated_at timestamptz NOT NULL,
     PRIMARY KEY (kind, id)) WITH (fillfactor = 80)`,
  'CREATE INDEX listings_newest ON es.listings (kind, created_at DESC, id DESC)',
  'CREATE INDEX listings_order ON es.listings (order_id) WHERE order_id IS NOT NULL',
  'CREATE INDEX listings_after_sale ON es.listings (after_sale_id) WHERE after_sale_id IS NOT NULL',
  'CREATE INDEX listings_buyer ON es.listings (buyer_id, kind, created_at DESC, id DESC) WHERE buyer_id IS NOT NULL',
  'CREATE INDEX listings_merchant ON es.listings (merchant_id, kind, created_at DESC, id DESC) WHERE merchant_id IS NOT NULL',
  'CREATE INDEX listings_reference ON es.listings (reference) WHERE reference IS NOT NULL',
  'CREATE INDEX listings_flagged ON es.listings (kind, created_at DESC, id DESC) WHERE flagged',
  `CREATE TABLE es.commands (
     command_id uuid PRIMARY KEY,
     body_hash bytea NOT NULL,
     status integer NOT NULL,
     body text NOT NULL,
     headers json NOT NULL,
     at timestamptz NOT NULL)`,
  'CREATE TABLE es.names (name text PRIMARY KEY, owner text NOT NULL)',
  `CREATE TABLE tmr.deadlines (
     deadline_id uuid PRIMARY KEY,
     stream_id uuid NOT NULL,
     name text NOT NULL,
     kind text NOT NULL,
     token integer NOT NULL,
     due_at timestamptz NOT NULL,
     status smallint NOT NULL DEFAULT 0 CHECK (status IN (0, 1)),
     armed_at timestamptz,
     attempts integer NOT NULL DEFAULT 0) WITH (fillfactor = 80)`,
  'CREATE INDEX deadlines_due ON tmr.deadlines (due_at) WHERE status = 0',
  `COMMENT ON COLUMN tmr.deadlines.status IS '0 lives, 1 closed'`,
];

/** Events are written once: the application can add and read them, never change or remove them. */
const GRANTS = [
  'GRANT USAGE ON SCHEMA es, tmr TO amends_app',
  'GRANT SELECT, INSERT ON es.events TO amends_app',
  'GRANT SELECT, INSERT, UPDATE, DELETE ON es.streams, es.listings, es.commands, es.names, tmr.deadlines TO amends_app',
];
