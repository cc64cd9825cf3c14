import type { OrderPaid } from '@amends/contracts';
import type { Psp } from './psp';

/** The provider took these payments at the shop's checkout; the order is the first the sandbox hears of it. */
export const captureAll = async (psp: Psp, { orderId, currency, payments }: OrderPaid['data']): Promise<void> => {
  for (const { paymentId, tender, amount } of payments)
    if (tender === 'card' || tender === 'wallet') await psp.capture({ paymentId, amount, currency, orderId });
};
