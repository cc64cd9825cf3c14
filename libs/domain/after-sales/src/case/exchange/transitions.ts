import type { AfterSaleStatus } from '@amends/contracts';
import { machine } from '@amends/kernel';
import type { Life, Row } from '../life';
import { sendingBackRows } from '../sending-back-rows';
import { disputeRows, extensionRows, negotiationRows, reviewRows } from '../shared-rows';

/** The other item comes, or its price (states.md 6, X5–X8). */
// prettier-ignore
const replacingRows: readonly Row[] = [
  { row: 'X5', from: 'awaiting_merchant_shipment', by: ['merchant'], on: 'replacement_shipment',  emits: 'replacement.shipped',     to: 'awaiting_buyer_receipt' },
  { row: 'X6', from: 'awaiting_merchant_shipment', by: ['merchant'], on: 'out_of_stock',          emits: 'after_sale.type_changed', to: 'refunding' },
  { row: 'X6', from: 'awaiting_merchant_shipment', by: ['system'],   on: 'reship_expires',        emits: 'after_sale.type_changed', to: 'refunding' },
  { row: 'X7', from: 'awaiting_buyer_receipt',     by: ['buyer'],    on: 'confirm_receipt',       emits: 'after_sale.completed',    to: 'completed' },
  { row: 'X7', from: 'awaiting_buyer_receipt',     by: ['system'],   on: 'buyer_confirm_expires', emits: 'after_sale.completed',    to: 'completed' },
  { row: 'X8', from: 'awaiting_buyer_receipt',     by: ['buyer'],    on: 'object',                emits: 'after_sale.reopened',     to: 'pending_merchant_review' },
];

/** Reviewed, sent back, looked at (X2–X4). What the carrier loses is not the buyer's loss: the other item is sent all the same (R12). */
// prettier-ignore
const ordinaryRows: readonly Row[] = [
  { row: 'X2',  from: 'pending_merchant_review',   by: ['merchant', 'rule', 'system'], on: 'approve', emits: 'after_sale.approved', to: 'awaiting_buyer_shipment' },
  { row: 'X2',  from: 'pending_merchant_review',   by: ['system'],   on: 'merchant_review_expires',   emits: 'after_sale.approved', to: 'awaiting_buyer_shipment' },
  { row: 'K15', from: 'merchant_rejected',         by: ['merchant', 'agent', 'supervisor'], on: 'approve',                   emits: 'after_sale.approved', to: 'awaiting_buyer_shipment' },
  { row: 'X4',  from: 'awaiting_merchant_receipt', by: ['merchant'], on: 'receipt',                   emits: 'return.received',     to: 'awaiting_merchant_shipment' },
  { row: 'X4',  from: 'awaiting_merchant_receipt', by: ['system'],   on: 'merchant_receipt_expires',  emits: 'return.received',     to: 'awaiting_merchant_shipment' },
  { row: 'R12', from: 'awaiting_merchant_receipt', by: ['carrier'],  on: 'parcel_lost',               emits: 'case.goods_lost',     to: 'awaiting_merchant_shipment' },
];

/** The goods are back already: what was sent instead was not as agreed, and is sent once more (X8, rulings.md 4.6). */
// prettier-ignore
const againRows: readonly Row[] = [
  { row: 'X8',  from: 'pending_merchant_review', by: ['merchant', 'rule', 'system'], on: 'approve', emits: 'after_sale.approved', to: 'awaiting_merchant_shipment' },
  { row: 'X8',  from: 'pending_merchant_review', by: ['system'],   on: 'merchant_review_expires',   emits: 'after_sale.approved', to: 'awaiting_merchant_shipment' },
  { row: 'K15', from: 'merchant_rejected',       by: ['merchant', 'agent', 'supervisor'], on: 'approve',                   emits: 'after_sale.approved', to: 'awaiting_merchant_shipment' },
];

