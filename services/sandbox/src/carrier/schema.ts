import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The carrier's own books. */
export class CarrierBooks1700000000002 implements MigrationInterface {
  readonly name = 'CarrierBooks1700000000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE pickups (
        pickup_id text PRIMARY KEY, carrier text NOT NULL, tracking_number text NOT NULL UNIQUE,
        slot json NOT NULL, cancelled boolean NOT NULL DEFAULT false, booked_at timestamptz NOT NULL DEFAULT now());
      CREATE TABLE drop_offs (
        after_sale_id text PRIMARY KEY, point_id text NOT NULL, code text NOT NULL, carrier text NOT NULL,
        tracking_number text NOT NULL UNIQUE);
      CREATE TABLE scans (
        event_id uuid PRIMARY KEY, position bigint GENERATED ALWAYS AS IDENTITY, carrier text NOT NULL, body text NOT NULL,
        delivered boolean NOT NULL DEFAULT false, at timestamptz NOT NULL DEFAULT now());
      CREATE INDEX scans_waiting ON scans (position) WHERE NOT delivered;
      GRANT SELECT, INSERT, UPDATE, DELETE ON pickups, drop_offs, scans TO amends_app;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE scans, drop_offs, pickups');
  }
}
