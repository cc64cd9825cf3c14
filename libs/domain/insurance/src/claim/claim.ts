import type { ClaimStatus, Cover, FreightBearer } from '@amends/contracts';
import type { Instant, Minor } from '@amends/kernel';

/** How the goods went back, as far as the insurer cares: a courier fetched them, or the buyer sent them. */
export type WayBack = 'pickup' | 'self_ship';

/** Who gets what of a claim, in minor units. `freight` is null where nobody told it: a parcel the buyer sent himself. */
export type ClaimWorth = Readonly<{
  method: WayBack;
  freight: Minor | null;
  insurerPays: Minor;
  buyerPays: Minor;
  merchantPays: Minor;
}>;

/** One claim for one parcel. */
export type Claim = ClaimWorth &
  Readonly<{
    claimId: string;
    afterSaleId: string;
    status: ClaimStatus;
    /** The insurer's code; null unless it is rejected. */
    rejectionCode: string | null;
    /** When the insurer was first asked in this round: at the submission, or at the appeal. */
    submittedAt: Instant;
    rejectedAt: Instant | null;
    /** How often it was appealed: an answer of an earlier round says nothing about this one. */
    round: number;
    /** Not paid in time: an operator must look at it. */
    overdue: boolean;
    /** Grows with each step, for If-Match. */
    version: number;
    createdAt: Instant;
    updatedAt: Instant;
  }>;

/** Whether an operator must look at it: it was not paid in time, and still is not. */
export const needsAttention = ({ overdue, status }: Pick<Claim, 'overdue' | 'status'>): boolean =>
  overdue && (status === 'submitted' || status === 'approved');

/** Whom the insurer pays: the carrier for what a courier cost, else the buyer. */
export const payeeOf = ({ method }: Pick<ClaimWorth, 'method'>): 'carrier' | 'buyer' =>
  method === 'pickup' ? 'carrier' : 'buyer';

/**
 * What a parcel is worth to its insurance (money.md 9, 10; rulings.md 6.5): the insurer pays first, up to the cover; what
 * is above falls on whoever bears the freight. For a parcel that the buyer sent himself the sum is fixed.
 */
export const worthOf = (
  parcel: Readonly<{ method: WayBack; freight: Minor | null }>,
  cover: Cover,
  bearer: FreightBearer,
): ClaimWorth => {
  const { method } = parcel;
  if (method === 'self_ship')
    return { method, freight: null, insurerPays: cover.selfShip, buyerPays: 0, merchantPays: 0 };
  const freight = parcel.freight ?? 0;
  const insurerPays = Math.min(freight, cover.pickup);
  const excess = freight - insurerPays;
  return {
    method,
    freight,
    insurerPays,
    buyerPays: bearer === 'buyer' ? excess : 0,
    merchantPays: bearer === 'merchant' ? excess : 0,
  };
};
