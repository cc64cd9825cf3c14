import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whether the provider's late word still undoes an advance is told by an event of its own now. */
export class DropAdvancesStand1764300000104 implements MigrationInterface {
  readonly name = 'DropAdvancesStand1764300000104';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE books.advances DROP COLUMN stands');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE books.advances ADD COLUMN stands boolean NOT NULL DEFAULT true');
  }
}
