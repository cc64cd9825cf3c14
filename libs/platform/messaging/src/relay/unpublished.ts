import type { StoredEvent } from '@amends/platform/event-store';
import type { Pool } from 'pg';

const NEWEST = 1000;

/** The newest events that no relay has marked as published, in the order of the store. */
export const unpublished = async (pool: Pool): Promise<readonly Pick<StoredEvent, 'id' | 'type' | 'data'>[]> => {
  const { rows } = await pool.query<Pick<StoredEvent, 'id' | 'type' | 'data'>>({
    name: 'relay-unpublished',
    text: `SELECT event_id AS id, type, data FROM es.events
           WHERE position > (SELECT max(last_position) FROM msg.relay)
           ORDER BY position DESC LIMIT ${String(NEWEST)}`,
  });
  return rows.reverse();
};
