import type { FastRefundChanged, RecoveryChanged, RefundChanged } from '@amends/contracts';
import type { CaseEvent, OpenedCase } from '../case';
import type { Asked } from '../commands';
import { openForPlatform } from '../dispute/opening';
import { hasSucceeded } from '../holding';
import { rowOf } from '../life-of';
import { complete } from '../settling';
import { factsOf, story, type Story } from '../story';
import type { FastRefundStatus, Ticket } from '../ticket';
import { closeRevoked } from './revoking';

/** How a refund of a ticket stands: it completes the ticket, or stops it, or takes it up again (K16–K18, rulings.md 5.3, 5.4). That of what was paid beside the order moves nothing, that of a difference in price only itself. */
export const hearRefund = ({ data }: RefundChanged, asked: Asked, state: OpenedCase): readonly CaseEvent[] => {
  const { afterSaleId, refundId, status, trying, kind, charge } = data;
  if (charge !== undefined) return [];
  const ticket = state.tickets.find(({ id }) => id === afterSaleId);
  const known = ticket?.refunds.find((refund) => refund.refundId === refundId);
  if (ticket === undefined || (known?.status === status && known.trying === trying)) return [];
  const telling = story(state, asked);
  if (ticket.priceDifference?.refundId === refundId) {
    const paidBack = status === 'succeeded';
    if (paidBack !== ticket.priceDifference.paidBack)
      telling.tell({ type: 'case.difference_heard', data: { afterSaleId, at: asked.at, paidBack } });
    return telling.events();
  }
  telling.tell({
    type: 'case.refund_heard',
    data: { afterSaleId, at: asked.at, refundId, status, trying, advance: kind === 'fast' },
  });
  follow(telling, telling.latest(ticket));
  return telling.events();
};

const follow = (telling: Story, ticket: Ticket): void => {
  if (hasSucceeded(ticket)) {
    complete(telling, ticket);
    return;
  }
  const isTried = ticket.refunds.some(
    ({ status, trying }) => trying || status === 'reserved' || status === 'processing',
  );
  if (!isTried) {
    fail(telling, ticket);
    return;
  }
  const row = rowOf(ticket, 'refund_retried', 'refunds', 'case.refund_retried');
  if (row !== undefined)
    telling.tell({
      type: 'case.refund_retried',
      data: { afterSaleId: ticket.id, at: telling.asked.at, status: row.to },
    });
};

/** Nothing will be tried by itself any more, or what had come was taken back. */
const fail = (telling: Story, ticket: Ticket): void => {
  const row =
    rowOf(ticket, 'refund_fails', 'refunds', 'after_sale.refund_failed') ??
    rowOf(ticket, 'refund_reversed', 'refunds', 'after_sale.refund_failed');
  const refundId = ticket.refunds.at(-1)?.refundId;
  if (row === undefined || refundId === undefined) return;
  telling.tell({
    type: 'after_sale.refund_failed',
    data: { ...factsOf(telling, ticket, { status: row.to }), refundId },
  });
};

const statusOf: Readonly<Record<(FastRefundChanged | RecoveryChanged)['type'], FastRefundStatus>> = {
  'fast_refund.eligible': 'eligible',
  'fast_refund.advanced': 'advanced',
  'fast_refund.undone': 'eligible',
  'fast_refund.settled': 'settled',
  'fast_refund.contested': 'contested',
  'recovery.started': 'recovering',
  'recovery.completed': 'recovered',
  'recovery.written_off': 'written_off',
};

/** How the advance of a ticket stands (states.md 13); a contested one is the platform's to judge. */
export const hearFastRefund = (
  { type, data: { afterSaleId } }: FastRefundChanged | RecoveryChanged,
  asked: Asked,
  state: OpenedCase,
): readonly CaseEvent[] => {
  const fastRefund = statusOf[type];
  const ticket = state.tickets.find(({ id }) => id === afterSaleId);
  if (ticket === undefined || ticket.fastRefund === fastRefund) return [];
  const telling = story(state, asked);
  telling.tell({ type: 'case.fast_refund_heard', data: { afterSaleId, at: asked.at, fastRefund } });
  if (fastRefund === 'contested') openForPlatform(telling, ticket);
  if (fastRefund === 'advanced') closeRevoked(telling, ticket);
  return telling.events();
};
