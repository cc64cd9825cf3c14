import type { Charge, Money, RequestRefund } from '@amends/contracts';
import type { Dice } from '../dice';
import type { Purchase } from './purchase';
import type { Teller, Ticket } from './teller';

/** What happens one after the other; between two of its steps anything else may. */
export type Story = Generator<undefined, void>;

/** What the shop has told that others must make right: minor units. */
export type Records = Readonly<{
  asked: RequestRefund['data'][];
  /** What buyers paid beside their orders. */
  charges: (Charge & Readonly<{ orderId: string }>)[];
  /** Goods whose replacement went first: what was kept of them, or null when they came back. */
  goods: { readonly afterSaleId: string; readonly worth: number; kept: number | null }[];
}>;

/** What a story plays with. `begin`: another one goes on beside it. */
export type Scene = Readonly<{
  dice: Dice;
  teller: Teller;
  records: Records;
  begin: (name: string, story: Story) => void;
}>;

export const submitted = ({ teller }: Scene, order: Purchase, ticket: Ticket): void =>
  teller.tellOf(order, ticket, 'after_sale.submitted', 'pending_merchant_review', { parentId: ticket.parentId });

export const completed = ({ teller }: Scene, order: Purchase, ticket: Ticket, more: object = {}): void =>
  teller.tellOf(order, ticket, 'after_sale.completed', 'completed', { refunded: [], refundId: null, ...more });

/** A ticket asks for its money, or for what the buyer has paid beside the order. */
export const ask = (
  { teller, records }: Scene,
  order: Purchase,
  ticket: Ticket,
  what: Readonly<{ money: Money; charge?: Charge }>,
): void => {
  const request: RequestRefund['data'] = {
    ...teller.factsOf(order),
    afterSaleId: ticket.id,
    refundId: teller.id('rfd'),
    kind: KINDS[ticket.type] ?? 'normal',
    ...what,
    parentId: ticket.parentId,
  };
  records.asked.push(request);
  teller.tell('refund.request', request);
};

const KINDS: Readonly<Record<string, RequestRefund['data']['kind']>> = {
  compensation: 'goodwill',
  price_protection: 'price_protection',
};

export const NO_MONEY: Money = { lines: [], shippingFee: 0 };
