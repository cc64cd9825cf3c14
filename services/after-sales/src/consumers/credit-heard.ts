import type { BuyerCreditChanged, FastRefundDayPromised, FastRefundSettingsChanged } from '@amends/contracts';
import { settingsIn } from '@amends/domain/refunds';
import type { Projection, Received } from '@amends/platform/messaging';

/** What refunds tells of a buyer's credit, of fast refund's settings and of what is promised in a day; the latest word counts. */
export const creditHeard: Projection = {
  types: ['buyer_credit.changed', 'fast_refund.settings_changed', 'fast_refund_day.promised'] satisfies readonly (
    BuyerCreditChanged['type'] | FastRefundSettingsChanged['type'] | FastRefundDayPromised['type']
  )[],
  apply: async (messages, client) => {
    const latest = [...new Map(messages.filter(isOfBuyer).map((message) => [message.data.buyerId, message])).values()];
    if (latest.length > 0)
      await client.query({
        name: 'credit-heard-buyers',
        text: `INSERT INTO after_sales.buyer_credit AS known (buyer_id, credit, heard_at)
               SELECT * FROM unnest($1::text[], $2::json[], $3::timestamptz[])
               ON CONFLICT (buyer_id) DO UPDATE SET credit = excluded.credit, heard_at = excluded.heard_at
               WHERE known.heard_at <= excluded.heard_at`,
        values: [
          latest.map(({ data }) => data.buyerId),
          latest.map(({ data }) => JSON.stringify(standingIn(data))),
          latest.map(({ data }) => data.occurredAt),
        ],
      });

    const settings = messages.filter(isOfSettings).at(-1)?.data;
    if (settings !== undefined)
      await client.query({
        name: 'credit-heard-settings',
        text: `INSERT INTO after_sales.fast_refund_settings AS known (settings, heard_at) VALUES ($1, $2)
               ON CONFLICT (id) DO UPDATE SET settings = excluded.settings, heard_at = excluded.heard_at
               WHERE known.heard_at <= excluded.heard_at`,
        values: [JSON.stringify(settingsIn(settings)), settings.occurredAt],
      });

    const days = messages.filter(isOfDay).map(({ data: { day, amount, promised = amount } }) => ({ day, promised }));
    const last = days.sort((a, b) => (a.day === b.day ? a.promised - b.promised : a.day < b.day ? -1 : 1)).at(-1);
    if (last !== undefined)
      await client.query({
        name: 'credit-heard-day',
        text: `INSERT INTO after_sales.fast_refund_day AS known (day, promised) VALUES ($1, $2)
               ON CONFLICT (id) DO UPDATE SET day = excluded.day, promised = excluded.promised
               WHERE (known.day, known.promised) < (excluded.day, excluded.promised)`,
        values: [last.day, last.promised],
      });
  },
};

const isOfBuyer = (message: Received): message is Received<BuyerCreditChanged['data']> =>
  message.type === 'buyer_credit.changed';

const isOfSettings = (message: Received): message is Received<FastRefundSettingsChanged['data']> =>
  message.type === 'fast_refund.settings_changed';

const isOfDay = (message: Received): message is Received<FastRefundDayPromised['data']> =>
  message.type === 'fast_refund_day.promised';

const standingIn = ({ buyerId: _buyerId, occurredAt: _at, ...standing }: BuyerCreditChanged['data']): object =>
  standing;
