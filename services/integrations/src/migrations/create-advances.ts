import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Every advance of a fast refund with what became of it; how much may be out of the fund before an operator is alarmed. */
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
      CREATE INDEX postings_of_fund ON books.postings (order_id) INCLUDE (amount) WHERE account = 'assets:advances';
      CREATE TABLE books.fund_alarm (
        id boolean PRIMARY KEY DEFAULT true CHECK (id),
        level bigint,
        heard_at timestamptz NOT NULL);
      GRANT SELECT, INSERT, UPDATE ON books.advances, books.fund_alarm TO amends_app;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE books.advances, books.fund_alarm; DROP INDEX books.postings_of_fund');
  }
}
