import type { Charge, OrderFacts, RequestRefund } from '@amends/contracts';
import { chargeLegs } from '../leg/leg';
import { EXCEEDS, paymentsHave, start } from './reserving';
import { tell, tellOfNew, type Story } from './story';

/** The buyer has paid for a repair. Told again: nothing. */
export const noteCharge = (
  story: Story,
  {
    order,
    afterSaleId,
    charge,
  }: Readonly<{ order: Omit<OrderFacts, 'occurredAt'>; afterSaleId: string; charge: Charge }>,
): Story => {
  const { charges } = story.account;
  const payments = story.account.order?.payments ?? [];
  if ([...charges, ...payments].some(({ paymentId }) => paymentId === charge.paymentId)) return story;
  return tell(story, {
    type: 'account.charge_noted',
    data: { ...order, occurredAt: story.at, afterSaleId, ...charge },
  });
};

/** The price of a repair goes back by the payment that it came by, under the rules of every refund (money.md 13). */
export const giveChargeBack = (story: Story, asked: RequestRefund['data'], charge: Charge): Story => {
  const { orderId, merchantId, buyerId, afterSaleId, refundId } = asked;
  const noted = noteCharge(story, { order: { orderId, merchantId, buyerId }, afterSaleId, charge });
  const isCharge = noted.account.charges.some(({ paymentId }) => paymentId === charge.paymentId);
  const legs = chargeLegs(refundId, charge);
  return isCharge && paymentsHave(noted, legs)
    ? start(noted, asked, legs)
    : tellOfNew(noted, asked, 'refund.failed', EXCEEDS);
};
