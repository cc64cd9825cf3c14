import type { RefundStatus } from '@amends/contracts';
import { machine } from '@amends/kernel';

/** Before the first word about it a refund is `none`; nobody ever sees that. */
export type RefundStage = 'none' | RefundStatus;
export type RefundStep = 'reserve' | 'refuse' | 'submit' | 'conclude' | 'retry' | 'reverse' | 'cancel';
export type RefundActor = 'system' | 'provider' | 'agent' | 'supervisor' | 'operator';

/** What a step is told as. A reversal leads to several places, so it is told apart by where it leads. */
export type RefundTale =
  | 'refund.created'
  | 'refund.processing'
  | 'refund.succeeded'
  | 'refund.partially_succeeded'
  | 'refund.failed'
  | 'refund.retried'
  | 'refund.cancelled'
  | 'refund.reversed{failed}'
  | 'refund.reversed{processing}'
  | 'refund.reversed{partially_succeeded}';

const PROVIDER = ['provider', 'system'] as const;
const DESK = ['agent', 'supervisor', 'operator', 'system'] as const;

/**
 * The life of a refund (states.md 10, rulings.md 5.3). Reserving and submitting are one decision, so nothing can be
 * withdrawn in between: F3 is what happens to a fast refund that came to nothing and is replaced by an ordinary one.
 */
// prettier-ignore
export const refundLife = machine<RefundStage, RefundStep, RefundTale, RefundActor>('none', [
  { row: 'F1',  from: 'none',                by: ['system'], on: 'reserve',  emits: 'refund.created',             to: 'reserved' },
  { row: 'F2',  from: 'none',                by: ['system'], on: 'refuse',   emits: 'refund.failed',              to: 'failed' },
  { row: 'F2',  from: 'failed',              by: ['system'], on: 'refuse',   emits: 'refund.failed',              to: 'failed' },
  { row: 'F3',  from: 'failed',              by: ['system'], on: 'cancel',   emits: 'refund.cancelled',           to: 'canceled' },
  { row: 'F4',  from: 'reserved',            by: ['system'], on: 'submit',   emits: 'refund.processing',          to: 'processing' },
  { row: 'F7',  from: 'processing',          by: DESK,       on: 'retry',    emits: 'refund.retried',             to: 'processing' },
  { row: 'F7',  from: 'partially_succeeded', by: DESK,       on: 'retry',    emits: 'refund.retried',             to: 'processing' },
  { row: 'F7',  from: 'failed',              by: DESK,       on: 'retry',    emits: 'refund.retried',             to: 'processing' },
  { row: 'F9',  from: 'processing',          by: PROVIDER,   on: 'conclude', emits: 'refund.failed',              to: 'failed' },
  { row: 'F10', from: 'processing',          by: PROVIDER,   on: 'conclude', emits: 'refund.partially_succeeded', to: 'partially_succeeded' },
  { row: 'F10', from: 'partially_succeeded', by: PROVIDER,   on: 'conclude', emits: 'refund.partially_succeeded', to: 'partially_succeeded' },
  { row: 'F11', from: 'processing',          by: PROVIDER,   on: 'conclude', emits: 'refund.succeeded',           to: 'succeeded' },
  { row: 'F11', from: 'partially_succeeded', by: PROVIDER,   on: 'conclude', emits: 'refund.succeeded',           to: 'succeeded' },
  { row: 'late', from: 'succeeded',          by: PROVIDER,   on: 'reverse',  emits: 'refund.reversed{failed}',    to: 'failed' },
  { row: 'late', from: 'succeeded',          by: PROVIDER,   on: 'reverse',  emits: 'refund.reversed{partially_succeeded}', to: 'partially_succeeded' },
  { row: 'late', from: 'partially_succeeded', by: PROVIDER,  on: 'reverse',  emits: 'refund.reversed{failed}',    to: 'failed' },
  { row: 'late', from: 'partially_succeeded', by: PROVIDER,  on: 'reverse',  emits: 'refund.reversed{partially_succeeded}', to: 'partially_succeeded' },
  { row: 'late', from: 'partially_succeeded', by: PROVIDER,  on: 'reverse',  emits: 'refund.reversed{processing}', to: 'processing' },
]);

/** States in which what has not gone out yet is set aside for the refund. */
export const HOLDING: ReadonlySet<RefundStage> = new Set(['reserved', 'processing', 'partially_succeeded']);
