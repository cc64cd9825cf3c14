import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Every advance of a fast refund with what became of it, by the bucket of the roll-out that its buyer is in. */
export class CreateAdvances1764200000103 implements MigrationInterface {
  readonly name = 'CreateAdvances1764200000103';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE books.advances (
        refund_id text PRIMARY KEY,
        order_id text NOT NULL,
        buyer_id text NOT NULL,
        bucket smallint NOT NULL CHECK (bucket BETWEEN 0 AND 99),
        advanced_at timestamptz NOT NULL,
        advanced bigint NOT NULL,
        settled bigint NOT NULL,
        recovered bigint NOT NULL,
        written_off bigint NOT NULL,
        stands boolean NOT NULL,
        CHECK (least(advanced, settled, recovered, written_off) >= 0));
      CREATE INDEX advances_at ON books.advances (advanced_at);
      GRANT SELECT, INSERT, UPDATE ON books.advances TO amends_app;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE books.advances');
  }
}
