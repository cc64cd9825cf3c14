import type { BuyerCreditChanged } from '@amends/contracts';
import type { Instant, Message, Minor } from '@amends/kernel';
import { UNKNOWN_BUYER } from '../fast-refund/eligibility';

/** Money of a ticket that was promised at its approval (`eligible`) or is out (`advanced`), minor units. */
export type Exposure = Readonly<{ afterSaleId: string; amount: Minor; stage: 'eligible' | 'advanced' }>;

/** What the buyer still owes of an advance, in the account of which order. `byLink`: he has a link to pay it by. */
export type OpenRecovery = Readonly<{ refundId: string; orderId: string; open: Minor; byLink?: true }>;

/** What this service knows of a buyer: credit, exposure, and the accounts as booked here. */
export type BuyerCredit = Readonly<{
  buyerId: string | null;
  score: number;
  points: number;
  balance: Minor;
  currency: string;
  setOffConsent: boolean;
  exposures: readonly Exposure[];
  /** Promised on the last day on which anything was, whatever became of it. Days are named as in `dayOf`. */
  promised: Readonly<{ day: string; amount: Minor }>;
  /** The oldest first. */
  recoveries: readonly OpenRecovery[];
  writtenOff: boolean;
}>;

export const NEW_BUYER: BuyerCredit = {
  buyerId: null,
  score: UNKNOWN_BUYER.score,
  points: 0,
  balance: 0,
  currency: 'CNY',
  setOffConsent: false,
  exposures: [],
  promised: { day: '', amount: 0 },
  recoveries: [],
  writtenOff: false,
};

type OfBuyer<Data extends object> = Readonly<{ buyerId: string; occurredAt: Instant }> & Data;

export type BuyerCreditEvent =
  | BuyerCreditChanged
  | Message<'buyer_credit.score_set', OfBuyer<{ score: number }>>
  | Message<'buyer_credit.balance_set', OfBuyer<{ amount: Minor; currency: string }>>
  | Message<'buyer_credit.consent_given', OfBuyer<{ setOff: boolean }>>
  /** `change` is negative when what was given back is taken back. `legId` names the leg that moved it. */
  | Message<'buyer_credit.points_booked', OfBuyer<{ change: number; legId: string }>>
  | Message<'buyer_credit.balance_booked', OfBuyer<{ change: number; currency: string; legId: string }>>
  | Message<'buyer_credit.exposed', OfBuyer<{ afterSaleId: string; amount: Minor }>>
  | Message<'buyer_credit.advanced', OfBuyer<{ afterSaleId: string; amount: Minor }>>
  | Message<'buyer_credit.advance_undone', OfBuyer<{ afterSaleId: string; amount: Minor }>>
  | Message<'buyer_credit.recovery_started', OfBuyer<{ refundId: string; orderId: string; amount: Minor }>>
  | Message<'buyer_credit.recovery_paid', OfBuyer<{ refundId: string; amount: Minor }>>
  | Message<'buyer_credit.recovery_written_off', OfBuyer<{ refundId: string; amount: Minor }>>
  | Message<'buyer_credit.recovery_link_opened' | 'buyer_credit.recovery_link_closed', OfBuyer<{ refundId: string }>>
  | Message<'buyer_credit.relieved', OfBuyer<{ afterSaleId: string; amount: Minor }>>;

type At<Data extends object> = Readonly<{ buyerId: string; at: Instant }> & Data;

export type BuyerCreditCommand =
  /** Shopping credit, 0 to 1000. */
  | Message<'SetScore', At<{ score: number }>>
  | Message<'SetBalance', At<{ amount: Minor; currency: string }>>
  | Message<'ConsentToSetOff', At<{ setOff: boolean }>>
  /** Follows what an account has told. */
  | Message<'Follow', At<{ consequences: readonly Consequence[] }>>;

/** What the books of an order mean for the buyer. */
export type Consequence =
  | Readonly<{ book: 'points'; change: number; legId: string }>
  | Readonly<{ book: 'balance'; change: number; currency: string; legId: string }>
  | Readonly<{ recovery: 'started'; refundId: string; orderId: string; amount: Minor }>
  | Readonly<{ recovery: 'paid' | 'written_off'; refundId: string; amount: Minor }>
  | Readonly<{ recovery: 'link_opened' | 'link_closed'; refundId: string }>
  | Readonly<{ exposure: 'exposed' | 'advanced' | 'advance_undone' | 'relieved'; afterSaleId: string; amount: Minor }>;
