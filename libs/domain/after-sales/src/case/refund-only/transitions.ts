import { machine } from '@amends/kernel';
import type { Life, Row } from '../life';
import { disputeRows, extensionRows, negotiationRows, refundRows, reviewRows } from '../shared-rows';

// prettier-ignore
const beforeShipmentRows: readonly Row[] = [
  { row: 'U2',  from: 'pending_merchant_review', by: ['rule', 'system'], on: 'approve',                 emits: 'after_sale.approved',     to: 'refunding' },
  { row: 'U3',  from: 'pending_merchant_review', by: ['merchant'],       on: 'approve',                 emits: 'after_sale.approved',     to: 'refunding' },
  { row: 'U3',  from: 'pending_merchant_review', by: ['system'],         on: 'merchant_review_expires', emits: 'after_sale.approved',     to: 'refunding' },
  { row: 'U4',  from: 'pending_merchant_review', by: ['merchant'],       on: 'reject',                  emits: 'after_sale.type_changed', to: 'pending_merchant_review' },
  { row: 'U4',  from: 'pending_merchant_review', by: ['orders'],         on: 'parcel_left',             emits: 'after_sale.type_changed', to: 'pending_merchant_review' },
  { row: 'U4',  from: 'merchant_rejected',       by: ['orders'],         on: 'parcel_left',             emits: 'after_sale.type_changed', to: 'merchant_rejected' },
  { row: 'U4',  from: 'negotiating',             by: ['orders'],         on: 'parcel_left',             emits: 'after_sale.type_changed', to: 'negotiating' },
  { row: 'U4',  from: 'pending_merchant_review', by: ['orders'],         on: 'part_left',               emits: 'after_sale.split',        to: 'pending_merchant_review' },
  { row: 'U4',  from: 'refunding',               by: ['orders'],         on: 'part_left',               emits: 'after_sale.split',        to: 'refunding' },
  { row: 'U4',  from: 'refunding',               by: ['orders'],         on: 'parcel_left',             emits: 'after_sale.type_changed', to: 'pending_merchant_review' },
  { row: 'K15', from: 'merchant_rejected',       by: ['merchant', 'agent', 'supervisor'], on: 'approve',                 emits: 'after_sale.approved',     to: 'refunding' },
  { row: 'K5',  from: 'negotiating',             by: ['merchant'],       on: 'accept_offer',            emits: 'after_sale.approved',     to: 'refunding' },
];

// prettier-ignore
const afterShipmentRows: readonly Row[] = [
  { row: 'S2',  from: 'pending_merchant_review', by: ['merchant', 'rule', 'system'], on: 'approve',     emits: 'after_sale.approved', to: 'refunding' },
  { row: 'S2',  from: 'pending_merchant_review', by: ['system'],         on: 'merchant_review_expires', emits: 'after_sale.approved', to: 'refunding' },
  { row: 'K15', from: 'merchant_rejected',       by: ['merchant', 'agent', 'supervisor'], on: 'approve',                 emits: 'after_sale.approved', to: 'refunding' },
  { row: 'K5',  from: 'negotiating',             by: ['merchant'],       on: 'accept_offer',            emits: 'after_sale.approved', to: 'refunding' },
];

// prettier-ignore
const interceptingRows: readonly Row[] = [
  { row: 'S3',  from: 'pending_merchant_review',   by: ['merchant', 'rule', 'system'], on: 'approve',        emits: 'after_sale.approved',   to: 'awaiting_merchant_receipt' },
  { row: 'S3',  from: 'pending_merchant_review',   by: ['system'],   on: 'merchant_review_expires',  emits: 'after_sale.approved',   to: 'awaiting_merchant_receipt' },
  { row: 'K15', from: 'merchant_rejected',         by: ['merchant', 'agent', 'supervisor'], on: 'approve',                  emits: 'after_sale.approved',   to: 'awaiting_merchant_receipt' },
  { row: 'K5',  from: 'negotiating',               by: ['merchant'], on: 'accept_offer',             emits: 'after_sale.approved',   to: 'awaiting_merchant_receipt' },
  { row: 'S5',  from: 'awaiting_merchant_receipt', by: ['merchant'], on: 'receipt',                  emits: 'return.received',       to: 'refunding' },
  { row: 'S5',  from: 'awaiting_merchant_receipt', by: ['carrier'],  on: 'parcel_back',              emits: 'return.received',       to: 'refunding' },
  { row: 'S5',  from: 'awaiting_merchant_receipt', by: ['system'],   on: 'merchant_receipt_expires', emits: 'return.received',       to: 'refunding' },
  { row: 'S6',  from: 'awaiting_merchant_receipt', by: ['carrier'],  on: 'intercept_fails',          emits: 'after_sale.reopened',   to: 'pending_merchant_review' },
  { row: 'S6',  from: 'pending_merchant_review',   by: ['carrier'],  on: 'intercept_fails',          emits: 'case.intercept_failed', to: 'pending_merchant_review' },
  { row: 'S6',  from: 'negotiating',               by: ['carrier'],  on: 'intercept_fails',          emits: 'case.intercept_failed', to: 'negotiating' },
  { row: 'S6',  from: 'merchant_rejected',         by: ['carrier'],  on: 'intercept_fails',          emits: 'case.intercept_failed', to: 'merchant_rejected' },
  { row: 'R12', from: 'awaiting_merchant_receipt', by: ['carrier'],  on: 'parcel_lost',              emits: 'case.goods_lost',       to: 'refunding' },
];

const life = (...rows: readonly Row[]): Life =>
  machine('pending_merchant_review', [
    ...reviewRows,
    ...negotiationRows,
    ...rows,
    ...disputeRows('merchant_rejected'),
    ...refundRows,
  ]);

/** The goods are still with the merchant: a cancel (states.md 3). A parcel that leaves turns it into an interception. */
export const beforeShipment: Life = life(
  ...beforeShipmentRows,
  ...extensionRows('pending_merchant_review', 'negotiating', 'merchant_rejected'),
);

/** The goods are out and stay where they are (states.md 4, S1 and S2). */
export const afterShipment: Life = life(
  ...afterShipmentRows,
  ...extensionRows('pending_merchant_review', 'negotiating', 'merchant_rejected'),
);

/** The parcel left while a cancel was asked: it shall come back first (states.md 4, S3, S5 and S6; rulings.md 3.7). */
export const intercepting: Life = life(
  ...interceptingRows,
  ...extensionRows('pending_merchant_review', 'negotiating', 'merchant_rejected', 'awaiting_merchant_receipt'),
);
