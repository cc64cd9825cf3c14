import type { StoredEvent } from '@amends/platform/event-store';
import type { Pool } from 'pg';

export type Written = Pick<StoredEvent, 'id' | 'type' | 'data'>;

const PUBLISHED = 500;
const AT_MOST = 1500;

/** The newest events, in the order of the store: those that no relay has marked as published, and the last before them. */
export const newest = async (pool: Pool): Promise<readonly Written[]> => {
  const { rows } = await pool.query<Written>({
    name: 'relay-newest-events',
    text: `SELECT event_id AS id, type, data FROM es.events
           WHERE position > (SELECT max(last_position) FROM msg.relay) - ${String(PUBLISHED)}
           ORDER BY position DESC LIMIT ${String(AT_MOST)}`,
  });
  return rows.reverse();
};