/**
 * The replacement goes first (X9, rulings.md 4.10): approved, shipped, received, and only then the goods come back. What
 * ends otherwise once it has left keeps both, and pays. `goods_settled`: they are back, or lost by no fault of the buyer.
 * An objection is no reason to apply for something else: the goods are still with the buyer.
 */
// prettier-ignore
const aheadRows: readonly Row[] = [
  { row: 'X9',  from: 'pending_merchant_review',   by: ['merchant', 'rule', 'system'], on: 'approve', emits: 'after_sale.approved', to: 'awaiting_merchant_shipment' },
  { row: 'X9',  from: 'pending_merchant_review',   by: ['system'],   on: 'merchant_review_expires',  emits: 'after_sale.approved',     to: 'awaiting_merchant_shipment' },
  { row: 'K15', from: 'merchant_rejected',         by: ['merchant', 'agent', 'supervisor'], on: 'approve', emits: 'after_sale.approved', to: 'awaiting_merchant_shipment' },
  { row: 'K3',  from: 'pending_merchant_review',   by: ['buyer'],    on: 'cancel',                   emits: 'after_sale.cancelled',    to: 'cancelled_by_buyer' },
  { row: 'K8',  from: 'pending_merchant_review',   by: ['merchant'], on: 'reject',                   emits: 'after_sale.rejected',     to: 'merchant_rejected' },
  { row: 'K3',  from: 'merchant_rejected',         by: ['buyer'],    on: 'cancel',                   emits: 'after_sale.cancelled',    to: 'cancelled_by_buyer' },
  { row: 'K13', from: 'merchant_rejected',         by: ['system'],   on: 'escalation_expires',       emits: 'after_sale.closed',       to: 'closed' },
  { row: 'X9',  from: 'merchant_rejected',         by: ['buyer'],    on: 'confirm_receipt',          emits: 'replacement.received',    to: 'awaiting_buyer_shipment' },

  { row: 'X5',  from: 'awaiting_merchant_shipment', by: ['merchant'], on: 'replacement_shipment',    emits: 'replacement.shipped',     to: 'awaiting_buyer_receipt' },
  { row: 'X6',  from: 'awaiting_merchant_shipment', by: ['merchant'], on: 'out_of_stock',            emits: 'after_sale.type_changed', to: 'awaiting_buyer_shipment' },
  { row: 'X6',  from: 'awaiting_merchant_shipment', by: ['system'],  on: 'reship_expires',           emits: 'after_sale.type_changed', to: 'awaiting_buyer_shipment' },
  { row: 'X9',  from: 'awaiting_buyer_receipt',    by: ['buyer'],    on: 'confirm_receipt',          emits: 'replacement.received',    to: 'awaiting_buyer_shipment' },
  { row: 'X9',  from: 'awaiting_buyer_receipt',    by: ['system'],   on: 'buyer_confirm_expires',    emits: 'replacement.received',    to: 'awaiting_buyer_shipment' },
  { row: 'X8',  from: 'awaiting_buyer_receipt',    by: ['buyer'],    on: 'object',                   emits: 'after_sale.reopened',     to: 'pending_merchant_review' },

  { row: 'X4',  from: 'awaiting_merchant_receipt', by: ['merchant'], on: 'receipt',                  emits: 'return.received',         to: 'awaiting_merchant_receipt' },
  { row: 'X4',  from: 'awaiting_merchant_receipt', by: ['system'],   on: 'merchant_receipt_expires', emits: 'return.received',         to: 'awaiting_merchant_receipt' },
  { row: 'R12', from: 'awaiting_merchant_receipt', by: ['carrier'],  on: 'parcel_lost',              emits: 'case.goods_lost',         to: 'awaiting_merchant_receipt' },
  { row: 'X9',  from: 'awaiting_merchant_receipt', by: ['system'],   on: 'goods_settled',            emits: 'after_sale.completed',    to: 'completed' },
];

/**
 * What is wanted instead is dearer (policy flag): once it is approved the buyer pays the difference, and only then his item is
 * awaited. Nobody has sent anything yet: what he does not pay for comes to nothing.
 */
