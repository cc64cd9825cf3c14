import { ADVANCE_TYPES } from '@amends/domain/ledger';
import type { Projection } from '@amends/platform/messaging';
import { FastRefundBook } from '../application/fast-refund-book';

/** What becomes of every advance, in the transaction that says it was heard. */
export const advancesProjection: Projection = {
  types: ADVANCE_TYPES,
  apply: (messages, client) => FastRefundBook.hear(messages, client),
};
