import { machine } from '@amends/kernel';
import type { Life, Row } from '../life';
import { disputeRows, extensionRows, reviewRows } from '../shared-rows';

/**
 * Somebody comes and repairs the goods where they are (states.md P2). Nothing travels: what is declined ends there, what is
 * done is confirmed by the buyer. What cannot be repaired goes on as a return or an exchange whose goods come first; where
 * nobody came in time, the goods are sent in after all.
 */
// prettier-ignore
const rows: readonly Row[] = [
  { row: 'P2',  from: 'pending_merchant_review',   by: ['merchant'], on: 'approve',               emits: 'after_sale.approved',       to: 'on_site_scheduled' },
  { row: 'K15', from: 'merchant_rejected',         by: ['merchant', 'agent', 'supervisor'], on: 'approve', emits: 'after_sale.approved', to: 'on_site_scheduled' },
  { row: 'P2',  from: 'on_site_scheduled',         by: ['buyer', 'merchant'], on: 'appointment',  emits: 'repair.visit_rescheduled',  to: 'on_site_scheduled' },
  { row: 'P2',  from: 'on_site_scheduled',         by: ['system'],   on: 'visit_expires',         emits: 'repair.visit_missed',       to: 'awaiting_buyer_shipment' },
  { row: 'K3',  from: 'on_site_scheduled',         by: ['buyer'],    on: 'cancel',                emits: 'after_sale.cancelled',      to: 'cancelled_by_buyer' },

  { row: 'P4',  from: 'on_site_scheduled',         by: ['merchant'], on: 'diagnosis',             emits: 'repair.started',            to: 'in_repair' },
  { row: 'P5',  from: 'on_site_scheduled',         by: ['merchant'], on: 'diagnosis',             emits: 'repair.quoted',             to: 'awaiting_quote_acceptance' },
  { row: 'P6',  from: 'awaiting_quote_acceptance', by: ['buyer'],    on: 'accept_quote',          emits: 'repair.quote_accepted',     to: 'in_repair' },
  { row: 'P7',  from: 'awaiting_quote_acceptance', by: ['buyer'],    on: 'decline_quote',         emits: 'repair.quote_declined',     to: 'awaiting_quote_acceptance' },
  { row: 'P7',  from: 'awaiting_quote_acceptance', by: ['system'],   on: 'quote_expires',         emits: 'repair.quote_declined',     to: 'awaiting_quote_acceptance' },
  { row: 'P7',  from: 'awaiting_quote_acceptance', by: ['buyer'],    on: 'decline_quote',         emits: 'after_sale.closed',         to: 'closed' },
  { row: 'P7',  from: 'awaiting_quote_acceptance', by: ['system'],   on: 'quote_expires',         emits: 'after_sale.closed',         to: 'closed' },
  { row: 'P8',  from: 'awaiting_quote_acceptance', by: ['buyer'],    on: 'dispute',               emits: 'dispute.opened',            to: 'awaiting_quote_acceptance' },
  { row: 'P8',  from: 'awaiting_quote_acceptance', by: ['system'],   on: 'quote_falls',           emits: 'repair.started',            to: 'in_repair' },

  { row: 'P9',  from: 'in_repair',                 by: ['merchant'], on: 'repair_finished',       emits: 'repair.finished',           to: 'awaiting_buyer_receipt' },
  { row: 'P9',  from: 'in_repair',                 by: ['merchant'], on: 'repair_finished',       emits: 'after_sale.type_changed',   to: 'awaiting_buyer_shipment' },
  { row: 'P10', from: 'in_repair',                 by: ['system'],   on: 'repair_expires',        emits: 'repair.overdue',            to: 'negotiating' },
  { row: 'P10', from: 'negotiating',               by: ['buyer'],    on: 'accept_offer',          emits: 'after_sale.type_changed',   to: 'awaiting_buyer_shipment' },
  { row: 'P10', from: 'negotiating',               by: ['system'],   on: 'offer_expires',         emits: 'after_sale.type_changed',   to: 'awaiting_buyer_shipment' },
  { row: 'P10', from: 'negotiating',               by: ['buyer'],    on: 'decline_offer',         emits: 'repair.resumed',            to: 'in_repair' },

  { row: 'P12', from: 'awaiting_buyer_receipt',    by: ['buyer'],    on: 'confirm_receipt',       emits: 'after_sale.completed',      to: 'completed' },
  { row: 'P12', from: 'awaiting_buyer_receipt',    by: ['system'],   on: 'buyer_confirm_expires', emits: 'after_sale.completed',      to: 'completed' },
  { row: 'X8',  from: 'awaiting_buyer_receipt',    by: ['buyer'],    on: 'object',                emits: 'after_sale.reopened',       to: 'pending_merchant_review' },
];

/** The life of a repair where the goods are, once an approval has named a time; where nobody reviews, none is named. */
export const repairOnSite: Life = machine('pending_merchant_review', [
  ...reviewRows,
  ...rows,
  ...disputeRows('merchant_rejected'),
  ...extensionRows(
    'pending_merchant_review',
    'merchant_rejected',
    'on_site_scheduled',
    'awaiting_quote_acceptance',
    'in_repair',
    'negotiating',
    'awaiting_buyer_receipt',
  ),
]);
