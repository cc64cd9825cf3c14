import { catalogue } from '@amends/contracts';
import type { Projection, Received } from '@amends/platform/messaging';

/** What other services say of a ticket, kept for its timeline. Data is kept as it came: sealed stays sealed. */
export const toldByOthers: Projection = {
  types: 'all',
  apply: async (messages, client) => {
    const told = messages.filter(isOfTicket);
    if (told.length === 0) return;
    await client.query({
      name: 'told-by-others-add',
      text: `INSERT INTO after_sales.told_by_others (event_id, after_sale_id, at, service, sequence, type, actor, data)
             SELECT * FROM unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::text[], $5::bigint[], $6::text[], $7::json[], $8::json[])
             ON CONFLICT (event_id) DO NOTHING`,
      values: [
        told.map(({ id }) => id),
        told.map(({ data }) => data.afterSaleId),
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

type OfTicket = Readonly<{ afterSaleId: string; occurredAt?: string }>;

const isOfTicket = (message: Received): message is Received<OfTicket> =>
  'afterSaleId' in message.data &&
  typeof message.data.afterSaleId === 'string' &&
  catalogue[message.type]?.public === true;
