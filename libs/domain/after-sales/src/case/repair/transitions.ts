import { machine } from '@amends/kernel';
import type { Life, Row } from '../life';
import { sendingBackRows } from '../sending-back-rows';
import { disputeRows, extensionRows, negotiationRows, reviewRows } from '../shared-rows';

/**
 * The goods come to the bench and go home again (states.md 8). What is replaced instead goes on as an exchange, what cannot
 * be repaired, was lost under way, or is not sent home in time, as a return (P9, R12, rulings.md 4.6, 4.7).
 */
// prettier-ignore
const rows: readonly Row[] = [
  { row: 'P2',  from: 'pending_merchant_review',    by: ['merchant', 'rule', 'system'], on: 'approve', emits: 'after_sale.approved', to: 'awaiting_buyer_shipment' },
  { row: 'P2',  from: 'pending_merchant_review',    by: ['system'],   on: 'merchant_review_expires',  emits: 'after_sale.approved',     to: 'awaiting_buyer_shipment' },
  { row: 'K15', from: 'merchant_rejected',          by: ['merchant', 'agent', 'supervisor'], on: 'approve',                  emits: 'after_sale.approved',     to: 'awaiting_buyer_shipment' },

  { row: 'P3',  from: 'awaiting_merchant_receipt',  by: ['merchant'], on: 'receipt',                  emits: 'return.received',         to: 'diagnosing' },
  { row: 'P3',  from: 'awaiting_merchant_receipt',  by: ['system'],   on: 'merchant_receipt_expires', emits: 'return.received',         to: 'diagnosing' },
  { row: 'R12', from: 'awaiting_merchant_receipt',  by: ['carrier'],  on: 'parcel_lost',              emits: 'after_sale.type_changed', to: 'refunding' },

  { row: 'P4',  from: 'diagnosing',                 by: ['merchant'], on: 'diagnosis',                emits: 'repair.started',          to: 'in_repair' },
  { row: 'P4',  from: 'diagnosing',                 by: ['system'],   on: 'diagnosis_expires',        emits: 'repair.started',          to: 'in_repair' },
  { row: 'P5',  from: 'diagnosing',                 by: ['merchant'], on: 'diagnosis',                emits: 'repair.quoted',           to: 'awaiting_quote_acceptance' },
  { row: 'P6',  from: 'awaiting_quote_acceptance',  by: ['buyer'],    on: 'accept_quote',             emits: 'repair.quote_accepted',   to: 'in_repair' },
  { row: 'P7',  from: 'awaiting_quote_acceptance',  by: ['buyer'],    on: 'decline_quote',            emits: 'repair.quote_declined',   to: 'awaiting_merchant_shipment' },
  { row: 'P7',  from: 'awaiting_quote_acceptance',  by: ['system'],   on: 'quote_expires',            emits: 'repair.quote_declined',   to: 'awaiting_merchant_shipment' },
  // The platform is asked about "human damage"; where it is not the buyer's doing the quote falls, else it stands.
  { row: 'P8',  from: 'awaiting_quote_acceptance',  by: ['buyer'],    on: 'dispute',                  emits: 'dispute.opened',          to: 'awaiting_quote_acceptance' },
  { row: 'P8',  from: 'awaiting_quote_acceptance',  by: ['system'],   on: 'quote_falls',              emits: 'repair.started',          to: 'in_repair' },

  { row: 'P9',  from: 'in_repair',                  by: ['merchant'], on: 'repair_finished',          emits: 'repair.finished',         to: 'awaiting_merchant_shipment' },
  { row: 'P9',  from: 'in_repair',                  by: ['merchant'], on: 'repair_finished',          emits: 'after_sale.type_changed', to: 'refunding' },

  { row: 'P10', from: 'in_repair',                  by: ['system'],   on: 'repair_expires',           emits: 'repair.overdue',          to: 'negotiating' },
  { row: 'P10', from: 'negotiating',                by: ['buyer'],    on: 'accept_offer',             emits: 'after_sale.type_changed', to: 'refunding' },
  { row: 'P10', from: 'negotiating',                by: ['system'],   on: 'offer_expires',            emits: 'after_sale.type_changed', to: 'refunding' },
  { row: 'P10', from: 'negotiating',                by: ['buyer'],    on: 'decline_offer',            emits: 'repair.resumed',          to: 'in_repair' },

  { row: 'P11', from: 'awaiting_merchant_shipment', by: ['merchant'], on: 'replacement_shipment',     emits: 'repair.sent_back',        to: 'awaiting_buyer_receipt' },
  { row: 'X6',  from: 'awaiting_merchant_shipment', by: ['system'],   on: 'reship_expires',           emits: 'after_sale.type_changed', to: 'refunding' },
  { row: 'P12', from: 'awaiting_buyer_receipt',     by: ['buyer'],    on: 'confirm_receipt',          emits: 'after_sale.completed',    to: 'completed' },
  { row: 'P12', from: 'awaiting_buyer_receipt',     by: ['system'],   on: 'buyer_confirm_expires',    emits: 'after_sale.completed',    to: 'completed' },
  { row: 'X8',  from: 'awaiting_buyer_receipt',     by: ['buyer'],    on: 'object',                   emits: 'after_sale.reopened',     to: 'pending_merchant_review' },
];

/** The life of a repair. */
export const repair: Life = machine('pending_merchant_review', [
  ...reviewRows,
  ...negotiationRows,
  ...rows,
  ...sendingBackRows('diagnosing'),
  ...disputeRows('merchant_rejected', 'inspection_rejected'),
  ...extensionRows(
    'pending_merchant_review',
    'negotiating',
    'merchant_rejected',
    'awaiting_buyer_shipment',
    'awaiting_merchant_receipt',
    'inspection_rejected',
    'diagnosing',
    'awaiting_quote_acceptance',
    'in_repair',
    'awaiting_merchant_shipment',
    'awaiting_buyer_receipt',
  ),
]);
