import type { ChargeCaptured, OrderPaid, RequestRefund } from '@amends/contracts';
import { accountAggregate, buyerCreditAggregate, setOffOf } from '@amends/domain/refunds';
import { reaction, type Reaction, type StreamRef } from '@amends/platform/messaging';
import { changeAccount } from '../application/change-account';
import { accountOf, creditStream } from '../application/streams';
import { ticketOf } from './tickets';

const account = (orderId: string): StreamRef => ({ aggregate: accountAggregate, streamId: accountOf(orderId) });

/** What opens an account and what asks for its money. */
export const moneyAsked: readonly Reaction[] = [
  reaction<OrderPaid>({
    type: 'order.paid',
    streams: ({ orderId }) => [account(orderId)],
    handle: async ({ data }, unit) => {
      await changeAccount(unit, accountOf(data.orderId), { type: 'OpenAccount', data: { paid: data, at: unit.now } });
    },
  }),
  reaction<ChargeCaptured>({
    type: 'charge.captured',
    streams: ({ orderId }) => [account(orderId)],
    handle: async ({ data }, unit) => {
      const { paymentId, amount } = data;
      const command = { ...ticketOf(data), charge: { paymentId, amount }, at: unit.now };
      await changeAccount(unit, accountOf(data.orderId), { type: 'NoteCharge', data: command });
    },
  }),
  reaction<RequestRefund>({
    type: 'refund.request',
    streams: ({ orderId, buyerId }) => [
      account(orderId),
      { aggregate: buyerCreditAggregate, streamId: creditStream(buyerId) },
    ],
    handle: async ({ data }, unit) => {
      const { state: credit } = await unit.load(buyerCreditAggregate, creditStream(data.buyerId));
      const setOff = setOffOf(credit);
      const command = { type: 'RequestRefund', data: { request: data, setOff, at: unit.now } } as const;
      await changeAccount(unit, accountOf(data.orderId), command);
    },
  }),
];
