import type { Aggregate, Message } from '@amends/kernel';
import type { Pool } from 'pg';
import type { Streams } from '../loading/streams';
import type { ListPage, ScanQuery } from '../store';

type ScanRow = Readonly<{
  id: string;
  created_at: Date;
  stream_id: string;
  version: number;
  revision: number;
  state: unknown;
}>;

const PAGE = 500;

/** All listed objects of somebody, the oldest first, with the newest states of their streams: what reports count. */
export async function* scan<State, Event extends Message>(
  pool: Pool,
  streams: Streams,
  aggregate: Aggregate<State, Event>,
  query: ScanQuery,
): AsyncGenerator<ListPage<State>['items'][number]> {
  const { text, values } = conditionsOf(query);
  for (let after: readonly [Date, string] = [new Date(0), '']; ;) {
    const { rows } = await pool.query<ScanRow>(
      `SELECT l.id, l.created_at, s.stream_id, s.version, s.revision, s.state
       FROM es.listings l JOIN es.streams s USING (stream_id)
       WHERE (l.created_at, l.id) > ($1, $2) AND ${text} ORDER BY l.created_at, l.id LIMIT ${String(PAGE)}`,
      [...after, ...values],
    );
    for (const { id, stream_id: streamId, version, revision, state } of rows) {
      const folded = revision === aggregate.revision ? state : (await streams.current({ aggregate, streamId })).state;
      yield { id, streamId, version, state: folded as State }; // a state of this aggregate
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE) return;
    after = [last.created_at, last.id];
  }
}

const conditionsOf = ({ kind, of, createdFrom, createdBefore }: ScanQuery) => {
  const asked: readonly (readonly [string, string | undefined])[] = [
    ['l.kind =', kind],
    ['l.buyer_id =', 'buyerId' in of ? of.buyerId : undefined],
    ['l.merchant_id =', of.merchantId],
    ['l.created_at >=', createdFrom],
    ['l.created_at <', createdBefore],
  ];
  const given = asked.flatMap(([condition, value]) => (value === undefined ? [] : [[condition, value] as const]));
  return {
    text: given.map(([condition], index) => `${condition} $${String(index + 3)}`).join(' AND '),
    values: given.map(([, value]) => value),
  };
};
