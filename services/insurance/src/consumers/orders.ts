import type { OrderAfterSaleWindowClosed, OrderLineClosed, OrderLineShipped, OrderPaid } from '@amends/contracts';
import type { HearLine, LineFact } from '@amends/domain/insurance';
import type { Reaction } from '@amends/platform/messaging';
import { hearing, partiesOf } from './hearing';

type LineEvent = OrderLineShipped | OrderLineClosed | OrderAfterSaleWindowClosed;

/** A line has left, has closed, or has no window any more. */
const line = <Event extends LineEvent>(type: Event['type'], fact: LineFact): Reaction =>
  hearing<Event>(type, (data, { now: at }): HearLine => ({
    type: 'HearLine',
    data: { ...partiesOf(data), lineNumber: data.lineNumber, fact, happenedAt: data.occurredAt, at },
  }));

/** The words of orders in ours: what was bought, what has left, and when nothing can come back any more. */
export const orderReactions: readonly Reaction[] = [
  hearing<OrderPaid>('order.paid', (data, unit) => ({
    type: 'HearOrder',
    data: {
      ...partiesOf(data),
      policyId: unit.newId('plc'),
      wished: data.shippingInsurance,
      currency: data.currency,
      lineNumbers: data.lines.map(({ lineNumber }) => lineNumber),
      at: unit.now,
    },
  })),
  line<OrderLineShipped>('order.line_shipped', 'shipped'),
  line<OrderLineClosed>('order.line_closed', 'closed'),
  line<OrderAfterSaleWindowClosed>('order.after_sale_window_closed', 'settled'),
];
