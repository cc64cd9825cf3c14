import type { AfterSaleType, DisputeParty, FreightBearer, Responsibility, Sealed } from '@amends/contracts';
import type { Message, Minor } from '@amends/kernel';
import type { Asked, ToTicket } from '../commands';

/** A command of a person to a dispute. `ifMatch`: only if the dispute has this version. */
export type ToDispute = Asked & Readonly<{ disputeId: string; ifMatch?: number }>;

export type DisputeCommand =
  /** Asks the platform about a rejection (K11, D1). */
  | Message<'OpenDispute', ToTicket & { claim: Sealed; evidenceIds: readonly string[] }>
  | Message<'RequestEvidence', ToDispute & { from: readonly DisputeParty[]; question: Sealed }>
  | Message<'SubmitEvidence', ToDispute & { evidenceIds: readonly string[]; note: Sealed | null }>
  | Message<'ConcedeDispute', ToDispute>
  | Message<'WithdrawDispute', ToDispute>
  | Message<
      'ProposeTerms',
      ToDispute & { amount: Minor; type: AfterSaleType | null; keepGoods: boolean; message: Sealed | null }
    >
  | Message<'AcceptProposal', ToDispute & { number: number }>
  | Message<'DeclineProposal', ToDispute & { number: number }>
  | Message<
      'IssueVerdict',
      ToDispute & {
        responsibility: Responsibility;
        amount: Minor;
        returnFreightBearer: FreightBearer | null;
        reasoning: Sealed;
      }
    >
  | Message<'AppealVerdict', ToDispute & { claim: Sealed; evidenceIds: readonly string[] }>
  /** What is left out of an overturned verdict stays as it was. */
  | Message<
      'ConcludeAppeal',
      ToDispute & {
        outcome: 'uphold' | 'overturn';
        responsibility?: Responsibility;
        amount?: Minor;
        returnFreightBearer?: FreightBearer;
        reasoning: Sealed;
      }
    >;

export type DisputeDataOf<Type extends DisputeCommand['type']> = Extract<DisputeCommand, { type: Type }>['data'];
