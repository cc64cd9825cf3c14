import type { ClaimChanged, OrderFacts, PolicyChanged } from '@amends/contracts';
import type { Claim } from '../claim/claim';
import { claimLife } from '../claim/transitions';
import { asked, openQuestion } from './asking';
import type { InsurerAsked } from './events';
import type { Ask, InsuredOrder, Policy } from './policy';
import { policyLife } from './transitions';

/** The event that takes a policy one step on. */
export const tellPolicy = (
  { policyId, status, premium, cover }: Policy,
  type: PolicyChanged['type'],
  facts: OrderFacts,
  afterSaleId: string | null = null,
): PolicyChanged => ({
  type,
  data: { ...facts, policyId, status: policyLife.after(status, type), premium, cover, afterSaleId },
});

/** The event that takes a claim one step on. */
export const tellClaim = (
  claim: Omit<ClaimChanged['data'], keyof OrderFacts | 'policyId' | 'rejectionCode'>,
  type: ClaimChanged['type'],
  { policyId }: Policy,
  facts: OrderFacts,
  rejectionCode: string | null = null,
): ClaimChanged => ({
  type,
  data: {
    ...facts,
    policyId,
    claimId: claim.claimId,
    afterSaleId: claim.afterSaleId,
    status: claimLife.after(claim.status, type),
    method: claim.method,
    freight: claim.freight,
    insurerPays: claim.insurerPays,
    buyerPays: claim.buyerPays,
    merchantPays: claim.merchantPays,
    rejectionCode,
  },
});

/** The claim as it stands after that event, as far as the next one needs it. */
export const after = (claim: Claim, { data }: ClaimChanged): Claim => ({ ...claim, status: data.status });

/** The event that has the insurer asked, for the first time or once more. */
export const askInsurer = (state: InsuredOrder, ask: Ask, about: string, facts: OrderFacts): InsurerAsked => ({
  type: 'policy.insurer_asked',
  data: { ...facts, question: asked(ask, about, openQuestion(state, ask, about), facts.occurredAt) },
});
