import type { FreightBearer, OnSite } from '@amends/contracts';
import type { Mover, Trigger } from './life';
import { rowOf } from './life-of';
import { endsWithGoods } from './holding';
import { moneyNow } from './money';
import { goodsOwed, mayGoAhead } from './goods-ahead';
import { goOn, receiveAll } from './settling';
import { factsOf, orderFacts, type Story } from './story';
import type { Ticket } from './ticket';
import { bookWished } from './wished-pickup';

type Approval = Readonly<{
  on: Trigger;
  by: Extract<Mover, 'merchant' | 'agent' | 'system' | 'rule'>;
  /** The merchant may take the way back upon himself, never put it on the buyer. */
  returnFreightBearer?: FreightBearer;
  onSite?: OnSite;
}>;

/** Says yes, and does what follows from it: pays, waits for the goods, or has the parcel stopped (U3, S2, S3, R2, K9, K15). */
export const approve = (telling: Story, ticket: Ticket, approval: Approval): void => {
  const { on, by, returnFreightBearer, onSite } = approval;
  const { order, tickets } = telling.now();
  const now = telling.latest(ticket);
  const goesAhead = mayGoAhead(now, telling.asked);
  const how = {
    ...now,
    ...(goesAhead && { course: 'ahead' as const }),
    ...(onSite && { onSite: { ...onSite, moves: 0 } }),
  };
  const row = rowOf(how, on, by, 'after_sale.approved');
  if (row === undefined) return;

  const bearer = returnFreightBearer === 'merchant' ? 'merchant' : now.returnFreightBearer;
  telling.tell({
    type: 'after_sale.approved',
    data: {
      ...factsOf(telling, now, { status: row.to, returnFreightBearer: bearer }),
      by,
      money: endsWithGoods(now.type) ? { lines: [], shippingFee: 0 } : moneyNow(order, tickets, now, now.money.lines),
      ...(goesAhead && { advance: goodsOwed(now) }),
      ...(onSite && { onSite }),
    },
  });
  goOn(telling, ticket, row);
  if (row.to === 'awaiting_merchant_receipt' && now.interceptRequested) awaitForwardParcel(telling, ticket);
  else if (row.to === 'awaiting_buyer_shipment') bookWished(telling, ticket);
};

/** The parcel that was sent out is the one that comes back; it may be back already (S3, S5). */
const awaitForwardParcel = (telling: Story, ticket: Ticket): void => {
  const known = telling.latest(ticket).returnShipment;
  if (known?.status === 'signed') {
    receiveAll(telling, ticket, 'parcel_back', 'carrier');
    return;
  }
  const outward = outwardParcel(telling, ticket);
  telling.tell({
    type: 'case.parcel_heard',
    data: {
      afterSaleId: ticket.id,
      at: telling.asked.at,
      parcel: { method: 'forward_parcel', status: known?.status ?? 'in_transit', ...outward },
    },
  });
};

/** Asks for the parcel on its way to be stopped; the one known as the ticket's if no other is named. */
export const askToIntercept = (
  telling: Story,
  ticket: Ticket,
  parcel: Readonly<{ carrier: string; trackingNumber: string }> | null = outwardParcel(telling, ticket),
): void => {
  if (parcel === null) return;
  telling.tell({
    type: 'parcel.intercept_requested',
    data: { ...orderFacts(telling), afterSaleId: ticket.id, ...parcel },
  });
};

/** The parcel that took the ticket's goods out, the latest of them; null where none is known. */
export const outwardParcel = (
  telling: Story,
  { lines }: Pick<Ticket, 'lines'>,
): Readonly<{ carrier: string; trackingNumber: string }> | null => {
  const parcels = telling
    .now()
    .order.lines.filter(({ lineNumber }) => lines.some((line) => line.lineNumber === lineNumber))
    .flatMap((line) => line.parcels);
  const last = parcels.at(-1);
  return last === undefined ? null : { carrier: last.carrier, trackingNumber: last.trackingNumber };
};
