import type { ChargeCaptured, OrderPaid } from '@amends/contracts';
import type { Psp } from './psp';

/** The provider took these payments at the shop's checkout; the order is the first the sandbox hears of it. */
export const captureAll = async (psp: Psp, { orderId, currency, payments }: OrderPaid['data']): Promise<void> => {
  for (const { paymentId, tender, amount } of payments)
    if (tender === 'card' || tender === 'wallet') await psp.capture({ paymentId, amount, currency, orderId });
};

/** … and this one when the buyer accepted the price of a repair. */
export const captureCharge = (
  psp: Psp,
  { orderId, currency, paymentId, amount }: ChargeCaptured['data'],
): Promise<void> => psp.capture({ paymentId, amount, currency, orderId });
