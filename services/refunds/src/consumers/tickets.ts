import type {
  AfterSaleApproved,
  AfterSaleCancelled,
  AfterSaleClosed,
  AfterSaleCompleted,
  AfterSaleTypeChanged,
  AfterSaleVerdictApplied,
  DisputeMediated,
  GoodsOwed,
  OrderFacts,
  ReturnPartiallyReceived,
  ReturnRejected,
} from '@amends/contracts';
import { accountAggregate, buyerCreditAggregate, settingsAggregate } from '@amends/domain/refunds';
import type { Unit } from '@amends/platform/event-store';
import { reaction, type Reaction, type StreamRef } from '@amends/platform/messaging';
import { changeAccount } from '../application/change-account';
import type { FastRefundTerms } from '../application/fast-refund-terms';
import { judgeFastRefund } from '../application/judge-fast-refund';
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
      if (data.advance !== undefined) await oweGoods(data, data.advance, unit);
      if (data.type !== 'return_refund' || data.status !== 'awaiting_buyer_shipment') return;
      await judgeFastRefund(terms, data, unit);
    },
  }),
  ended<AfterSaleCancelled>('after_sale.cancelled'),
  ended<AfterSaleClosed>('after_sale.closed', ({ closeReason }) => closeReason === 'scan_revoked'),
  released<AfterSaleCompleted>('after_sale.completed', settledBy),
  released<AfterSaleTypeChanged>('after_sale.type_changed', ({ from }) =>
    from.type === 'exchange' ? null : undefined,
  ),
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

/** A ticket has ended without its goods. `isRevoked`: because the carrier never had them (A7). */
function ended<Event extends AfterSaleCancelled | AfterSaleClosed>(
  type: Event['type'],
  isRevoked: (data: Event['data']) => boolean = () => false,
): Reaction {
  return reaction<Event>({
    type,
    streams: fastRefundStreams,
    handle: async ({ data }, unit) => {
      const about = { ...ticketOf(data), at: unit.now };
      const { advance } = data;
      await changeAccount(
        unit,
        accountOf(data.orderId),
        advance === undefined
          ? { type: isRevoked(data) ? 'NoteRevoked' : 'WithdrawTicket', data: about }
          : { type: 'NoteGoodsKept', data: { ...about, amount: advance.amount, refundId: unit.newId('rfd') } },
      );
    },
  });
}

/** Goods whose replacement went first are back, or owed no more (X9): so much of them, with null all; undefined: it is not about such. */
function released<Event extends AfterSaleCompleted | AfterSaleTypeChanged>(
  type: Event['type'],
  amountOf: (data: Event['data']) => number | null | undefined,
): Reaction {
  return reaction<Event>({
    type,
    streams: (data) => (amountOf(data) === undefined ? [] : fastRefundStreams(data)),
    handle: async ({ data }, unit) => {
      const amount = amountOf(data);
      if (amount === undefined) return;
      const command = { type: 'NoteGoodsBack', data: { ...ticketOf(data), amount, at: unit.now } } as const;
      await changeAccount(unit, accountOf(data.orderId), command);
    },
  });
}

/** Terms that both have agreed on may have made a compensation of it: then nothing is owed any more. */
const settledBy = ({ type, advance }: AfterSaleCompleted['data']): number | null | undefined =>
  advance?.amount ?? (type === 'compensation' ? null : undefined);

const oweGoods = async (ticket: OfTicket, { amount }: GoodsOwed, unit: Unit): Promise<void> => {
  const command = { type: 'OweGoods', data: { ...ticketOf(ticket), amount, at: unit.now } } as const;
  await changeAccount(unit, accountOf(ticket.orderId), command);
};
