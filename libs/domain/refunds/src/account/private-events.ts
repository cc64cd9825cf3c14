import type { Charge, FastRefundRefusal, Money, OrderFacts, RequestRefund } from '@amends/contracts';
import type { Instant, Message, Minor } from '@amends/kernel';
import type { PaymentLink } from '../fast-refund/fast-refund';
import type { LegWait, PlannedLeg } from '../leg/leg';
import type { AskedRefund, PaidOrder } from './account';

type OfTicket<Data extends object = object> = OrderFacts & Readonly<{ afterSaleId: string }> & Data;
type OfLeg<Data extends object = object> = Readonly<{ refundId: string; legId: string; occurredAt: Instant }> & Data;

/** What decisions and reads need besides the public events; it never leaves the service. */
export type PrivateAccountEvent =
  | Message<'account.opened', { order: PaidOrder; occurredAt: Instant }>
  | Message<'account.refund_kept', { request: AskedRefund; occurredAt: Instant }>
  /** The tenders a refund goes back to; again when a retry has to plan anew, then only with what has not succeeded. */
  | Message<'account.refund_planned', { refundId: string; legs: readonly PlannedLeg[]; occurredAt: Instant }>
  /** When the provider will be asked again, tried again, or asked at all. */
  | Message<'account.leg_waits', OfLeg<LegWait>>
  /** The turn of a try at a provider with limits has come: it is sent now. */
  | Message<'account.leg_sent', OfLeg<{ attempt: number }>>
  /** The provider has to be asked now what became of the leg. */
  | Message<'account.leg_asked', OfLeg<{ overdue: boolean }>>
  /** Money went out that the books cannot hold: nothing is booked, an operator must look. */
  | Message<'account.leg_contradicted', OfLeg>
  /** What a comparison with the provider's books of that day says of the refund now; none: they agree. */
  | Message<
      'account.differences_noted',
      {
        refundId: string;
        day: string;
        differences: readonly Readonly<{ number: string; kind: string }>[];
        occurredAt: Instant;
      }
    >
  /** A lost leg was paid by hand, as one person says; `by` is his name. Another one confirms or declines it. */
  | Message<'account.settlement_proposed', OfLeg<{ number: number; reference: string; reason: string; by: string }>>
  | Message<
      'account.settlement_confirmed' | 'account.settlement_declined',
      { refundId: string; number: number; by: string; occurredAt: Instant }
    >
  | Message<'account.advance_prepared', OfTicket<{ money: Money; inputs?: Readonly<Record<string, unknown>> }>>
  | Message<
      'account.fast_refund_denied',
      OfTicket<{ because: readonly FastRefundRefusal[]; shadow: boolean; inputs: Readonly<Record<string, unknown>> }>
    >
  | Message<'account.fast_refund_released', OfTicket<{ because: string; amount: Minor }>>
  | Message<'account.charge_noted', OfTicket<Charge>>
  /** The replacement goes first: goods of this worth are owed, or are back. */
  | Message<'account.goods_owed', OfTicket<{ amount: Minor }>>
  | Message<'account.goods_back', OfTicket<{ amount: Minor }>>
  /** The buyer can pay what he owes at the provider. `askAt`: when the provider is asked what became of it. */
  | Message<'account.payment_link_opened', OfTicket<Omit<PaymentLink, 'status' | 'asks'> & { refundId: string }>>
  /** The provider has to be asked now; next time at `askAt`. */
  | Message<'account.payment_link_due', OfTicket<{ refundId: string; number: string; askAt: Instant }>>
  | Message<'account.payment_link_closed', OfTicket<{ refundId: string; number: string; paid: boolean }>>
  | Message<'account.scan_noted', OfTicket>
  | Message<'account.scan_revoked', OfTicket>
  | Message<'account.advance_started', OfTicket<{ refundId: string; amount: Minor }>>
  /** Told before there was `fast_refund.undone`. */
  | Message<'account.advance_undone', OfTicket<{ refundId: string; amount: Minor }>>
  | Message<'account.settlement_noted', { afterSaleId: string; request: RequestRefund['data']; occurredAt: Instant }>
  | Message<'account.contest_noted', OfTicket<{ childId: string | null }>>
  | Message<'account.verdict_noted', OfTicket<{ paid: boolean }>>;
