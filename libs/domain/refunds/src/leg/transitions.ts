import type { LegStatus } from '@amends/contracts';
import { machine } from '@amends/kernel';

export type LegStep = 'submit' | 'queue' | 'book' | 'hear_nothing' | 'hear' | 'contradict' | 'take_back' | 'settle';
export type LegActor = 'system' | 'provider' | 'agent' | 'supervisor' | 'operator';

/** One wire type tells of three ways to fail: they are told apart by where they lead. */
export type LegTale =
  | 'refund_leg.submitted'
  | 'refund_leg.queued'
  | 'refund_leg.unknown'
  | 'refund_leg.succeeded'
  | 'refund_leg.failed{failed_retryable}'
  | 'refund_leg.failed{abnormal}'
  | 'refund_leg.failed{failed_final}';

const SYSTEM = ['system'] as const;
const DESK = ['agent', 'supervisor', 'operator', 'system'] as const;
const PROVIDER = ['provider'] as const;

/**
 * The life of one leg (states.md 10). Legs in our own books (gift card, balance, points) are booked and never submitted.
 * What a limit of the provider holds back is queued before anybody is asked.
 * "Contradict" is the provider's second word, asked for and confirmed: a late failure, or a success after a failure.
 */
// prettier-ignore
export const legLife = machine<LegStatus, LegStep, LegTale, LegActor>('pending', [
  { row: 'F4', from: 'pending',          by: SYSTEM,   on: 'submit',       emits: 'refund_leg.submitted',               to: 'submitted' },
  { row: 'F4', from: 'submitted',        by: SYSTEM,   on: 'queue',        emits: 'refund_leg.queued',                  to: 'pending' },
  { row: 'F6', from: 'pending',          by: SYSTEM,   on: 'book',         emits: 'refund_leg.succeeded',               to: 'succeeded' },
  { row: 'F5', from: 'submitted',        by: SYSTEM,   on: 'hear_nothing', emits: 'refund_leg.unknown',                 to: 'unknown' },
  { row: 'F5', from: 'submitted',        by: SYSTEM,   on: 'submit',       emits: 'refund_leg.submitted',               to: 'submitted' },
  { row: 'F5', from: 'unknown',          by: SYSTEM,   on: 'submit',       emits: 'refund_leg.submitted',               to: 'submitted' },
  { row: 'F6', from: 'submitted',        by: PROVIDER, on: 'hear',         emits: 'refund_leg.succeeded',               to: 'succeeded' },
  { row: 'F6', from: 'unknown',          by: PROVIDER, on: 'hear',         emits: 'refund_leg.succeeded',               to: 'succeeded' },
  { row: 'F7', from: 'submitted',        by: PROVIDER, on: 'hear',         emits: 'refund_leg.failed{failed_retryable}', to: 'failed_retryable' },
  { row: 'F7', from: 'unknown',          by: PROVIDER, on: 'hear',         emits: 'refund_leg.failed{failed_retryable}', to: 'failed_retryable' },
  { row: 'F8', from: 'submitted',        by: PROVIDER, on: 'hear',         emits: 'refund_leg.failed{abnormal}',        to: 'abnormal' },
  { row: 'F8', from: 'unknown',          by: PROVIDER, on: 'hear',         emits: 'refund_leg.failed{abnormal}',        to: 'abnormal' },
  { row: 'F9', from: 'submitted',        by: PROVIDER, on: 'hear',         emits: 'refund_leg.failed{failed_final}',    to: 'failed_final' },
  { row: 'F9', from: 'unknown',          by: PROVIDER, on: 'hear',         emits: 'refund_leg.failed{failed_final}',    to: 'failed_final' },
  { row: 'F7', from: 'failed_retryable', by: DESK,     on: 'submit',       emits: 'refund_leg.submitted',               to: 'submitted' },
  { row: 'F7', from: 'failed_final',     by: DESK,     on: 'submit',       emits: 'refund_leg.submitted',               to: 'submitted' },
  { row: 'F8', from: 'abnormal',         by: DESK,     on: 'submit',       emits: 'refund_leg.submitted',               to: 'submitted' },
  { row: 'F6', from: 'failed_retryable', by: PROVIDER, on: 'contradict',   emits: 'refund_leg.succeeded',               to: 'succeeded' },
  { row: 'F6', from: 'abnormal',         by: PROVIDER, on: 'contradict',   emits: 'refund_leg.succeeded',               to: 'succeeded' },
  { row: 'F6', from: 'failed_final',     by: PROVIDER, on: 'contradict',   emits: 'refund_leg.succeeded',               to: 'succeeded' },
  { row: 'F8', from: 'abnormal',         by: DESK,     on: 'settle',       emits: 'refund_leg.succeeded',               to: 'succeeded' },
  { row: 'F8', from: 'failed_final',     by: DESK,     on: 'settle',       emits: 'refund_leg.succeeded',               to: 'succeeded' },
  { row: 'late', from: 'succeeded',      by: PROVIDER, on: 'contradict',   emits: 'refund_leg.failed{failed_final}',    to: 'failed_final' },
  { row: 'late', from: 'succeeded',      by: SYSTEM,   on: 'take_back',    emits: 'refund_leg.failed{failed_final}',    to: 'failed_final' },
  { row: 'F6', from: 'failed_final',     by: SYSTEM,   on: 'book',         emits: 'refund_leg.succeeded',               to: 'succeeded' },
]);

/** The provider has, or may have, been asked, and its answer is awaited. */
export const OPEN: ReadonlySet<LegStatus> = new Set(['submitted', 'unknown']);
/** It came to nothing, for now or for good. */
export const FAILED: ReadonlySet<LegStatus> = new Set(['failed_retryable', 'abnormal', 'failed_final']);
/** It will still be tried by itself. */
export const TRYING: ReadonlySet<LegStatus> = new Set(['submitted', 'unknown', 'failed_retryable']);
