import { NO_AMOUNT, type LineAmount, type Sealed } from '@amends/contracts';
import { giveFeeBack } from './fees';
import { settleGoods } from './goods-ahead';
import { hasSucceeded } from './holding';
import type { Mover, Row, Trigger } from './life';
import { rowOf } from './life-of';
import { moneyNow, refundKindOf } from './money';
import { giveDifferenceBack, giveSurchargesBack, settleDifference } from './price-difference';
import { factsOf, orderFacts, type Story } from './story';
import type { Ticket } from './ticket';
import { startDeadline } from './waiting';
import { bookWished } from './wished-pickup';

/** The ticket has come to refunding: its money, or the `part` that was accepted of it, is fixed and asked for. */
export const fixMoney = (telling: Story, ticket: Ticket, part?: readonly LineAmount[]): void => {
  const { order, tickets, locks } = telling.now();
  const now = telling.latest(ticket);
  const lock = locks.find(({ afterSaleId }) => afterSaleId === ticket.id)?.lineNumbers ?? [];
  const awaitsCancelLock =
    now.type === 'refund_only' &&
    now.phase === 'unshipped' &&
    !now.lines.every(({ lineNumber }) => lock.includes(lineNumber));
  telling.tell({
    type: 'case.money_fixed',
    data: {
      afterSaleId: ticket.id,
      at: telling.asked.at,
      money: moneyNow(order, tickets, now, part ?? now.money.lines),
      awaitsCancelLock,
    },
  });
  startDeadline(telling, ticket);
  giveDifferenceBack(telling, ticket);
  giveSurchargesBack(telling, ticket);
  if (!awaitsCancelLock) askForRefund(telling, ticket);
};

/** Sends the money off: exactly once for each time it is fixed. */
export const askForRefund = (telling: Story, ticket: Ticket): void => {
  const { id: afterSaleId, money, type, parentId } = telling.latest(ticket);
  const { refundId } = telling.asked.fresh;
  telling.tell({
    type: 'refund.request',
    data: { ...orderFacts(telling), afterSaleId, refundId, kind: refundKindOf(type), money, parentId },
  });
  if (isPaidAhead(telling, ticket)) complete(telling, ticket);
};

/** Its advance is out, or that of the parcel its refused units came with: it is taken from the merchant, not paid again. */
const isPaidAhead = (telling: Story, ticket: Ticket): boolean => {
  const now = telling.latest(ticket);
  const parent = telling.now().tickets.find(({ id }) => id === now.parentId);
  return (
    hasSucceeded(now) || (parent?.refunds.some(({ advance, status }) => advance && status === 'succeeded') ?? false)
  );
};

/** All the money is back (K16, R13). */
export const complete = (telling: Story, ticket: Ticket): void => {
  const now = telling.latest(ticket);
  const row = rowOf(now, 'refund_succeeds', 'refunds', 'after_sale.completed');
  if (row === undefined) return;
  const refunded = now.money.lines
    .filter(({ units }) => units > 0)
    .map(({ lineNumber, units }) => ({ lineNumber, quantity: units }));
  const amount = now.approved ?? now.requested;
  const refundId = now.refunds.at(-1)?.refundId ?? now.refundId;
  telling.tell({
    type: 'after_sale.completed',
    data: { ...factsOf(telling, now, { status: row.to }), refunded, amount, refundId },
  });
};

/** What was sent has come, by the buyer's word or by his silence: no money moves (X7, I5, P12). */
export const completeDelivery = (telling: Story, ticket: Ticket, on: Trigger, by: Mover): void => {
  const now = telling.latest(ticket);
  const row = rowOf(now, on, by, 'after_sale.completed');
  if (row === undefined) return;
  telling.tell({
    type: 'after_sale.completed',
    data: { ...factsOf(telling, now, { status: row.to }), refunded: [], amount: NO_AMOUNT, refundId: null },
  });
  settleDifference(telling, ticket);
  startDeadline(telling, ticket);
};

/** Nothing can be sent instead, or no more: what the units are worth goes back (X6, I4, P9, rulings.md 4.6). */
export const convertToRefund = (
  telling: Story,
  ticket: Ticket,
  how: Readonly<{ on: Trigger; by: Mover; because: string; explanation?: Sealed }>,
): void => {
  const now = telling.latest(ticket);
  const row = rowOf(now, how.on, how.by, 'after_sale.type_changed');
  if (row === undefined) return;
  const { because, explanation } = how;
  telling.tell({
    type: 'after_sale.type_changed',
    data: {
      ...factsOf(telling, now, {
        status: row.to,
        // What was to be reissued never comes back; everything else is, or was, with the merchant.
        type: now.type === 'reissue' ? 'refund_only' : 'return_refund',
        ...(because === 'lost' && { responsibility: 'logistics' }),
      }),
      from: { type: now.type, phase: now.phase },
      because,
      shipment: null,
      ...(explanation && { explanation }),
    },
  });
  giveFeeBack(telling, ticket);
  goOn(telling, ticket, row);
  if (row.to === 'awaiting_buyer_shipment') bookWished(telling, ticket);
};

/** The goods are back, by somebody's word, the carrier's, or because nobody said otherwise: pay, or go on (R8, R11, S5, X4, P3). */
export const receiveAll = (telling: Story, ticket: Ticket, on: Trigger, by: Mover): Row | undefined => {
  const now = telling.latest(ticket);
  const row = rowOf(now, on, by, 'return.received');
  if (row === undefined) return undefined;
  telling.tell({
    type: 'return.received',
    data: {
      ...factsOf(telling, now, { status: row.to }),
      by: by === 'merchant' ? 'merchant' : 'system',
      inspection: now.lines.map(({ lineNumber, quantity }) => ({
        lineNumber,
        accepted: quantity,
        damaged: 0,
        missing: 0,
      })),
    },
  });
  goOn(telling, ticket, row);
  return row;
};

/** Pays where the row says so, or ends where goods that were owed are back; otherwise waits for what comes next. */
export const goOn = (telling: Story, ticket: Ticket, { to }: Row): void => {
  if (to === 'refunding') fixMoney(telling, ticket);
  else if (!settleGoods(telling, ticket)) startDeadline(telling, ticket);
};
