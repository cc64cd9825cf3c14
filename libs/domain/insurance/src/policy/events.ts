import type { InsuranceEvent, OrderFacts } from '@amends/contracts';
import type { Instant, Message } from '@amends/kernel';
import type { LineFact } from './commands';
import type { ParcelBack, Question, TicketOnPolicy } from './policy';

/** Private: the purchase, as far as an insurance cares. `policyId` null: it wishes none. */
export type OrderHeard = Message<
  'policy.order_heard',
  OrderFacts & { policyId: string | null; currency: string; lineNumbers: readonly number[] }
>;
/** Private: a line has left the merchant, has closed, or has no window any more. */
export type LineHeard = Message<
  'policy.line_heard',
  OrderFacts & { lineNumber: number; fact: LineFact; happenedAt: Instant }
>;
/** Private: a ticket of the order has moved. */
export type TicketHeard = Message<'policy.ticket_heard', OrderFacts & { ticket: TicketOnPolicy }>;
/** Private: how the goods of a ticket come back. */
export type ParcelHeard = Message<'policy.parcel_heard', OrderFacts & { parcel: ParcelBack }>;
/** Private: the insurer is to be asked now, and again at `againAt` if he has not answered by then. */
export type InsurerAsked = Message<'policy.insurer_asked', OrderFacts & { question: Question }>;
/** Private: a claim was not paid in time. */
export type ClaimOverdue = Message<'policy.claim_overdue', OrderFacts & { claimId: string; afterSaleId: string }>;

export type PolicyEvent =
  InsuranceEvent | OrderHeard | LineHeard | TicketHeard | ParcelHeard | InsurerAsked | ClaimOverdue;
