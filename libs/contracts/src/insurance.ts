import type { Message, Minor } from '@amends/kernel';
import type { OrderFacts } from './facts';

export type PolicyStatus = 'pending' | 'in_force' | 'failed' | 'cancelled' | 'expired';
/** Minor units: what the insurer pays for a pickup at most, and for a parcel the buyer sends himself. */
export type Cover = Readonly<{ pickup: Minor; selfShip: Minor }>;

export type PolicyChanged = Message<
  'policy.purchased' | 'policy.failed' | 'policy.cancelled' | 'policy.expired' | 'policy.rebound',
  OrderFacts & { policyId: string; status: PolicyStatus; premium: Minor; cover: Cover; afterSaleId: string | null }
>;
export type ClaimStatus = 'submitted' | 'approved' | 'paid' | 'settled' | 'rejected';
export type ClaimChanged = Message<
  'claim.submitted' | 'claim.approved' | 'claim.paid' | 'claim.rejected' | 'claim.settled',
  OrderFacts & {
    policyId: string;
    claimId: string;
    afterSaleId: string;
    status: ClaimStatus;
    method: 'pickup' | 'self_ship';
    freight: Minor | null;
    insurerPays: Minor;
    buyerPays: Minor;
    merchantPays: Minor;
    rejectionCode: string | null;
  }
>;
export type InsuranceEvent = PolicyChanged | ClaimChanged;
