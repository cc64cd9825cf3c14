import { machine } from '@amends/kernel';
import type { Life, Row } from '../life';
import { refundRows } from '../shared-rows';

// prettier-ignore
const rows: readonly Row[] = [
  { row: 'V2', from: 'pending_merchant_review', by: ['system'], on: 'approve', emits: 'price_protection.approved', to: 'refunding' },
];

/** Nobody is asked: the announced price decides at once (states.md 9). What it denies has no ticket (V3, rulings.md 5.7). */
export const priceProtection: Life = machine('pending_merchant_review', [...rows, ...refundRows]);
