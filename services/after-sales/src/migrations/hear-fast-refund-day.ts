import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What refunds has told of the last day on which fast refunds were promised; days are named by the instant they begin. */
export class HearFastRefundDay1764300000000 implements MigrationInterface {
  readonly name = 'HearFastRefundDay1764300000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE after_sales.fast_refund_day (
         id boolean PRIMARY KEY DEFAULT true CHECK (id),
         day text COLLATE "C" NOT NULL,
         promised bigint NOT NULL)`,
    );
    await runner.query('GRANT SELECT, INSERT, UPDATE, DELETE ON after_sales.fast_refund_day TO amends_app');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE after_sales.fast_refund_day');
  }
}
