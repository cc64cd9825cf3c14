import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The insurer's own books. Amounts in minor units. */
export class InsurerBooks1700000000003 implements MigrationInterface {
  readonly name = 'InsurerBooks1700000000003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE policies (
        policy_id text PRIMARY KEY, order_id text NOT NULL, premium bigint NOT NULL, currency text NOT NULL,
        cancelled boolean NOT NULL DEFAULT false);
      CREATE INDEX policies_order ON policies (order_id);
      CREATE TABLE claims (
        claim_id text PRIMARY KEY, policy_id text NOT NULL, order_id text NOT NULL, method text NOT NULL, freight bigint,
        amount bigint NOT NULL, payee text NOT NULL, status text NOT NULL, code text, requests int NOT NULL DEFAULT 1);
      CREATE TABLE payouts (
        claim_id text PRIMARY KEY, order_id text NOT NULL, payee text NOT NULL, amount bigint NOT NULL);
      CREATE INDEX payouts_order ON payouts (order_id);
      CREATE TABLE behaviours (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, order_id text NOT NULL, behaviour text NOT NULL, code text,
        remaining int NOT NULL);
      CREATE INDEX behaviours_order ON behaviours (order_id);
      GRANT SELECT, INSERT, UPDATE, DELETE ON policies, claims, payouts, behaviours TO amends_app;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE behaviours, payouts, claims, policies');
  }
}

/** Payouts as the insurer's report lists them: dated, in their currency, with what became of them. */
export class InsurerPayouts1764150000003 implements MigrationInterface {
  readonly name = 'InsurerPayouts1764150000003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE payouts ADD policy_id text, ADD currency text, ADD paid_at timestamptz, ADD status text NOT NULL DEFAULT 'paid';
      UPDATE payouts SET policy_id = c.policy_id, paid_at = now(),
        currency = coalesce((SELECT currency FROM policies p WHERE p.policy_id = c.policy_id), '')
        FROM claims c WHERE c.claim_id = payouts.claim_id;
      ALTER TABLE payouts ALTER policy_id SET NOT NULL, ALTER currency SET NOT NULL, ALTER paid_at SET NOT NULL;
      CREATE INDEX payouts_paid ON payouts (paid_at, claim_id);
      CREATE TABLE discrepancies (claim_id text PRIMARY KEY, original jsonb);
      GRANT SELECT, INSERT, DELETE ON discrepancies TO amends_app;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE discrepancies; DROP INDEX payouts_paid;
      ALTER TABLE payouts DROP policy_id, DROP currency, DROP paid_at, DROP status`);
  }
}
