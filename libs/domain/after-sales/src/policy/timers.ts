import type { AfterSaleType, Phase } from '@amends/contracts';
import { DAY_MS, HOUR_MS } from '@amends/kernel';

/** What a ticket may wait for, as named on the wire (timers.md). */
export type DeadlineKind =
  | 'merchant_review'
  | 'offer'
  | 'ship_back'
  | 'merchant_receipt'
  | 'escalation'
  | 'reship'
  | 'buyer_confirm'
  | 'visit'
  | 'diagnosis'
  | 'quote'
  | 'repair';

/** What happens by itself when nobody has moved (rulings.md 3.4). */
export const onExpiry: Readonly<Record<DeadlineKind, string>> = {
  merchant_review: 'approve',
  offer: 'expire',
  ship_back: 'close',
  merchant_receipt: 'confirm',
  escalation: 'close',
  reship: 'convert_to_refund',
  buyer_confirm: 'complete',
  visit: 'send_in',
  diagnosis: 'start_free_repair',
  quote: 'decline',
  repair: 'offer_refund',
};

/** The merchant answers: sooner while the goods are still with him (timers.md T-review-U, T-review-S). */
export const reviewMs = (phase: Phase): number => (phase === 'unshipped' ? 24 : 48) * HOUR_MS;

/** An answer to an offer (T-offer), and the least a review has left after one (K7). */
export const OFFER_MS = 48 * HOUR_MS;
export const REVIEW_REST_MIN_MS = 12 * HOUR_MS;

/** The buyer sends the goods (T-shipback). */
export const SHIP_BACK_MS = 7 * DAY_MS;

/** The merchant inspects: ten days from shipment, three from signing, the earlier (T-receipt). */
export const RECEIPT_AFTER_SHIPMENT_MS = 10 * DAY_MS;
export const RECEIPT_AFTER_SIGNING_MS = 3 * DAY_MS;

/** The buyer asks the platform after a rejection (T-escalate). */
export const ESCALATION_MS = 7 * DAY_MS;

/** Nothing shipped so long after payment: a refund for `late_shipment` is approved at once (rulings.md 2.6). */
export const LATE_SHIPMENT_MS = 48 * HOUR_MS;

/** The merchant ships a replacement (T-reship); the buyer confirms it (T-confirm, rulings.md 4.7). */
export const RESHIP_MS = 3 * DAY_MS;
export const BUYER_CONFIRM_MS = 10 * DAY_MS;

/** The steps of a repair (T-diagnose, T-quote, T-repair). */
/** Whoever comes to repair on site has come so long after the end of the agreed time, or nobody will. */
export const VISIT_MS = DAY_MS;
export const DIAGNOSIS_MS = 3 * DAY_MS;
export const QUOTE_MS = 5 * DAY_MS;
export const REPAIR_MS = 15 * DAY_MS;

const durations: Readonly<Record<DeadlineKind, number>> = {
  merchant_review: reviewMs('shipped'),
  offer: OFFER_MS,
  ship_back: SHIP_BACK_MS,
  merchant_receipt: RECEIPT_AFTER_SHIPMENT_MS,
  escalation: ESCALATION_MS,
  reship: RESHIP_MS,
  buyer_confirm: BUYER_CONFIRM_MS,
  visit: VISIT_MS,
  diagnosis: DIAGNOSIS_MS,
  quote: QUOTE_MS,
  repair: REPAIR_MS,
};

/** In the order in which a ticket of the type meets them. */
const timersOfType: Readonly<Record<AfterSaleType, readonly DeadlineKind[]>> = {
  refund_only: ['merchant_review'],
  return_refund: ['merchant_review', 'ship_back', 'merchant_receipt'],
  exchange: ['merchant_review', 'ship_back', 'merchant_receipt', 'reship', 'buyer_confirm'],
  reissue: ['merchant_review', 'reship', 'buyer_confirm'],
  repair: ['merchant_review', 'ship_back', 'merchant_receipt', 'diagnosis', 'repair', 'reship', 'buyer_confirm'],
  price_protection: [],
  compensation: [],
};

/** A deadline as shown before applying: `duration` in ISO 8601. */
export type TimerView = Readonly<{ kind: DeadlineKind; duration: string; onExpiry: string }>;

/** The deadlines an application of this type would run through (requirement M91: nothing is hidden). */
export const timersFor = (type: AfterSaleType, phase: Phase): readonly TimerView[] =>
  timersOfType[type].map((kind) => {
    const ms = kind === 'merchant_review' ? reviewMs(phase) : durations[kind];
    return { kind, duration: `PT${ms / HOUR_MS}H`, onExpiry: onExpiry[kind] };
  });
