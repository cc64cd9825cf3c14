import type { Listing, Message } from '@amends/kernel';
import type { Queryable } from '../append/append-batch';
import type { AnyAggregate } from '../append/stream-change';

/** A stream with all its events, as they are in one moment. */
export type OlderStream = Readonly<{ id: string; version: number; events: readonly Message[] }>;

/** A stream as today's code folds and lists it; `version` is the one that this is true of. */
export type RelistedStream = Readonly<{ id: string; version: number; state: unknown; listings: readonly Listing[] }>;

type Kind = Pick<AnyAggregate, 'category' | 'revision'>;

/** How many streams of a kind older code has listed last. */
export const countOlder = async (on: Queryable, { category, revision }: Kind): Promise<number> => {
  const { rows } = await on.query({
    name: 'es-count-older',
    text: 'SELECT count(*)::int AS older FROM es.streams WHERE category = $1 AND revision < $2',
    values: [category, revision],
  });
  return (rows as readonly Readonly<{ older: number }>[])[0]?.older ?? 0;
};

/** Some of them, without those that are named, oldest code first. */
export const readOlder = async (
  on: Queryable,
  { category, revision }: Kind,
  limit: number,
  except: readonly string[],
): Promise<readonly OlderStream[]> => {
  const { rows } = await on.query({
    name: 'es-read-older',
    text: `SELECT s.stream_id AS id, s.version,
             (SELECT json_agg(json_build_object('type', e.type, 'data', e.data) ORDER BY e.version)
              FROM es.events e WHERE e.stream_id = s.stream_id AND e.version <= s.version) AS events
           FROM es.streams s
           WHERE s.category = $1 AND s.revision < $2 AND s.version > 0 AND s.stream_id <> ALL ($4::uuid[])
           ORDER BY s.revision LIMIT $3`,
    values: [category, revision, limit, except],
  });
  return rows as readonly OlderStream[];
};

/**
 * Writes what today's code says of streams, where nobody has written meanwhile: those are left as they are, as are those that
 * somebody is writing just now. Rows that are the same stay untouched. Answers how many streams were written.
 */
export const writeRelisted = async (
  on: Queryable,
  revision: number,
  streams: readonly RelistedStream[],
): Promise<number> => {
  const rows = streams.flatMap(({ id: streamId, listings }) => listings.map((row) => ({ ...row, streamId })));
  const { rows: written } = await on.query({
    name: 'es-write-relisted',
    text: WRITE,
    values: [
      streams.map(({ id }) => id),
      streams.map(({ version }) => version),
      streams.map(({ state }) => JSON.stringify(state)),
      revision,
      JSON.stringify(rows),
    ],
  });
  return (written as readonly Readonly<{ written: number }>[])[0]?.written ?? 0;
};

const COLUMNS = [
  ...['kind', 'id', 'stream_id', 'order_id', 'after_sale_id', 'buyer_id', 'merchant_id', 'status', 'type'],
  ...['reference', 'flagged', 'created_at', 'updated_at'],
];
const VALUES = COLUMNS.slice(2);
const of = (table: string, columns: readonly string[]): string =>
  columns.map((column) => `${table}.${column}`).join(', ');

const WRITE = `
  WITH given AS (SELECT * FROM unnest($1::uuid[], $2::int[], $3::json[]) AS g (id, version, state)),
  ours AS MATERIALIZED (
    SELECT t.stream_id FROM es.streams t JOIN given g ON g.id = t.stream_id
    WHERE t.version = g.version AND t.revision < $4
    ORDER BY t.stream_id FOR UPDATE OF t SKIP LOCKED),
  folded AS (
    UPDATE es.streams t SET state = g.state, revision = $4
    FROM given g JOIN ours ON ours.stream_id = g.id WHERE t.stream_id = g.id RETURNING t.stream_id),
  listed AS (
    INSERT INTO es.listings AS l (${COLUMNS.join(', ')})
    SELECT r.kind, r.id, r."streamId", r."orderId", r."afterSaleId", r."buyerId", r."merchantId", r.status, r.type,
      r.reference, coalesce(r.flagged, false), r."createdAt", r."updatedAt"
    FROM json_to_recordset($5::json) AS r (kind text, id text, "streamId" uuid, "orderId" text, "afterSaleId" text,
      "buyerId" text, "merchantId" text, status text, type text, reference text, flagged boolean,
      "createdAt" timestamptz, "updatedAt" timestamptz)
    JOIN ours ON ours.stream_id = r."streamId"
    ON CONFLICT (kind, id) DO UPDATE SET (${VALUES.join(', ')}) = ROW (${of('excluded', VALUES)})
    WHERE (${of('l', VALUES)}) IS DISTINCT FROM (${of('excluded', VALUES)}))
  SELECT count(*)::int AS written FROM folded`;
