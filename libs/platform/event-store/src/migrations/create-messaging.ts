import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Where the relay stands, what consumers have heard, and what they have set aside. */
export class CreateMessaging1763000000100 implements MigrationInterface {
  readonly name = 'CreateMessaging1763000000100';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP SCHEMA msg CASCADE');
  }
}

const STATEMENTS = [
  'CREATE SCHEMA msg',
  `CREATE TABLE msg.relay (
     lane smallint PRIMARY KEY,
     last_position bigint NOT NULL,
     holes jsonb NOT NULL DEFAULT '{}',
     epoch bigint NOT NULL,
     owner text,
     updated_at timestamptz) WITH (fillfactor = 50)`,
  `INSERT INTO msg.relay (lane, last_position, holes, epoch) VALUES (0, 0, '{}', 0)`,
  `CREATE TABLE msg.consumers (
     id smallint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
     name text NOT NULL UNIQUE)`,
  `CREATE TABLE msg.inbox (
     day date NOT NULL,
     consumer smallint NOT NULL,
     event_id uuid NOT NULL,
     PRIMARY KEY (day, consumer, event_id)) PARTITION BY RANGE (day)`,
  'CREATE TABLE msg.inbox_days (day date PRIMARY KEY, created_at timestamptz NOT NULL DEFAULT clock_timestamp())',
  `CREATE TABLE msg.parked (
     consumer smallint NOT NULL,
     key text NOT NULL,
     seq bigint GENERATED ALWAYS AS IDENTITY,
     topic text NOT NULL,
     kpartition integer NOT NULL,
     koffset bigint NOT NULL,
     event_id uuid,
     type text,
     value bytea NOT NULL,
     error text,
     attempts integer NOT NULL DEFAULT 0,
     retry_at timestamptz,
     parked_at timestamptz NOT NULL DEFAULT clock_timestamp(),
     PRIMARY KEY (consumer, key, seq),
     UNIQUE (consumer, topic, kpartition, koffset))`,
  `COMMENT ON COLUMN msg.parked.retry_at IS 'when it is tried again by itself; null: it waits for an operator, or for one before it'`,
  'CREATE INDEX parked_retry ON msg.parked (consumer, retry_at) WHERE retry_at IS NOT NULL',
  // The application may not create tables; these two functions do, for the days that it names.
  `CREATE FUNCTION msg.open_inbox(days date[]) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = msg, pg_temp AS $$
   DECLARE wanted date;
   BEGIN
     PERFORM pg_advisory_xact_lock(hashtext('msg.inbox'));
     FOR wanted IN SELECT DISTINCT d FROM unnest(days) AS d WHERE NOT EXISTS (SELECT FROM msg.inbox_days k WHERE k.day = d) LOOP
       EXECUTE format('CREATE TABLE msg.%I PARTITION OF msg.inbox FOR VALUES FROM (%L) TO (%L)',
         'inbox_' || to_char(wanted, 'YYYYMMDD'), wanted, wanted + 1);
       EXECUTE format('GRANT SELECT, INSERT, DELETE ON msg.%I TO amends_app', 'inbox_' || to_char(wanted, 'YYYYMMDD'));
       INSERT INTO msg.inbox_days (day) VALUES (wanted);
     END LOOP;
   END $$`,
  // By the age of the partition, not by its day: the development clock makes days that lie in the future.
  `CREATE FUNCTION msg.drop_old_inbox(keep interval) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = msg, pg_temp AS $$
   DECLARE old date; dropped integer := 0;
   BEGIN
     PERFORM pg_advisory_xact_lock(hashtext('msg.inbox'));
     FOR old IN SELECT k.day FROM msg.inbox_days k WHERE k.created_at < clock_timestamp() - keep LOOP
       EXECUTE format('DROP TABLE IF EXISTS msg.%I', 'inbox_' || to_char(old, 'YYYYMMDD'));
       DELETE FROM msg.inbox_days k WHERE k.day = old;
       dropped := dropped + 1;
     END LOOP;
     RETURN dropped;
   END $$`,
  'REVOKE ALL ON FUNCTION msg.open_inbox(date[]), msg.drop_old_inbox(interval) FROM PUBLIC',
  'GRANT EXECUTE ON FUNCTION msg.open_inbox(date[]), msg.drop_old_inbox(interval) TO amends_app',
  'GRANT USAGE ON SCHEMA msg TO amends_app',
  'GRANT SELECT, INSERT, UPDATE, DELETE ON msg.relay, msg.consumers, msg.inbox, msg.parked TO amends_app',
  'GRANT SELECT ON msg.inbox_days TO amends_app',
];
