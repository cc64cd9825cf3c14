import type {
  AfterSaleApproved,
  AfterSaleCancelled,
  AfterSaleClosed,
  AfterSaleVerdictApplied,
  DisputeMediated,
  OrderFacts,
  ReturnPartiallyReceived,
  ReturnRejected,
} from '@amends/contracts';
import {
  accountAggregate,
  advanceable,
  buyerCreditAggregate,
  eligibility,
  hurdlesAtScan,
  settingsAggregate,
} from '@amends/domain/refunds';
import { reaction, type Reaction, type StreamRef } from '@amends/platform/messaging';
import { changeAccount } from '../application/change-account';
import type { FastRefundTerms } from '../application/fast-refund-terms';
import { accountOf, creditStream, settingsStream } from '../application/streams';

type OfTicket = OrderFacts & Readonly<{ afterSaleId: string }>;

export const ticketOf = ({ orderId, merchantId, buyerId, afterSaleId }: OfTicket) => ({
  order: { orderId, merchantId, buyerId },
  afterSaleId,
});

/** The account and what decides about its fast refunds. */
export const fastRefundStreams = ({ orderId, buyerId }: OrderFacts): readonly StreamRef[] => [
  { aggregate: accountAggregate, streamId: accountOf(orderId) },
  { aggregate: buyerCreditAggregate, streamId: creditStream(buyerId) },
  { aggregate: settingsAggregate, streamId: settingsStream },
];

/** Steps of a ticket that decide about a fast refund: promised at approval, contested or given up later. */
export const tickets = (terms: FastRefundTerms): readonly Reaction[] => [
  reaction<AfterSaleApproved>({
    type: 'after_sale.approved',
    streams: fastRefundStreams,
    handle: async ({ data }, unit) => {
      if (data.type !== 'return_refund' || data.status !== 'awaiting_buyer_shipment') return;
      const { buyerId, money, type } = data;
      const { settings, credit } = await terms.within(unit, buyerId);
      const amount = advanceable(money);
      const judged = eligibility({ settings, buyerId, credit, type, amount });
      await changeAccount(unit, accountOf(data.orderId), {
        type: 'JudgeFastRefund',
        data: {
          ...ticketOf(data),
          money,
          refundId: unit.newId('rfd'),
          hurdles: hurdlesAtScan(settings, credit),
          judgement: { ...judged, shadow: settings.shadow, inputs: { ...credit, amount, settings } },
          at: unit.now,
        },
      });
    },
  }),
  ended<AfterSaleCancelled>('after_sale.cancelled'),
  ended<AfterSaleClosed>('after_sale.closed'),
  reaction<ReturnRejected>({
    type: 'return.rejected',
    streams: fastRefundStreams,
    handle: async ({ data }, unit) => {
      const command = { type: 'NoteContest', data: { ...ticketOf(data), childId: null, at: unit.now } } as const;
      await changeAccount(unit, accountOf(data.orderId), command);
    },
  }),
  reaction<ReturnPartiallyReceived>({
    type: 'return.partially_received',
    streams: fastRefundStreams,
    handle: async ({ data }, unit) => {
      const { childId } = data;
      const command = { type: 'NoteContest', data: { ...ticketOf(data), childId, at: unit.now } } as const;
      await changeAccount(unit, accountOf(data.orderId), command);
    },
  }),
  decided<AfterSaleVerdictApplied>('after_sale.verdict_applied', ({ winner }) => winner !== 'merchant'),
  decided<DisputeMediated>('dispute.mediated', () => true),
];

/** It is decided about goods that the merchant has refused, by the platform or by both. */
function decided<Event extends AfterSaleVerdictApplied | DisputeMediated>(
  type: Event['type'],
  isPaid: (data: Event['data']) => boolean,
): Reaction {
  return reaction<Event>({
    type,
    streams: fastRefundStreams,
    handle: async ({ data }, unit) => {
      const command = { type: 'NoteVerdict', data: { ...ticketOf(data), paid: isPaid(data), at: unit.now } } as const;
      await changeAccount(unit, accountOf(data.orderId), command);
    },
  });
}

function ended<Event extends AfterSaleCancelled | AfterSaleClosed>(type: Event['type']): Reaction {
  return reaction<Event>({
    type,
    streams: fastRefundStreams,
    handle: async ({ data }, unit) => {
      const command = { type: 'WithdrawTicket', data: { ...ticketOf(data), at: unit.now } } as const;
      await changeAccount(unit, accountOf(data.orderId), command);
    },
  });
}
