import type { AfterSaleType, Cover, FreightBearer, OrderFacts, PolicyStatus, TicketStage } from '@amends/contracts';
import type { Instant, Minor } from '@amends/kernel';
import type { Claim, WayBack } from '../claim/claim';

/**
 * The insurance of one order's way back: the policy, what it must know of lines, tickets and parcels, and the claims.
 * Facts come from several services in any order; what is heard early is kept until the rest arrives.
 */
export type InsuredOrder = Readonly<{
  /** Null until anything was heard of the order. */
  order: OrderHead | null;
  /** Null until the purchase was heard, and for orders without insurance. */
  policy: Policy | null;
  /** Whether the purchase was heard; then `policy` says whether it wishes insurance. */
  purchased: boolean;
  currency: string;
  lines: readonly LineOfOrder[];
  /** Anything has left the merchant. */
  shipped: boolean;
  tickets: readonly TicketOnPolicy[];
  /** How often a ticket has moved: with each move the wait for the end starts anew. */
  ticketMoves: number;
  parcels: readonly ParcelBack[];
  claims: readonly Claim[];
  /** What the insurer is asked and has not answered. */
  questions: readonly Question[];
}>;

export type Parties = Pick<OrderFacts, 'orderId' | 'merchantId' | 'buyerId'>;
export type OrderHead = Parties & Readonly<{ createdAt: Instant }>;

export type Policy = Readonly<{
  policyId: string;
  status: PolicyStatus;
  /** Minor units of the order's currency. */
  premium: Minor;
  cover: Cover;
  /** Null while it covers, or may come to. */
  endedAt: Instant | null;
  updatedAt: Instant;
}>;

/** A line counts until it is settled; one that was refunded before receipt, until as long after it closed. */
export type LineOfOrder = Readonly<{ lineNumber: number; closedAt: Instant | null; settled: boolean }>;

export type TicketOnPolicy = Readonly<{
  afterSaleId: string;
  /** The ticket whose refused units this one is about: they came in its parcel. */
  parentId: string | null;
  type: AfterSaleType;
  stage: TicketStage;
  bearer: FreightBearer;
  /** When it came to this stage. */
  since: Instant;
  /** The id that its claim has, or would have. */
  claimId: string;
  /** The ticket's own version when this was heard. */
  version: number;
}>;

/** The parcel of a ticket. `sent`: it is on its way; before, it is only announced. `freight` in minor units. */
export type ParcelBack = Readonly<{ afterSaleId: string; method: WayBack; sent: boolean; freight: Minor | null }>;

/** What the insurer is asked: to sell the policy, to judge a claim, to pay it. */
export type Ask = 'purchase' | 'judge' | 'pay_out';

/** `about` is the id of the policy or the claim. `times` grows with every ask about it, the first is 1. */
export type Question = Readonly<{ ask: Ask; about: string; times: number; againAt: Instant }>;

export const NOTHING_HEARD: InsuredOrder = {
  order: null,
  policy: null,
  purchased: false,
  currency: '',
  lines: [],
  shipped: false,
  tickets: [],
  ticketMoves: 0,
  parcels: [],
  claims: [],
  questions: [],
};

/** The claim of this id. */
export const claimAt = ({ claims }: InsuredOrder, wanted: string): Claim | undefined =>
  claims.find(({ claimId }) => claimId === wanted);

/** The ticket of this id. */
export const ticketAt = ({ tickets }: InsuredOrder, wanted: string): TicketOnPolicy | undefined =>
  tickets.find(({ afterSaleId }) => afterSaleId === wanted);

/** The parcel that brought a ticket's goods: its own, or its parent's. */
export const parcelOf = (state: InsuredOrder, ticket: TicketOnPolicy): ParcelBack | undefined =>
  state.parcels.find(({ afterSaleId }) => afterSaleId === ticket.afterSaleId) ??
  state.parcels.find(({ afterSaleId }) => afterSaleId === ticket.parentId);

/** The claim that was made for a ticket's parcel, by it or by another ticket of the same parcel. */
export const claimOf = (state: InsuredOrder, ticket: TicketOnPolicy): Claim | undefined => {
  const parcel = parcelOf(state, ticket);
  return state.claims.find((claim) => {
    if (claim.afterSaleId === ticket.afterSaleId) return true;
    const other = ticketAt(state, claim.afterSaleId);
    return parcel !== undefined && other !== undefined && parcelOf(state, other) === parcel;
  });
};
