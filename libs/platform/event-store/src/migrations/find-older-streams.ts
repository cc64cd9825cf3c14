import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Streams by the revision of the code that has folded and listed them: what is older is found without looking at the rest. */
export class FindOlderStreams1764300000100 implements MigrationInterface {
  readonly name = 'FindOlderStreams1764300000100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE INDEX streams_revision ON es.streams (category, revision)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX es.streams_revision');
  }
}
