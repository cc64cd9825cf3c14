import type { AccountEvent } from '../account/account';
import { TAKEN_BACK } from '../account/hearing';
import type { Consequence } from './buyer-credit';

/**
 * What an event of an order's account means for its buyer: points and balance that were given back or taken back, and
 * what of the fast refunds is outstanding. Written in the same transaction as the event.
 */
export const consequencesOf = (
  event: AccountEvent,
  currency: string,
  advanceOf: (afterSaleId: string) => string,
): readonly Consequence[] => {
  switch (event.type) {
    case 'refund_leg.succeeded': {
      const { tender, amount, legId } = event.data;
      if (tender === 'points') return [{ book: 'points', change: amount, legId }];
      return tender === 'balance' ? [{ book: 'balance', change: amount, currency, legId }] : [];
    }
    case 'refund_leg.failed': {
      const { tender, amount, legId, failureCode } = event.data;
      return tender === 'points' && failureCode === TAKEN_BACK ? [{ book: 'points', change: -amount, legId }] : [];
    }
    case 'fast_refund.eligible':
      return [{ exposure: 'exposed', ...moved(event) }];
    case 'fast_refund.advanced':
      return [{ exposure: 'advanced', ...moved(event) }];
    case 'fast_refund.undone':
    case 'account.advance_undone':
      return [{ exposure: 'advance_undone', ...moved(event) }];
    case 'fast_refund.settled':
      return [{ exposure: 'relieved', afterSaleId: advanceOf(event.data.afterSaleId), amount: event.data.amount }];
    case 'account.fast_refund_released':
      return [{ exposure: 'relieved', ...moved(event) }];
    case 'recovery.started': {
      const { refundId, orderId, amount } = event.data;
      return refundId === null ? [] : [{ recovery: 'started', refundId, orderId, amount }];
    }
    case 'recovery.payment_received': {
      const { refundId, amount, source, open } = event.data;
      const fromBalance = { book: 'balance', change: -amount, currency, legId: `${refundId}/${String(open)}` } as const;
      return [
        ...(source === 'balance' ? [fromBalance] : []),
        { recovery: 'paid', refundId, amount },
        { exposure: 'relieved', afterSaleId: advanceOf(event.data.afterSaleId), amount },
      ];
    }
    case 'recovery.written_off': {
      const { refundId, amount, afterSaleId } = event.data;
      const relieved = { exposure: 'relieved', afterSaleId: advanceOf(afterSaleId), amount } as const;
      return refundId === null ? [relieved] : [{ recovery: 'written_off', refundId, amount }, relieved];
    }
    case 'account.payment_link_opened':
      return [{ recovery: 'link_opened', refundId: event.data.refundId }];
    case 'account.payment_link_closed':
      return [{ recovery: 'link_closed', refundId: event.data.refundId }];
    case 'account.goods_owed':
      return [{ exposure: 'exposed', ...moved(event) }];
    case 'account.goods_back':
      return [{ exposure: 'relieved', ...moved(event) }];
    case 'refund_leg.queued':
    case 'account.opened':
    case 'account.refund_kept':
    case 'account.refund_planned':
    case 'account.leg_waits':
    case 'account.leg_sent':
    case 'account.leg_asked':
    case 'account.leg_contradicted':
    case 'account.differences_noted':
    case 'account.settlement_proposed':
    case 'account.settlement_confirmed':
    case 'account.settlement_declined':
    case 'refund_reroute.offered':
    case 'refund_reroute.accepted':
    case 'refund_reroute.declined':
    case 'refund_reroute.expired':
    case 'account.advance_prepared':
    case 'account.fast_refund_denied':
    case 'account.charge_noted':
    case 'account.payment_link_due':
    case 'account.scan_noted':
    case 'account.scan_revoked':
    case 'account.advance_started':
    case 'account.settlement_noted':
    case 'account.contest_noted':
    case 'account.verdict_noted':
    case 'refund.created':
    case 'refund.processing':
    case 'refund.succeeded':
    case 'refund.partially_succeeded':
    case 'refund.failed':
    case 'refund.reversed':
    case 'refund.retried':
    case 'refund.cancelled':
    case 'refund_leg.submitted':
    case 'refund_leg.unknown':
    case 'fast_refund.contested':
    case 'recovery.reminded':
    case 'recovery.completed':
      return [];
  }
};

const moved = ({
  data: { afterSaleId, amount },
}: Readonly<{ data: Readonly<{ afterSaleId: string; amount: number }> }>) => ({
  afterSaleId,
  amount,
});
