import type { AfterSaleType, FreightBearer, TicketStage } from '@amends/contracts';
import type { Instant, Message, Minor } from '@amends/kernel';
import type { ClaimActor } from '../claim/transitions';
import type { WayBack } from '../claim/claim';
import type { Ask, Parties } from './policy';

/** `shipped`: the first or a later unit has left. `settled`: no window is open any more. */
export type LineFact = 'shipped' | 'closed' | 'settled';

/** An order was paid. `policyId` is what its policy would be called. */
export type HearOrder = Message<
  'HearOrder',
  Parties & { policyId: string; wished: boolean; currency: string; lineNumbers: readonly number[]; at: Instant }
>;
export type HearLine = Message<
  'HearLine',
  Parties & { lineNumber: number; fact: LineFact; happenedAt: Instant; at: Instant }
>;
/** `claimId` is what its claim would be called. `parentId` undefined: this event does not tell. */
export type HearTicket = Message<
  'HearTicket',
  Parties & {
    afterSaleId: string;
    parentId?: string | null;
    type: AfterSaleType;
    stage: TicketStage;
    bearer: FreightBearer | null;
    version: number;
    claimId: string;
    happenedAt: Instant;
    at: Instant;
  }
>;
/** `freight` in minor units; null where the event does not tell. */
export type HearParcel = Message<
  'HearParcel',
  Parties & { afterSaleId: string; method: WayBack; sent: boolean; freight: Minor | null; at: Instant }
>;

/** What the insurer says to a question. A silence is no answer: the question is asked again by itself. */
export type InsurerAnswer = Readonly<{ outcome: 'yes' }> | Readonly<{ outcome: 'no'; code: string }>;
/** `round`: of a claim, when it was asked. */
export type HearInsurer = Message<
  'HearInsurer',
  { ask: Ask; about: string; round: number; answer: InsurerAnswer; at: Instant }
>;

export type SubmitClaim = Message<'SubmitClaim', { afterSaleId: string; at: Instant }>;
export type AppealClaim = Message<'AppealClaim', { claimId: string; by: ClaimActor; ifMatch?: number; at: Instant }>;
export type DeadlineReached = Message<'DeadlineReached', { name: string; token: number; at: Instant }>;

export type PolicyCommand =
  HearOrder | HearLine | HearTicket | HearParcel | HearInsurer | SubmitClaim | AppealClaim | DeadlineReached;

export type PolicyRefusal =
  'not_covered' | 'duplicate_claim' | 'invalid_transition' | 'deadline_passed' | 'version_conflict';