// prettier-ignore
const unpaidRows = (next: AfterSaleStatus): readonly Row[] => [
  { row: 'X10', from: 'pending_merchant_review',   by: ['merchant', 'rule', 'system'], on: 'approve', emits: 'after_sale.approved', to: 'awaiting_quote_acceptance' },
  { row: 'X10', from: 'pending_merchant_review',   by: ['system'],   on: 'merchant_review_expires', emits: 'after_sale.approved', to: 'awaiting_quote_acceptance' },
  { row: 'K15', from: 'merchant_rejected',         by: ['merchant', 'agent', 'supervisor'], on: 'approve', emits: 'after_sale.approved', to: 'awaiting_quote_acceptance' },
  { row: 'X11', from: 'awaiting_quote_acceptance', by: ['buyer'],    on: 'accept_quote',  emits: 'exchange.difference_accepted', to: next },
  { row: 'X12', from: 'awaiting_quote_acceptance', by: ['buyer'],    on: 'decline_quote', emits: 'after_sale.cancelled',         to: 'cancelled_by_buyer' },
  { row: 'K3',  from: 'awaiting_quote_acceptance', by: ['buyer'],    on: 'cancel',        emits: 'after_sale.cancelled',         to: 'cancelled_by_buyer' },
  { row: 'X12', from: 'awaiting_quote_acceptance', by: ['system'],   on: 'quote_expires', emits: 'after_sale.closed',            to: 'closed' },
];

const unpaid = (next: AfterSaleStatus): Life =>
  machine('pending_merchant_review', [
    ...reviewRows,
    ...negotiationRows,
    ...unpaidRows(next),
    ...disputeRows('merchant_rejected'),
    ...extensionRows('pending_merchant_review', 'negotiating', 'merchant_rejected', 'awaiting_quote_acceptance'),
  ]);

/** The life of an exchange for something dearer, until that is paid; and of one that was changed so after an objection. */
export const exchangeUnpaid: Life = unpaid('awaiting_buyer_shipment');
export const exchangeAgainUnpaid: Life = unpaid('awaiting_merchant_shipment');

/** The life of an exchange: the goods come back, then the other item goes out. */
export const exchange: Life = machine('pending_merchant_review', [
  ...reviewRows,
  ...negotiationRows,
  ...ordinaryRows,
  ...sendingBackRows('awaiting_merchant_shipment'),
  ...replacingRows,
  ...disputeRows('merchant_rejected', 'inspection_rejected'),
  ...extensionRows(
    'pending_merchant_review',
    'negotiating',
    'merchant_rejected',
    'awaiting_buyer_shipment',
    'awaiting_merchant_receipt',
    'inspection_rejected',
    'awaiting_merchant_shipment',
    'awaiting_buyer_receipt',
  ),
]);

/** The life of an exchange after an objection. */
export const exchangeAgain: Life = machine('pending_merchant_review', [
  ...reviewRows,
  ...negotiationRows,
  ...againRows,
  ...replacingRows,
  ...disputeRows('merchant_rejected'),
  ...extensionRows(
    'pending_merchant_review',
    'negotiating',
    'merchant_rejected',
    'awaiting_merchant_shipment',
    'awaiting_buyer_receipt',
  ),
]);

/** The life of an exchange whose replacement goes first: from its approval on, and again after an objection. */
export const exchangeAhead: Life = machine('pending_merchant_review', [
  ...aheadRows,
  ...sendingBackRows('awaiting_merchant_receipt'),
  ...disputeRows('merchant_rejected', 'inspection_rejected'),
  ...extensionRows(
    'pending_merchant_review',
    'merchant_rejected',
    'awaiting_merchant_shipment',
    'awaiting_buyer_receipt',
    'awaiting_buyer_shipment',
    'awaiting_merchant_receipt',
    'inspection_rejected',
  ),
]);
