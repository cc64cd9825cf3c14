import { machine } from '@amends/kernel';
import type { Life, Row } from '../life';
import { refundRows } from '../shared-rows';

// prettier-ignore
const rows: readonly Row[] = [
  { row: 'S2', from: 'pending_merchant_review', by: ['merchant', 'agent'], on: 'approve',      emits: 'after_sale.approved', to: 'refunding' },
  { row: 'K5', from: 'negotiating',             by: ['merchant'],          on: 'accept_offer', emits: 'after_sale.approved', to: 'refunding' },
];

/**
 * Goodwill needs no second word: whoever opens it approves it (rulings.md 1.9), and what both sides agreed on instead of
 * something else comes here to be paid (K5).
 */
export const compensation: Life = machine('pending_merchant_review', [...rows, ...refundRows], ['negotiating']);
