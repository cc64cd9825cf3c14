import { afterSaleStatusOf, countersOf, statusOf, type AddressChange, type OrderLine } from '@amends/domain/orders';
import type { PlacedOrder } from '../application/access';
import type { AddressWords } from '../application/address-changes';
import type { Versioned } from '../application/orders';

const UNOPENED: ReadonlyMap<number, AddressWords> = new Map();

/**
 * An order as api.md 2 shows it. Money in minor units, points in points. Without `words`, the answer of a write, which is
 * kept: what is sealed stays out of it.
 */
export const orderView = ({ state, version }: Versioned, words = UNOPENED): object => {
  const { orderId, ...order } = state.order;
  return {
    id: orderId,
    version,
    status: statusOf(state),
    orderNumber: order.orderNumber,
    buyerId: order.buyerId,
    merchantId: order.merchantId,
    currency: order.currency,
    paidAt: order.paidAt,
    shippingFee: state.shippingFee,
    policyVersion: order.policyVersion,
    lines: state.lines.map((line) => lineView(state, line)),
    addressChanges: state.addressChanges.map((change) => addressChangeView(change, words.get(change.number))),
    createdAt: order.createdAt,
    updatedAt: order.updatedAt,
  };
};

const addressChangeView = (change: AddressChange, words: AddressWords | undefined): object => ({
  number: change.number,
  status: change.status,
  requestedAt: change.requestedAt,
  decideUntil: change.dueAt,
  decidedAt: change.decidedAt,
  address: words?.address ?? null,
  explanation: words?.explanation ?? null,
  interceptions: change.interceptions.map(({ carrier, trackingNumber, stage: status }) => ({
    carrier,
    trackingNumber,
    status,
  })),
});

const lineView = (state: PlacedOrder, line: OrderLine): object => ({
  lineNumber: line.lineNumber,
  sku: line.sku,
  title: line.title,
  kind: line.kind,
  status: line.status,
  afterSaleStatus: afterSaleStatusOf(state, line),
  ...countersOf(state, line),
  paid: line.paid,
});
