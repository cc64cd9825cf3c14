import type { PolicyStatus } from '@amends/contracts';
import { machine } from '@amends/kernel';

export type PolicyStep = 'purchase' | 'close_unshipped' | 'end_of_windows' | 'change_way_back';
export type PolicyActor = 'system' | 'insurer';
export type PolicyTale =
  'policy.purchased' | 'policy.failed' | 'policy.cancelled' | 'policy.expired' | 'policy.rebound';

/**
 * The life of the insurance of an order's way back (states.md 12). It is wished with the order and bought at the first
 * shipment, so one that ends unshipped was never paid for (rulings.md 6.4).
 */
// prettier-ignore
export const policyLife = machine<PolicyStatus, PolicyStep, PolicyTale, PolicyActor>('pending', [
  { row: 'N1', from: 'pending',  by: ['insurer'], on: 'purchase',        emits: 'policy.purchased', to: 'in_force'  },
  { row: 'N1', from: 'pending',  by: ['insurer'], on: 'purchase',        emits: 'policy.failed',    to: 'failed'    },
  { row: 'N2', from: 'pending',  by: ['system'],  on: 'close_unshipped', emits: 'policy.cancelled', to: 'cancelled' },
  { row: 'N3', from: 'in_force', by: ['system'],  on: 'end_of_windows',  emits: 'policy.expired',   to: 'expired'   },
  { row: 'N9', from: 'in_force', by: ['system'],  on: 'change_way_back', emits: 'policy.rebound',   to: 'in_force'  },
]);
