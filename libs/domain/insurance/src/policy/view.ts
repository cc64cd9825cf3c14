import { needsAttention, type Claim } from '../claim/claim';
import type { InsuredOrder, OrderHead, Policy } from './policy';
import { COVER, PREMIUM } from './terms';

/** A policy as api.md 6 shows it. Money in minor units of the order's currency. */
export const policyView = ({ orderId, createdAt }: OrderHead, policy: Policy, currency: string): object => ({
  id: policy.policyId,
  orderId,
  status: policy.status,
  currency,
  premium: policy.premium,
  cover: policy.cover,
  createdAt,
  updatedAt: policy.updatedAt,
});

/** A claim as api.md 6 shows it; it needs attention when it was not paid in time. `merchantPays`: the excess where the merchant bears the way back (rulings.md 6.5). */
export const claimView = ({ orderId }: OrderHead, { policyId }: Policy, claim: Claim): object => ({
  id: claim.claimId,
  version: claim.version,
  policyId,
  orderId,
  afterSaleId: claim.afterSaleId,
  status: claim.status,
  method: claim.method,
  freight: claim.freight,
  insurerPays: claim.insurerPays,
  buyerPays: claim.buyerPays,
  merchantPays: claim.merchantPays,
  rejectionCode: claim.rejectionCode,
  needsAttention: needsAttention(claim),
  createdAt: claim.createdAt,
  updatedAt: claim.updatedAt,
});

/** What insurance of an order's way back costs and covers; `policyId` null: the order has none. */
export const quoteView = ({ orderId }: OrderHead, { policy, currency }: InsuredOrder): object => ({
  orderId,
  currency,
  premium: policy?.premium ?? PREMIUM,
  cover: policy?.cover ?? COVER,
  policyId: policy?.policyId ?? null,
});
