import type { InsurerAnswer, WayBack } from '@amends/domain/insurance';
import type { Instant, Minor } from '@amends/kernel';
import type { Stretch } from '@amends/reconciliation';

/** A policy as it is bought; its id is also that of the request. Money in minor units of the currency. */
export type PolicyOffer = Readonly<{ policyId: string; orderId: string; premium: Minor; currency: string }>;

/** A claim as the insurer judges it; its id is also that of the request. */
export type ClaimRequest = Readonly<{
  claimId: string;
  policyId: string;
  orderId: string;
  method: WayBack;
  freight: Minor | null;
  amount: Minor;
  to: 'carrier' | 'buyer';
}>;

/** What the insurer says. A silence may hide any answer; `never_heard`: he knows nothing of it. */
export type Heard = InsurerAnswer | Readonly<{ outcome: 'silence' }> | Readonly<{ outcome: 'never_heard' }>;
/** What became of a claim: `paid` says more than `yes`. */
export type Known = Heard | Readonly<{ outcome: 'paid' }>;

/** A payout as the insurer's own report lists it. `returned`: the money is with him again. */
export type ReportedPayout = Readonly<{
  claimId: string;
  policyId: string;
  amount: Minor;
  currency: string;
  status: 'paid' | 'returned';
  paidAt: Instant;
}>;
/** Which payouts are asked for: those made from `from` on and before `before`, or the one of a claim. */
export type PayoutsAsked = Stretch | Readonly<{ claimId: string }>;

/** The insurer. A port: one name is both the type and the injection token. Every request may be repeated: it has one effect. */
export abstract class Insurer {
  /** Buys a policy. */
  abstract sell(offer: PolicyOffer): Promise<Heard>;
  /** Has a claim judged; a rejected one is judged anew. */
  abstract judge(claim: ClaimRequest): Promise<Heard>;
  /** What became of a claim. */
  abstract query(claimId: string): Promise<Known>;
  /** Has an approved claim paid. */
  abstract payOut(claim: Pick<ClaimRequest, 'claimId' | 'amount' | 'to'>): Promise<Heard>;
  /** His own list of payouts. @throws when it cannot be had, whole and readable */
  abstract payouts(asked: PayoutsAsked): Promise<readonly ReportedPayout[]>;
  abstract close(): Promise<void>;
}
