import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The provider's own books. Amounts in minor units. */
export class PspLedger1700000000001 implements MigrationInterface {
  readonly name = 'PspLedger1700000000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE captures (
        payment_id text PRIMARY KEY, amount bigint NOT NULL, currency text NOT NULL, order_id text NOT NULL);
      CREATE TABLE refunds (
        refund_number text PRIMARY KEY, payment_id text NOT NULL, amount bigint NOT NULL, currency text NOT NULL,
        status text NOT NULL, effect boolean NOT NULL, failure_code text, next_status text, next_at timestamptz,
        requests int NOT NULL DEFAULT 1, created_at timestamptz NOT NULL DEFAULT now());
      CREATE INDEX refunds_payment ON refunds (payment_id);
      CREATE INDEX refunds_next ON refunds (next_at) WHERE next_at IS NOT NULL;
      CREATE TABLE behaviours (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, payment_id text, behaviour text NOT NULL, remaining int NOT NULL);
      GRANT SELECT, INSERT, UPDATE, DELETE ON captures, refunds, behaviours TO amends_app;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE behaviours, refunds, captures');
  }
}

/** What the settlement report lists, by when it changed; and the mistakes that were planted in the books. */
export class PspReport1700000000005 implements MigrationInterface {
  readonly name = 'PspReport1700000000005';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE refunds ADD COLUMN changed_at timestamptz NOT NULL DEFAULT now();
      UPDATE refunds SET changed_at = created_at;
      CREATE INDEX refunds_changed ON refunds (changed_at, refund_number);
      CREATE TABLE discrepancies (refund_number text PRIMARY KEY, kind text NOT NULL, original jsonb);
      GRANT SELECT, INSERT, UPDATE, DELETE ON discrepancies TO amends_app;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE discrepancies; ALTER TABLE refunds DROP COLUMN changed_at');
  }
}

/** Pages on which buyers pay what they are asked for. */
export class PspPages1764150000006 implements MigrationInterface {
  readonly name = 'PspPages1764150000006';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE pages (
        id text PRIMARY KEY, number text NOT NULL, amount bigint NOT NULL, currency text NOT NULL, return_url text NOT NULL,
        expires_at timestamptz NOT NULL, status text NOT NULL, payment_id text);
      GRANT SELECT, INSERT, UPDATE, DELETE ON pages TO amends_app;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE pages');
  }
}
