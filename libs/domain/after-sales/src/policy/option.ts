import type { Amount, FreightBearer } from '@amends/contracts';
import type { Instant, Minor } from '@amends/kernel';
import type { BuyerType, JudgeContext } from './application';
import type { DenialCode, GroundedDenial } from './denial';
import type { Label } from './reasons';
import type { TimerView } from './timers';
import type { Withheld } from './withholding';

/** On what terms a reason is accepted; from `minQuantity` to `maxQuantity` units of the line, and no other number of them. */
export type ReasonOption = Readonly<{
  code: string;
  label: Label;
  responsibility: string;
  evidenceRequired: boolean;
  windowEndsAt: Instant | null;
  /** 1, except where a single unit is worth less than the smallest coin. */
  minQuantity: number;
  maxQuantity: number;
  /** For all of `maxQuantity`: what the application would show as requested. */
  maxRefund: Amount;
  /** Who pays the way back; null where nothing is sent back. */
  returnFreightBearer: FreightBearer | null;
  /** What the shop keeps of that, already taken off `maxRefund`; minor units. */
  withheld: readonly Withheld[];
  /** An application for all of `maxQuantity` waits for nobody (rulings.md 2.6, 3.9, states.md R1). */
  approvedAtOnce: boolean;
}>;

/** A reason that fits the type and would be refused all the same, why, and by which clause of the policy. */
export type DeniedReason = Readonly<{ code: string; denial: DenialCode; rule: string }>;

export type FastRefundAnswer = Readonly<{ eligible: boolean; because: readonly string[] }>;

/**
 * Whether the money would come at the scan. `certain`: it never does for this type. `expected`: what the approval would decide
 * if it came now, by limits that others may use up before.
 */
export type FastRefundOption = FastRefundAnswer & Readonly<{ certainty: 'expected' | 'certain' }>;

/** What would be advanced: `amount` with the freight, minor units, for these goods with their cash. */
export type AdvanceAsked = Readonly<{
  amount: Minor;
  goods: readonly Readonly<{ category: string; cash: Minor }>[];
}>;

/** What one unit of a line may be exchanged for, as the shop has announced it; amounts in minor units. */
export type ExchangeTarget = Readonly<{
  sku: string;
  attributes: Readonly<Record<string, unknown>>;
  unitPrice: Minor;
  /** What the buyer pays for it, or gets back; both 0 at an equal price. */
  priceDifference: Readonly<{ pays: Minor; back: Minor }>;
  fastExchange: FastRefundAnswer;
}>;

export type Option =
  | Readonly<{
      type: BuyerType;
      allowed: true;
      windowEndsAt: Instant | null;
      reasons: readonly ReasonOption[];
      deniedReasons: readonly DeniedReason[];
      /** Of the first reason, as all that follows. */
      maxQuantity: number;
      maxRefund: Amount;
      returnFreight: Readonly<{ bearer: FreightBearer; insured: boolean; insuredUpTo: Minor }> | null;
      fastRefund: FastRefundOption;
      /** Of an exchange for all of `maxQuantity`: whether the replacement would go first; of other types absent. */
      fastExchange?: FastRefundAnswer;
      /** Of an exchange of apparel or footwear: what one unit may be exchanged for. */
      targets?: readonly ExchangeTarget[];
      timers: readonly TimerView[];
      /** The merchant may not reject before there was an offer or a message. */
      negotiateFirst: boolean;
      /** Of a repair: the goods' serial number must be said. */
      serialNumberRequired?: boolean;
      policyVersion: string;
    }>
  | Readonly<{ type: BuyerType; allowed: false; denial: GroundedDenial; deniedReasons: readonly DeniedReason[] }>;

export type LineOptions = Readonly<{ lineNumber: number; options: readonly Option[] }>;

/** What the options need beside the case itself. */
export type OptionsContext = JudgeContext &
  Readonly<{
    /** Cover of the order's shipping insurance in minor units; null where there is none. */
    cover: Readonly<{ pickup: Minor }> | null;
    /** Whether this would be paid at the scan. */
    fastRefundOf: (asked: AdvanceAsked) => FastRefundAnswer;
    /** Whether goods of this worth would go ahead of those that they replace. */
    goodsAheadOf: (worth: Minor) => FastRefundAnswer;
  }>;
