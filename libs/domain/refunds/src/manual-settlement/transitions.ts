import { machine } from '@amends/kernel';

export type SettlementStage = 'none' | 'proposed' | 'confirmed' | 'declined';
export type SettlementStep = 'propose' | 'confirm' | 'decline';
export type SettlementActor = 'agent' | 'supervisor' | 'operator';
export type SettlementTale =
  'account.settlement_proposed' | 'account.settlement_confirmed' | 'account.settlement_declined';

const DESK = ['agent', 'supervisor', 'operator'] as const;

/** Money that was transferred by hand (states.md 10, F8): one person says so, another one has seen it. */
// prettier-ignore
export const settlementLife = machine<SettlementStage, SettlementStep, SettlementTale, SettlementActor>('none', [
  { row: 'F8', from: 'none',     by: DESK, on: 'propose', emits: 'account.settlement_proposed',  to: 'proposed' },
  { row: 'F8', from: 'proposed', by: DESK, on: 'confirm', emits: 'account.settlement_confirmed', to: 'confirmed' },
  { row: 'F8', from: 'proposed', by: DESK, on: 'decline', emits: 'account.settlement_declined',  to: 'declined' },
]);
