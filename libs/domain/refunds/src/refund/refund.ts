import type { Charge, Money, RefundKind } from '@amends/contracts';
import type { Instant } from '@amends/kernel';
import type { Leg } from '../leg/leg';
import type { ManualSettlement } from '../manual-settlement/manual-settlement';
import type { Reroute } from '../reroute/reroute';
import type { RefundStage } from './transitions';

export type Refund = Readonly<{
  refundId: string;
  afterSaleId: string;
  kind: RefundKind;
  status: RefundStage;
  /** Whether a leg will still be tried by itself. */
  trying: boolean;
  money: Money;
  /** It gives back the price of a repair instead, by its own payment. */
  charge: Charge | null;
  legs: readonly Leg[];
  /** How many legs it has ever had; those that a retry has replaced are no longer in `legs`. */
  legsPlanned: number;
  /** Why nothing was reserved; null where something was. */
  failureCode: string | null;
  /** The provider says that money went out which the books cannot hold: a person must look. */
  contradicted: boolean;
  /** Where the books of the provider say otherwise than ours, day by day, until they agree. */
  differences: readonly BookDifference[];
  /** What was paid by hand, and the other ways that the buyer was asked about; both in order of their numbers. */
  settlements: readonly ManualSettlement[];
  reroutes: readonly Reroute[];
  /** Grows with every event of this refund. */
  version: number;
  createdAt: Instant;
  updatedAt: Instant;
}>;

/** What a reconciliation has found about one refund number; `kind` as the comparison calls it. */
export type BookDifference = Readonly<{ day: string; number: string; kind: string; since: Instant }>;

/** Whether somebody is asked about another way for one of its legs: meanwhile nothing is tried again. */
export const hasOpenRemedy = ({ settlements, reroutes }: Refund): boolean =>
  settlements.some(({ status }) => status === 'proposed') || reroutes.some(({ status }) => status === 'offered');
