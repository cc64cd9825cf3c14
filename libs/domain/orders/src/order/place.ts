import { refuse, total, type Decision } from '@amends/kernel';
import { allocate, costOf } from './allocation';
import type { OrderRefusal, PlaceOrder } from './commands';
import type { OrderEvent } from './events';
import { flawsOf } from './purchase';

/** A paid order comes in: its benefits and tenders are spread over its lines and never computed again (O1). */
export const place = ({ data }: PlaceOrder): Decision<OrderEvent, OrderRefusal> => {
  const flaws = flawsOf(data);
  if (flaws.length > 0)
    return refuse('malformed', 'The order does not fit together.', {
      errors: flaws.map((flaw) => ({ ...flaw, code: 'malformed' })),
    });
  const expected = costOf(data);
  if (total(data.payments.map(({ amount }) => amount)) !== expected)
    return refuse('payment_mismatch', `The order costs ${String(expected)}.`, { expected });

  const { lines, shippingFee } = allocate(data);
  const { orderId, merchantId, buyerId, orderNumber, currency, paidAt, policyVersion } = data;
  return [
    {
      type: 'order.paid',
      data: {
        orderId,
        merchantId,
        buyerId,
        occurredAt: data.at,
        orderNumber,
        currency,
        paidAt,
        policyVersion,
        shippingAddress: data.shippingAddress,
        lines: data.lines.flatMap((line, index) => {
          const paid = lines[index];
          return paid === undefined ? [] : [{ ...line, paid }];
        }),
        shippingFee,
        payments: data.payments,
        shippingInsurance: data.shippingInsurance,
      },
    },
  ];
};
