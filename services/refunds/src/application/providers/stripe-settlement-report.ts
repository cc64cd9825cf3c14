import type { ItemStatus } from '@amends/domain/reconciliation';
import { instant, millis } from '@amends/kernel';
import type { Stretch } from '@amends/reconciliation';
import type Stripe from 'stripe';
import type { AskedRefund } from './payment-provider';
import { SettlementReport, type ReportedItem } from './settlement-report';
import { NUMBER, paymentOf, stripeClient, type StripeSettings } from './stripe-provider';

const PAGE = 100;

/** Movements of the balance that a refund causes: it goes out, or comes back because it failed. */
const TYPES: ReadonlySet<string> = new Set(['refund', 'payment_refund', 'refund_failure', 'payment_failure_refund']);

/**
 * Stripe's balance transactions (https://docs.stripe.com/reports/balance-transaction-types). A refund is told as it stands
 * now and not as it moved; one that was not asked for by us carries Stripe's own id instead of a number.
 */
export class StripeSettlementReport extends SettlementReport {
  private readonly stripe: Stripe;

  constructor(settings: StripeSettings) {
    super();
    this.stripe = stripeClient(settings);
  }

  override async *changed({ from, before }: Stretch): AsyncIterable<ReportedItem> {
    const created = { gte: Math.floor(millis(from) / 1000), lt: Math.ceil(millis(before) / 1000) };
    const told = new Set<string>();
    const movements = this.stripe.balanceTransactions.list({ created, limit: PAGE, expand: ['data.source'] });
    for await (const { type, source, created: movedAt } of movements) {
      if (!TYPES.has(type) || !isRefund(source) || told.has(source.id)) continue;
      told.add(source.id); // What went out and came back is one refund.
      yield itemOf(source, movedAt);
    }
  }

  override async about({ refundNumber, paymentId }: AskedRefund): Promise<readonly ReportedItem[]> {
    const found: ReportedItem[] = [];
    for await (const refund of this.stripe.refunds.list({ ...paymentOf(paymentId), limit: PAGE }))
      if (refund.metadata?.[NUMBER] === refundNumber) found.push(itemOf(refund, refund.created));
    return found;
  }
}

const isRefund = (source: Stripe.BalanceTransaction['source']): source is Stripe.Refund =>
  typeof source === 'object' && source?.object === 'refund';

/** A storefront knows its payment by its intent or by its charge. */
const itemOf = (refund: Stripe.Refund, changedAt: number): ReportedItem => ({
  paymentId: idIn(refund.payment_intent) ?? idIn(refund.charge) ?? '',
  otherPaymentIds: [idIn(refund.charge) ?? ''],
  number: refund.metadata?.[NUMBER] ?? refund.id,
  amount: refund.amount,
  currency: refund.currency.toUpperCase(),
  status: STATUSES[refund.status ?? ''] ?? 'open',
  changedAt: instant(changedAt * 1000),
});

const STATUSES: Readonly<Record<string, ItemStatus>> = { succeeded: 'succeeded', failed: 'failed', canceled: 'failed' };

const idIn = (named: string | Readonly<{ id: string }> | null): string | undefined =>
  typeof named === 'string' ? named : named?.id;
