import { machine } from '@amends/kernel';
import type { Life, Row } from '../life';
import { disputeRows, extensionRows, negotiationRows, refundRows, reviewRows } from '../shared-rows';

/** A return, row by row as in states.md 5. What its parcel allows beyond that stands in `return-shipment.ts`. */
// prettier-ignore
const rows: readonly Row[] = [
  { row: 'R2',  from: 'pending_merchant_review',   by: ['merchant', 'rule', 'system'], on: 'approve',    emits: 'after_sale.approved', to: 'awaiting_buyer_shipment' },
  { row: 'K9',  from: 'pending_merchant_review',   by: ['system'],   on: 'merchant_review_expires',      emits: 'after_sale.approved', to: 'awaiting_buyer_shipment' },
  { row: 'K15', from: 'merchant_rejected',         by: ['merchant', 'agent', 'supervisor'], on: 'approve',                      emits: 'after_sale.approved', to: 'awaiting_buyer_shipment' },
  { row: 'K5',  from: 'negotiating',               by: ['merchant'], on: 'accept_offer',                 emits: 'after_sale.approved', to: 'awaiting_buyer_shipment' },

  { row: 'R3',  from: 'awaiting_buyer_shipment',   by: ['buyer'],    on: 'pickup',                       emits: 'case.pickup_asked',   to: 'awaiting_buyer_shipment' },
  { row: 'L11', from: 'awaiting_buyer_shipment',   by: ['buyer'],    on: 'drop_off',                     emits: 'case.drop_off_asked', to: 'awaiting_buyer_shipment' },
  { row: 'R4',  from: 'awaiting_buyer_shipment',   by: ['buyer'],    on: 'waybill',                      emits: 'case.goods_sent',     to: 'awaiting_merchant_receipt' },
  { row: 'R5',  from: 'awaiting_buyer_shipment',   by: ['carrier'],  on: 'parcel_sent',                  emits: 'case.goods_sent',     to: 'awaiting_merchant_receipt' },
  { row: 'R6',  from: 'awaiting_buyer_shipment',   by: ['system'],   on: 'ship_back_expires',            emits: 'after_sale.closed',   to: 'closed' },
  { row: 'K3',  from: 'awaiting_buyer_shipment',   by: ['buyer'],    on: 'cancel',                       emits: 'after_sale.cancelled', to: 'cancelled_by_buyer' },

  { row: 'R7',  from: 'awaiting_merchant_receipt', by: ['buyer'],    on: 'waybill',                      emits: 'case.waybill_changed', to: 'awaiting_merchant_receipt' },
  { row: 'R8',  from: 'awaiting_merchant_receipt', by: ['merchant'], on: 'receipt',                      emits: 'return.received',     to: 'refunding' },
  { row: 'R9',  from: 'awaiting_merchant_receipt', by: ['merchant'], on: 'receipt',                      emits: 'return.partially_received', to: 'refunding' },
  { row: 'R10', from: 'awaiting_merchant_receipt', by: ['merchant'], on: 'receipt',                      emits: 'return.rejected',     to: 'inspection_rejected' },
  { row: 'R10', from: 'awaiting_merchant_receipt', by: ['merchant'], on: 'reject_receipt',               emits: 'return.rejected',     to: 'inspection_rejected' },
  { row: 'R11', from: 'awaiting_merchant_receipt', by: ['system'],   on: 'merchant_receipt_expires',     emits: 'return.received',     to: 'refunding' },
  { row: 'R12', from: 'awaiting_merchant_receipt', by: ['carrier'],  on: 'parcel_lost',                  emits: 'case.goods_lost',     to: 'refunding' },
  { row: 'A7',  from: 'awaiting_merchant_receipt', by: ['carrier'],  on: 'scan_revoked',                 emits: 'after_sale.closed',   to: 'closed' },

  { row: 'K15', from: 'inspection_rejected',       by: ['merchant', 'agent', 'supervisor'], on: 'approve',                      emits: 'after_sale.approved', to: 'refunding' },
  { row: 'K13', from: 'inspection_rejected',       by: ['system'],   on: 'escalation_expires',           emits: 'after_sale.closed',   to: 'closed' },
];

/** The life of a return with its money back. The refused part of an inspection starts in inspection_rejected (R9). */
export const returnRefund: Life = machine('pending_merchant_review', [
  ...reviewRows,
  ...negotiationRows,
  ...rows,
  ...disputeRows('merchant_rejected', 'inspection_rejected'),
  ...refundRows,
  ...extensionRows(
    'pending_merchant_review',
    'negotiating',
    'merchant_rejected',
    'awaiting_buyer_shipment',
    'awaiting_merchant_receipt',
    'inspection_rejected',
  ),
]);
