import { catalogue } from '@amends/contracts';
import type { Projection, Received } from '@amends/platform/messaging';

/** What other services say of an order and its tickets, kept for timelines. Data is kept as it came: sealed stays sealed. */
export const toldByOthers: Projection = {
  types: 'all',
  apply: async (messages, client) => {
    const told = messages.filter(isOfOrder);
    if (told.length === 0) return;
    await client.query({
      name: 'told-by-others-add',
      text: `INSERT INTO after_sales.told_by_others
               (event_id, order_id, after_sale_id, at, service, sequence, type, actor, data)
             SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::timestamptz[], $5::text[], $6::bigint[],
               $7::text[], $8::json[], $9::json[])
             ON CONFLICT (event_id) DO NOTHING`,
      values: [
        told.map(({ id }) => id),
        told.map(({ data }) => data.orderId),
        told.map(({ data }) => ticketIn(data)),
        told.map(({ data, time }) => data.occurredAt ?? time),
        told.map(({ source }) => source.replace(/^\//, '')),
        told.map(({ sequence }) => sequence),
        told.map(({ type }) => `${type}.v${String(catalogue[type]?.version ?? 1)}`),
        told.map(({ actor }) => JSON.stringify(actor)),
        told.map(({ data }) => JSON.stringify(data)),
      ],
    });
  },
};

type OfOrder = Readonly<{ orderId: string; afterSaleId?: unknown; occurredAt?: string }>;

const isOfOrder = (message: Received): message is Received<OfOrder> =>
  'orderId' in message.data && typeof message.data.orderId === 'string' && catalogue[message.type]?.public === true;

const ticketIn = ({ afterSaleId }: OfOrder): string | null => (typeof afterSaleId === 'string' ? afterSaleId : null);
