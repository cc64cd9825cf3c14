import { machine } from '@amends/kernel';
import type { Life } from '../life';
import { refundRows } from '../shared-rows';

/** Goodwill needs no second word: whoever opens it approves it (rulings.md 1.9). */
export const compensation: Life = machine('pending_merchant_review', [
  {
    row: 'S2',
    from: 'pending_merchant_review',
    by: ['merchant', 'agent'],
    on: 'approve',
    emits: 'after_sale.approved',
    to: 'refunding',
  },
  ...refundRows,
]);
