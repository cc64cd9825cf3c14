import { rowOf } from '../life-of';
import { factsOf, type Story } from '../story';
import type { FastRefundStatus, Ticket } from '../ticket';
import { startDeadline } from '../waiting';

/** An advance is out, or may be on its way: nothing else hangs on the word of the carrier. */
const ADVANCED_FOR: ReadonlySet<FastRefundStatus> = new Set(['eligible', 'advanced']);

/**
 * The carrier takes back its word that it has the parcel (A7). It counts only where money was advanced for it; an advance
 * that is still with the provider is waited for.
 */
export const hearRevoked = (telling: Story, ticket: Ticket): void => {
  const { fastRefund, scanRevoked } = telling.latest(ticket);
  if (rowOfRevoking(ticket) === undefined || scanRevoked || !ADVANCED_FOR.has(fastRefund)) return;
  telling.tell({ type: 'case.scan_revoked', data: { afterSaleId: ticket.id, at: telling.asked.at } });
  closeRevoked(telling, ticket);
};

/** Closes the ticket once the advance is known to be out: its units stay refunded, and refunds gets the money back. */
export const closeRevoked = (telling: Story, ticket: Ticket): void => {
  const now = telling.latest(ticket);
  const row = rowOfRevoking(now);
  if (row === undefined || !now.scanRevoked || now.fastRefund !== 'advanced') return;
  telling.tell({
    type: 'after_sale.closed',
    data: { ...factsOf(telling, now, { status: row.to }), closeReason: 'scan_revoked', refunded: now.lines },
  });
  startDeadline(telling, ticket);
};

const rowOfRevoking = (ticket: Ticket) => rowOf(ticket, 'scan_revoked', 'carrier', 'after_sale.closed');
