import type { Item } from '@amends/domain/reconciliation';
import type { Stretch } from '@amends/reconciliation';
import type { AskedRefund } from './payment-provider';

/** A refund in the provider's record; `otherPaymentIds`: what else it calls the payment. */
export type ReportedItem = Item & Readonly<{ otherPaymentIds?: readonly string[] }>;

/**
 * The provider's own record of refunds, which the books are compared with. It throws when it cannot be had: half a report
 * is none. A port: one name is both the type and the injection token.
 */
export abstract class SettlementReport {
  /** Every refund that came to its present status in this stretch of time, `before` not included; in any order. */
  abstract changed(stretch: Stretch): AsyncIterable<ReportedItem>;
  /** All that the record has about one refund number; empty when it knows nothing. */
  abstract about(refund: AskedRefund): Promise<readonly ReportedItem[]>;
}
