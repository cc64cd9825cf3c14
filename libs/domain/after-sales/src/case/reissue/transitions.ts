import { machine } from '@amends/kernel';
import type { Life, Row } from '../life';
import { disputeRows, extensionRows, negotiationRows, reviewRows } from '../shared-rows';

/** What was missing is sent, or its price is given back (states.md 7). Nothing comes back, so the buyer may withdraw until it leaves. */
// prettier-ignore
const rows: readonly Row[] = [
  { row: 'I2',  from: 'pending_merchant_review',    by: ['merchant', 'rule', 'system'], on: 'approve', emits: 'after_sale.approved', to: 'awaiting_merchant_shipment' },
  { row: 'I2',  from: 'pending_merchant_review',    by: ['system'],   on: 'merchant_review_expires', emits: 'after_sale.approved',     to: 'awaiting_merchant_shipment' },
  { row: 'K15', from: 'merchant_rejected',          by: ['merchant', 'agent', 'supervisor'], on: 'approve',                 emits: 'after_sale.approved',     to: 'awaiting_merchant_shipment' },
  { row: 'I3',  from: 'awaiting_merchant_shipment', by: ['merchant'], on: 'replacement_shipment',    emits: 'reissue.shipped',         to: 'awaiting_buyer_receipt' },
  { row: 'I4',  from: 'awaiting_merchant_shipment', by: ['merchant'], on: 'out_of_stock',            emits: 'after_sale.type_changed', to: 'refunding' },
  { row: 'I4',  from: 'awaiting_merchant_shipment', by: ['system'],   on: 'reship_expires',          emits: 'after_sale.type_changed', to: 'refunding' },
  { row: 'K3',  from: 'awaiting_merchant_shipment', by: ['buyer'],    on: 'cancel',                  emits: 'after_sale.cancelled',    to: 'cancelled_by_buyer' },
  { row: 'I5',  from: 'awaiting_buyer_receipt',     by: ['buyer'],    on: 'confirm_receipt',         emits: 'after_sale.completed',    to: 'completed' },
  { row: 'I5',  from: 'awaiting_buyer_receipt',     by: ['system'],   on: 'buyer_confirm_expires',   emits: 'after_sale.completed',    to: 'completed' },
  { row: 'I6',  from: 'awaiting_buyer_receipt',     by: ['buyer'],    on: 'object',                  emits: 'after_sale.reopened',     to: 'pending_merchant_review' },
];

/** The life of a reissue. */
export const reissue: Life = machine('pending_merchant_review', [
  ...reviewRows,
  ...negotiationRows,
  ...rows,
  ...disputeRows('merchant_rejected'),
  ...extensionRows(
    'pending_merchant_review',
    'negotiating',
    'merchant_rejected',
    'awaiting_merchant_shipment',
    'awaiting_buyer_receipt',
  ),
]);
