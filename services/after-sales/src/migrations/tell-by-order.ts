import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What other services say of an order is kept too, and found by its order: the story of a ticket is a part of it. */
export class TellByOrder1764200000000 implements MigrationInterface {
  readonly name = 'TellByOrder1764200000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

const UP = [
  'ALTER TABLE after_sales.told_by_others ADD COLUMN order_id text',
  `UPDATE after_sales.told_by_others SET order_id = data ->> 'orderId'`,
  'ALTER TABLE after_sales.told_by_others ALTER COLUMN order_id SET NOT NULL, ALTER COLUMN after_sale_id DROP NOT NULL',
  'CREATE INDEX told_by_others_of_order ON after_sales.told_by_others (order_id)',
  'DROP INDEX after_sales.told_by_others_of_ticket',
];

const DOWN = [
  'DELETE FROM after_sales.told_by_others WHERE after_sale_id IS NULL',
  'ALTER TABLE after_sales.told_by_others ALTER COLUMN after_sale_id SET NOT NULL, DROP COLUMN order_id',
  'CREATE INDEX told_by_others_of_ticket ON after_sales.told_by_others (after_sale_id)',
];
