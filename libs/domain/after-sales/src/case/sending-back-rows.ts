import type { AfterSaleStatus } from '@amends/contracts';
import type { Row } from './life';

/**
 * Goods that come to the merchant and are not paid for: how they get there, and what may be wrong with them (states.md 5
 * and 11). `to`: where the ticket goes on once they are there. What a type calls its own arrival stands in its own table.
 */
// prettier-ignore
export const sendingBackRows = (to: AfterSaleStatus): readonly Row[] => [
  { row: 'R3',  from: 'awaiting_buyer_shipment',   by: ['buyer'],    on: 'pickup',             emits: 'case.pickup_asked',    to: 'awaiting_buyer_shipment' },
  { row: 'L11', from: 'awaiting_buyer_shipment',   by: ['buyer'],    on: 'drop_off',           emits: 'case.drop_off_asked',  to: 'awaiting_buyer_shipment' },
  { row: 'X3',  from: 'awaiting_buyer_shipment',   by: ['buyer'],    on: 'waybill',            emits: 'case.goods_sent',      to: 'awaiting_merchant_receipt' },
  { row: 'X3',  from: 'awaiting_buyer_shipment',   by: ['carrier'],  on: 'parcel_sent',        emits: 'case.goods_sent',      to: 'awaiting_merchant_receipt' },
  { row: 'R6',  from: 'awaiting_buyer_shipment',   by: ['system'],   on: 'ship_back_expires',  emits: 'after_sale.closed',    to: 'closed' },
  { row: 'K3',  from: 'awaiting_buyer_shipment',   by: ['buyer'],    on: 'cancel',             emits: 'after_sale.cancelled', to: 'cancelled_by_buyer' },

  { row: 'R7',  from: 'awaiting_merchant_receipt', by: ['buyer'],    on: 'waybill',            emits: 'case.waybill_changed', to: 'awaiting_merchant_receipt' },
  { row: 'R9',  from: 'awaiting_merchant_receipt', by: ['merchant'], on: 'receipt',            emits: 'return.partially_received', to },
  { row: 'R10', from: 'awaiting_merchant_receipt', by: ['merchant'], on: 'receipt',            emits: 'return.rejected',      to: 'inspection_rejected' },
  { row: 'R10', from: 'awaiting_merchant_receipt', by: ['merchant'], on: 'reject_receipt',     emits: 'return.rejected',      to: 'inspection_rejected' },

  { row: 'K15', from: 'inspection_rejected',       by: ['merchant', 'agent', 'supervisor'], on: 'approve', emits: 'after_sale.approved',  to },
  { row: 'K13', from: 'inspection_rejected',       by: ['system'],   on: 'escalation_expires', emits: 'after_sale.closed',    to: 'closed' },
];
