import type {
  Charge,
  FastRefundRefusal,
  Money,
  OrderFacts,
  OrderPaid,
  RecoverySource,
  RequestRefund,
} from '@amends/contracts';
import type { Instant, Message, Minor } from '@amends/kernel';
import type { ProviderLimits } from '../leg/limits';
import type { Eligibility, Promised } from '../fast-refund/eligibility';

type At<Data extends object> = Readonly<{ at: Instant }> & Data;
type OfLeg = Readonly<{ refundId: string; legId: string }>;
/** Whose ticket it is; `occurredAt` of the facts is the sender's time. */
type OfTicket = Readonly<{ order: Omit<OrderFacts, 'occurredAt'>; afterSaleId: string }>;

/** What the provider says of a refund number. `silence`: nothing came back. `never_heard`: it does not know the number. */
export type ProviderAnswer =
  | Readonly<{ outcome: 'succeeded' | 'pending' | 'silence' | 'never_heard' }>
  | Readonly<{ outcome: 'failed'; code: string }>;

/** A link as the provider is asked for it: to all that is open. Amount in minor units. */
export type LinkTerms = Readonly<{ number: string; amount: Minor; expiresAt: Instant }>;
/** What the provider says of a link. `silence`: nothing came back. */
export type LinkAnswer =
  Readonly<{ outcome: 'open' | 'closed' | 'silence' }> | Readonly<{ outcome: 'paid'; paymentId: string }>;
/** A link that the provider has made by such terms. */
export type OpenedLink = LinkTerms & Readonly<{ refundId: string; providerId: string; url: string }>;

export type AccountCommand =
  | Message<'OpenAccount', At<{ paid: OrderPaid['data'] }>>
  /** `setOff`: what the buyer owes elsewhere and lets be taken from his refunds, minor units. */
  | Message<'RequestRefund', At<{ request: RequestRefund['data']; setOff?: Minor }>>
  /** An answer to the try with this number; an answer to an earlier one is too late. */
  | Message<'HearProvider', At<OfLeg & { attempt: number; answer: ProviderAnswer }>>
  /** Whether the try with this number may be sent now, or must wait for its turn. */
  | Message<'TakeTurn', At<OfLeg & { attempt: number; limits: ProviderLimits }>>
  /** The provider's present word, asked for while the refund had version `seen`. */
  | Message<'CorrectLeg', At<OfLeg & { seen: number; answer: ProviderAnswer }>>
  | Message<'Retry', At<{ refundId: string; ifMatch?: number }>>
  /** All that a comparison with the provider's books of `day` has found about the refund; none: nothing (any more). */
  | Message<
      'NoteDifferences',
      At<{ refundId: string; day: string; differences: readonly Readonly<{ number: string; kind: string }>[] }>
    >
  /** A lost leg was paid by hand; `reference` is that of the transfer. `by`: the person, another one decides. */
  | Message<'ProposeManualSettlement', At<OfLeg & { reference: string; reason: string; by: string }>>
  | Message<'DecideManualSettlement', At<{ refundId: string; number: number; confirmed: boolean; by: string }>>
  /** The buyer is asked whether a lost leg may go another way, and answers. */
  | Message<'OfferReroute', At<OfLeg & { tender: 'balance' }>>
  | Message<'AnswerReroute', At<{ refundId: string; number: number; accepted: boolean }>>
  | Message<'DeadlineReached', At<{ name: string; token: number }>>
  /** `refundId`: an unused id for the refund, should it be made. */
  | Message<
      'JudgeFastRefund',
      At<
        OfTicket & {
          money: Money;
          refundId: string;
          /** `inputs` are told with the promise; `promised`, about other tickets too, is only kept. */
          judgement: Eligibility &
            Readonly<{ shadow: boolean; inputs: Readonly<Record<string, unknown>>; promised?: Promised }>;
          hurdles: readonly FastRefundRefusal[];
        }
      >
    >
  | Message<'NoteScan', At<OfTicket & { refundId: string; hurdles: readonly FastRefundRefusal[] }>>
  | Message<'NoteContest', At<OfTicket & { childId: string | null }>>
  /** The platform, or both parties, have decided about refused goods. `paid`: the ticket is paid something. */
  | Message<'NoteVerdict', At<OfTicket & { paid: boolean }>>
  | Message<'WithdrawTicket', At<OfTicket>>
  /** The ticket has ended because the carrier never had its parcel (A7). */
  | Message<'NoteRevoked', At<OfTicket>>
  /** The replacement of goods of this worth goes first (X9); they are back (null: all that is owed), or are kept. */
  | Message<'OweGoods', At<OfTicket & { amount: Minor }>>
  | Message<'NoteGoodsBack', At<OfTicket & { amount: Minor | null }>>
  | Message<'NoteGoodsKept', At<OfTicket & { amount: Minor; refundId: string }>>
  /** The buyer has paid for a repair. */
  | Message<'NoteCharge', At<OfTicket & { charge: Charge }>>
  /** The provider has made a link to pay it by, and what became of it. */
  | Message<'OpenPaymentLink', At<OpenedLink>>
  | Message<'HearPaymentLink', At<{ refundId: string; number: string; answer: LinkAnswer }>>
  /** Money of the buyer for what he owes (A8). */
  | Message<'PayRecovery', At<{ refundId: string; amount: Minor; source: RecoverySource; paymentId: string | null }>>;

export type AccountRefusal =
  | 'not_found'
  | 'version_conflict'
  | 'invalid_transition'
  | 'refund_exceeds_remaining'
  | 'amount_exceeds_open'
  | 'four_eyes_required'
  | 'payment_link_open';
