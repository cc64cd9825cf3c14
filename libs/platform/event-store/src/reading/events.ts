import type { Pool } from 'pg';
import type { Metadata, StoredEvent } from '../store';

export type EventRow = Readonly<{
  position: string;
  stream_id: string;
  version: number;
  event_id: string;
  category: string;
  type: string;
  schema_v: number;
  partition_key: string;
  data: object;
  meta: Metadata;
  at: Date;
}>;

export const EVENT_COLUMNS =
  'position, stream_id, version, event_id, category, type, schema_v, partition_key, data, meta, at';

/** The events of a stream with a version above `fromVersion`, in order. */
export const readEvents = async (
  pool: Pool,
  streamId: string,
  fromVersion: number,
): Promise<readonly StoredEvent[]> => {
  const { rows } = await pool.query<EventRow>({
    name: 'es-events',
    text: `SELECT ${EVENT_COLUMNS} FROM es.events WHERE stream_id = $1 AND version > $2 ORDER BY version`,
    values: [streamId, fromVersion],
  });
  return rows.map(storedEvent);
};

/** Reads a row of `es.events`. */
export const storedEvent = (row: EventRow): StoredEvent => ({
  streamId: row.stream_id,
  version: row.version,
  id: row.event_id,
  category: row.category,
  type: row.type,
  schemaVersion: row.schema_v,
  partitionKey: row.partition_key,
  data: row.data,
  metadata: row.meta,
  at: row.at.toISOString(),
});
