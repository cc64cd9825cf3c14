import type {
  Charge,
  FastRefundChanged,
  RecoveryChanged,
  RecoveryPaymentReceived,
  RecoveryReminded,
  RerouteChanged,
  Payment,
  RefundChanged,
  RefundKind,
  RefundLegChanged,
  RequestRefund,
  Tender,
} from '@amends/contracts';
import type { Instant, Minor } from '@amends/kernel';
import type { FastRefund } from '../fast-refund/fast-refund';
import type { Refund } from '../refund/refund';
import type { PrivateAccountEvent } from './private-events';

/** What units of a line are made of. */
export type Component = 'cash' | 'points' | 'merchantDiscount' | 'platformDiscount';
export const COMPONENTS = [
  'cash',
  'points',
  'merchantDiscount',
  'platformDiscount',
] as const satisfies readonly Component[];

export type TenderShare = Readonly<{ paymentId: string; amount: Minor }>;

export type AccountLine = Readonly<{
  lineNumber: number;
  /** Absent in accounts that were opened before it was kept. */
  category?: string;
  quantity: number;
  paid: Readonly<Record<Component, number>>;
  /** The line's cash by payment, fixed when the order was paid. */
  tenders: readonly TenderShare[];
}>;

/** What was paid for an order: never changes. */
export type PaidOrder = Readonly<{
  orderId: string;
  buyerId: string;
  merchantId: string;
  currency: string;
  /** Absent in accounts that were opened before it was kept. */
  paidAt?: Instant;
  lines: readonly AccountLine[];
  shippingFee: Readonly<{ paid: Minor; tenders: readonly TenderShare[] }>;
  /** In the order of the checkout: the newest last. */
  payments: readonly Payment[];
}>;

/** A refund that is asked for, by a ticket or by the scan of a parcel. `setOff`: what the buyer owes and lets be taken from it. */
export type AskedRefund = Omit<RequestRefund['data'], 'kind'> & Readonly<{ kind: RefundKind; setOff?: Minor }>;

/** All the money of one order: what was paid, and everything that went back or is on its way. */
export type Account = Readonly<{
  /** Null until orders has told of the payment: facts may come in any order. */
  order: PaidOrder | null;
  refunds: readonly Refund[];
  /** Asked for before the payment was heard of. */
  waiting: readonly AskedRefund[];
  fastRefunds: readonly FastRefund[];
  /** What was paid beside the order: the prices of repairs. */
  charges: readonly (Charge & Readonly<{ afterSaleId: string }>)[];
}>;

export type AccountEvent =
  | RefundChanged
  | RefundLegChanged
  | RerouteChanged
  | FastRefundChanged
  | RecoveryChanged
  | RecoveryReminded
  | RecoveryPaymentReceived
  | PrivateAccountEvent;

export const EMPTY_ACCOUNT: Account = { order: null, refunds: [], waiting: [], fastRefunds: [], charges: [] };

/** Tenders kept in our own books, which go back by their share; card and wallet are the provider's. */
export const isInternal = (tender: Tender): boolean => tender === 'gift_card' || tender === 'balance';

export const refundOf = ({ refunds }: Account, refundId: string): Refund | undefined =>
  refunds.find((refund) => refund.refundId === refundId);

/** The fast refund of a ticket, or of the ticket its refused units came from. */
export const fastRefundOf = ({ fastRefunds }: Account, afterSaleId: string): FastRefund | undefined =>
  fastRefunds.find((fast) => fast.afterSaleId === afterSaleId || fast.childId === afterSaleId);
