import type { Aggregate, Instant, Message } from '@amends/kernel';
import type { Pool } from 'pg';
import { BadCursor } from '../errors';
import type { Streams } from '../loading/streams';
import type { ListPage, ListQuery, ListWhere } from '../store';

type ListRow = Readonly<{ id: string; stream_id: string; created_at: Date }>;

/** One page of a list, newest first; the bodies are the newest states of the listed streams. */
export const readList = async <State, Event extends Message>(
  pool: Pool,
  streams: Streams,
  aggregate: Aggregate<State, Event>,
  query: ListQuery,
): Promise<ListPage<State>> => {
  const { rows } = await pool.query<ListRow>(statementOf(query));
  const page = rows.slice(0, query.limit);
  const items = await Promise.all(
    page.map(async ({ id, stream_id: streamId }) => {
      const { version, state } = await streams.current({ aggregate, streamId });
      return { id, streamId, version, state: state as State }; // a state of this aggregate
    }),
  );
  const last = page.at(-1);
  return { items, nextCursor: rows.length > query.limit && last !== undefined ? cursorOf(last) : null };
};

const CONDITIONS: Readonly<Record<keyof ListWhere, string>> = {
  id: 'id = ?',
  orderId: 'order_id = ?',
  afterSaleId: 'after_sale_id = ?',
  buyerId: 'buyer_id = ?',
  merchantId: 'merchant_id = ?',
  status: 'status = ?',
  type: 'type = ?',
  reference: 'reference = ?',
  flagged: 'flagged = ?',
  updatedAfter: 'updated_at > ?',
};

/** Each set of conditions has its own prepared statement; there are few, since callers' lists are fixed. */
const statementOf = ({
  kind,
  where,
  limit,
  cursor,
}: ListQuery): Readonly<{ name: string; text: string; values: unknown[] }> => {
  const values: unknown[] = [kind, limit + 1];
  const asked = Object.entries(CONDITIONS).filter(
    ([column]) => column in where && where[column as keyof ListWhere] !== undefined,
  );
  const conditions = asked.map(([column, condition]) => {
    values.push(where[column as keyof ListWhere]);
    return condition.replace('?', `$${String(values.length)}`);
  });
  if (cursor !== undefined) {
    const { createdAt, id } = placeOf(cursor);
    values.push(createdAt, id);
    conditions.push(`(created_at, id) < ($${String(values.length - 1)}::timestamptz, $${String(values.length)})`);
  }
  return {
    name: `es-list-${asked.map(([column]) => column).join('-')}${cursor === undefined ? '' : '-on'}`,
    text: `SELECT id, stream_id, created_at FROM es.listings WHERE ${['kind = $1', ...conditions].join(' AND ')}
           ORDER BY created_at DESC, id DESC LIMIT $2`,
    values,
  };
};

const cursorOf = ({ created_at: createdAt, id }: ListRow): string => cursorAfter(createdAt.toISOString(), id);

/** The cursor behind an object in any list that it could stand in: of several lists that are read as one, each goes on from there. */
export const cursorAfter = (createdAt: Instant, id: string): string =>
  Buffer.from(JSON.stringify([createdAt, id])).toString('base64url');

const placeOf = (cursor: string): Readonly<{ createdAt: string; id: string }> => {
  const [createdAt, id, ...rest] = parsed(cursor);
  if (typeof createdAt !== 'string' || typeof id !== 'string' || rest.length > 0) throw new BadCursor();
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(createdAt) || Number.isNaN(Date.parse(createdAt)))
    throw new BadCursor();
  if (id.includes('\0')) throw new BadCursor();
  return { createdAt, id };
};

const parsed = (cursor: string): readonly unknown[] => {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
};
