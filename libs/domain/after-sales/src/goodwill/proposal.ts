import type { EntryPoint, GoodwillGiver, Sealed } from '@amends/contracts';
import type { Instant, Minor } from '@amends/kernel';
import type { Application } from '../policy/application';
import type { OverBudget } from './budget';

export type ProposalStatus = 'awaiting_confirmation' | 'confirmed' | 'declined' | 'expired';

/** What would be given: money by a ticket of its own, or a coupon beside one that is there. */
export type Gift =
  | Readonly<{ kind: 'compensation'; application: Application; entryPoint: EntryPoint; description: Sealed | null }>
  | Readonly<{ kind: 'coupon'; afterSaleId: string; expiresAt: Instant | null; note: Sealed }>;

export type ProposalDeadline = Readonly<{ kind: 'goodwill_confirmation'; dueAt: Instant; token: number }>;

/** Somebody who has proposed or decided. */
export type Person = Readonly<{ role: string; id: string }>;

/** Goodwill above what its giver may grant alone: nothing is given before another person says so (four eyes). */
export type GoodwillProposal = Readonly<{
  id: string;
  version: number;
  status: ProposalStatus;
  orderId: string;
  merchantId: string;
  buyerId: string;
  giver: GoodwillGiver;
  gift: Gift;
  /** Minor units of `currency`. */
  amount: Minor;
  currency: string;
  /** Which limits it is above. */
  because: readonly OverBudget[];
  proposedBy: Person;
  decidedBy: Person | null;
  explanation: Sealed | null;
  /** What was given: the ticket, or the coupon. */
  grantId: string | null;
  deadline: ProposalDeadline | null;
  createdAt: Instant;
  updatedAt: Instant;
}>;
