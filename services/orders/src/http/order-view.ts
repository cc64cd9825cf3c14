import { afterSaleStatusOf, countersOf, statusOf, type OrderLine } from '@amends/domain/orders';
import type { PlacedOrder } from '../application/access';
import type { Versioned } from '../application/orders';

/** An order as api.md 2 shows it. Money in minor units, points in points. */
export const orderView = ({ state, version }: Versioned): object => {
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
    createdAt: order.createdAt,
    updatedAt: order.updatedAt,
  };
};

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
