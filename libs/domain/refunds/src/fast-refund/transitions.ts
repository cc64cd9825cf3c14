import { machine } from '@amends/kernel';

/**
 * `advancing`: the provider has been asked. `denied`, `released`: nothing will be advanced; the wire shows `none` or the last
 * word. `owed`: no money, but goods whose replacement went first (X9).
 */
export type FastRefundStage =
  | 'none'
  | 'eligible'
  | 'denied'
  | 'released'
  | 'advancing'
  | 'advanced'
  | 'settled'
  | 'contested'
  | 'owed'
  | 'recovering'
  | 'recovered'
  | 'written_off';
export type FastRefundStep =
  | 'judge'
  | 'scan'
  | 'pay'
  | 'undo'
  | 'accept'
  | 'contest'
  | 'recover'
  | 'revoke'
  | 'withdraw'
  | 'owe'
  | 'pay_back'
  | 'complete'
  | 'remind'
  | 'write_off';
export type FastRefundActor = 'system' | 'carrier' | 'provider' | 'merchant' | 'buyer';

export type FastRefundTale =
  | 'fast_refund.eligible'
  | 'fast_refund.advanced'
  | 'fast_refund.undone'
  | 'fast_refund.settled'
  | 'fast_refund.contested'
  | 'recovery.started'
  | 'recovery.payment_received'
  | 'recovery.reminded'
  | 'recovery.completed'
  | 'recovery.written_off'
  | 'account.goods_owed'
  | 'account.goods_back'
  | 'account.fast_refund_denied'
  | 'account.fast_refund_released'
  | 'account.advance_started';

const PARTIES = ['merchant', 'buyer', 'system'] as const;

/** The life of a fast refund (states.md 13), one per ticket. */
// prettier-ignore
export const fastRefundLife = machine<FastRefundStage, FastRefundStep, FastRefundTale, FastRefundActor>('none', [
  { row: 'A1', from: 'none',      by: ['system'],   on: 'judge',    emits: 'fast_refund.eligible',         to: 'eligible' },
  { row: 'A1', from: 'none',      by: ['system'],   on: 'judge',    emits: 'account.fast_refund_denied',   to: 'denied' },
  { row: 'A2', from: 'eligible',  by: ['carrier'],  on: 'scan',     emits: 'account.advance_started',      to: 'advancing' },
  { row: 'A2', from: 'eligible',  by: ['carrier'],  on: 'scan',     emits: 'account.fast_refund_released', to: 'released' },
  { row: 'A2', from: 'advancing', by: ['provider'], on: 'pay',      emits: 'fast_refund.advanced',         to: 'advanced' },
  { row: 'A2', from: 'advancing', by: ['system'],   on: 'withdraw', emits: 'account.fast_refund_released', to: 'released' },
  { row: 'A2', from: 'advanced',  by: ['provider'], on: 'undo',     emits: 'fast_refund.undone',           to: 'advancing' },
  { row: 'A3', from: 'advanced',  by: PARTIES,      on: 'accept',   emits: 'fast_refund.settled',          to: 'settled' },
  { row: 'A3', from: 'settled',   by: PARTIES,      on: 'accept',   emits: 'fast_refund.settled',          to: 'settled' },
  { row: 'A3', from: 'contested', by: PARTIES,      on: 'accept',   emits: 'fast_refund.settled',          to: 'settled' },
  { row: 'A4', from: 'advanced',  by: ['merchant'], on: 'contest',  emits: 'fast_refund.contested',        to: 'contested' },
  { row: 'A4', from: 'settled',   by: ['merchant'], on: 'contest',  emits: 'fast_refund.contested',        to: 'contested' },
  { row: 'A6', from: 'contested', by: ['system'],   on: 'recover',  emits: 'recovery.started',             to: 'recovering' },
  { row: 'A6', from: 'settled',   by: ['system'],   on: 'recover',  emits: 'recovery.started',             to: 'recovering' },
  { row: 'A7', from: 'advanced',  by: ['carrier'],  on: 'revoke',   emits: 'recovery.started',             to: 'recovering' },
  { row: 'X9', from: 'none',      by: ['system'],   on: 'owe',      emits: 'account.goods_owed',           to: 'owed' },
  { row: 'X9', from: 'owed',      by: PARTIES,      on: 'accept',   emits: 'account.goods_back',           to: 'owed' },
  { row: 'X9', from: 'owed',      by: PARTIES,      on: 'recover',  emits: 'recovery.started',             to: 'recovering' },
  { row: 'A8', from: 'recovering', by: PARTIES,     on: 'pay_back', emits: 'recovery.payment_received',    to: 'recovering' },
  { row: 'A8', from: 'recovering', by: ['system'],  on: 'complete', emits: 'recovery.completed',           to: 'recovered' },
  { row: 'A8', from: 'recovering', by: ['system'],  on: 'remind',   emits: 'recovery.reminded',            to: 'recovering' },
  { row: 'A8', from: 'recovering', by: ['system'],  on: 'write_off', emits: 'recovery.written_off',        to: 'written_off' },
  { row: 'A0', from: 'eligible',  by: PARTIES,      on: 'withdraw', emits: 'account.fast_refund_released', to: 'released' },
]);
