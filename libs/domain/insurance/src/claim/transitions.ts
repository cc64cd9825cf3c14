import type { ClaimStatus } from '@amends/contracts';
import { machine } from '@amends/kernel';

export type ClaimStep = 'judge' | 'pay_out' | 'settle' | 'appeal';
export type ClaimActor = 'insurer' | 'system' | 'buyer' | 'merchant' | 'agent';
export type ClaimTale = 'claim.submitted' | 'claim.approved' | 'claim.paid' | 'claim.rejected' | 'claim.settled';

/**
 * The life of a claim (states.md 12), from its submission (N4). While the insurer is silent it stays where it is and he is
 * asked again (N7).
 */
// prettier-ignore
export const claimLife = machine<ClaimStatus, ClaimStep, ClaimTale, ClaimActor>('submitted', [
  { row: 'N5', from: 'submitted', by: ['insurer'],                     on: 'judge',   emits: 'claim.approved',  to: 'approved'  },
  { row: 'N5', from: 'approved',  by: ['insurer'],                     on: 'pay_out', emits: 'claim.paid',      to: 'paid'      },
  { row: 'N6', from: 'submitted', by: ['insurer'],                     on: 'judge',   emits: 'claim.rejected',  to: 'rejected'  },
  { row: 'N6', from: 'rejected',  by: ['buyer', 'merchant', 'agent'],  on: 'appeal',  emits: 'claim.submitted', to: 'submitted' },
  { row: 'N8', from: 'paid',      by: ['system'],                      on: 'settle',  emits: 'claim.settled',   to: 'settled'   },
]);
