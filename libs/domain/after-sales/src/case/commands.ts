import type {
  AfterSaleType,
  ClaimChanged,
  DisputeDeadlineKind,
  Disposition,
  EntryPoint,
  FastRefundChanged,
  FreightBearer,
  GoodwillGiver,
  Inspection,
  LineQuantity,
  OnSite,
  OrderAddressChanged,
  OrderCancelLocked,
  OrderLineClosed,
  OrderLineReceived,
  OrderLineShipped,
  OrderPaid,
  ParcelIntercepted,
  ParcelInterceptFailed,
  PickupsEvent,
  PolicyChanged,
  QuoteItem,
  RecoveryChanged,
  RefundChanged,
  RepairOutcome,
  Sealed,
  Slot,
} from '@amends/contracts';
import type { Instant, Message, Minor } from '@amends/kernel';
import type { Application, StockBySku } from '../policy/application';
import type { Merchant } from '../policy/merchant';
import type { Shelf } from '../prices/sku';
import type { DeadlineKind } from '../policy/timers';
import type { DisputeCommand } from './dispute/commands';
import type { PickupWish } from './ticket';

/** Who asks, as the token says; "system" for timers and processes. */
export type CaseActor = Readonly<{ role: string; id: string }>;

/** In every command: when, who, and unused ids for what the decision may create. */
export type Asked = Readonly<{
  at: Instant;
  by: CaseActor;
  fresh: Readonly<{
    refundId: string;
    /** For the price of a repair, which goes back beside that of the goods. */
    feeRefundId: string;
    pickupId: string;
    childId: string;
    messageId: string;
    disputeId: string;
  }>;
  /** What may be advanced to the buyer now, minor units; absent: nothing. */
  advanceLimit?: Minor;
}>;

/** A command of a person to a ticket. `ifMatch`: only if the ticket has this version. */
export type ToTicket = Asked & Readonly<{ afterSaleId: string; ifMatch?: number }>;

/** What a buyer changes; what is left out stays, but other lines or another type ask for all they allow (rulings.md 3.8). */
export type Modification = Readonly<{
  type?: AfterSaleType;
  reason?: string;
  lines?: readonly LineQuantity[];
  requestedAmount?: Minor;
  evidenceIds?: readonly string[];
  targetSku?: string | null;
  serialNumber?: string;
}>;

/** Facts heard from other services, as their contracts write them. */
export type HeardFact =
  | OrderPaid
  | OrderAddressChanged
  | OrderLineShipped
  | OrderLineReceived
  | OrderLineClosed
  | OrderCancelLocked
  | RefundChanged
  | FastRefundChanged
  | RecoveryChanged
  | PickupsEvent
  | ParcelIntercepted
  | ParcelInterceptFailed
  | PolicyChanged
  | ClaimChanged;

export type PersonsCommand =
  | Message<
      'Submit',
      Asked & {
        afterSaleId: string;
        application: Application;
        /** What the merchant has promised, and what he approves unseen. */
        merchant: Merchant;
        /** What he has announced of the lines' SKUs and the target's, where that matters. */
        shelf: Shelf;
        /** What he has of them. */
        stock?: StockBySku;
        entryPoint: EntryPoint;
        description: Sealed | null;
        pickup: PickupWish | null;
        /** Of a compensation: who gives it. */
        goodwill?: GoodwillGiver;
      }
    >
  /** `afterSaleIds`: for the unshipped units, and for those on their way. */
  | Message<'CancelOrder', Asked & { afterSaleIds: readonly [string, string]; reason: string; merchant: Merchant }>
  | Message<'Modify', ToTicket & { change: Modification; merchant: Merchant; shelf: Shelf; stock?: StockBySku }>
  | Message<'Cancel', ToTicket & { comment: Sealed | null }>
  /** `onSite`: the merchant comes to repair it, at this time (P2). */
  | Message<'Approve', ToTicket & { returnFreightBearer?: FreightBearer; comment: Sealed | null; onSite?: OnSite }>
  /** Another time for a visit. */
  | Message<'MoveVisit', ToTicket & { appointment: Slot }>
  | Message<
      'Reject',
      ToTicket & {
        reasonCode: string;
        /** Null or absent text is refused with `explanation_required`. */
        explanation: Sealed | null;
        evidenceIds: readonly string[];
        /** With `already_shipped` (rulings.md 3.5, row U4). */
        shipment: Readonly<{ carrier: string; trackingNumber: string }> | null;
      }
    >
  | Message<'BookPickup', ToTicket & { address: Sealed; slot: Slot; carrier: string | null }>
  /** Fills the waybill, or changes it (R4, R7). `inUse`: the number was seen before, outward or back. */
  | Message<'FillWaybill', ToTicket & { carrier: string; trackingNumber: string; inUse: boolean }>
  /** The carrier has answered with a code and a number. */
  | Message<'DropOff', ToTicket & { pointId: string; code: string; carrier: string; trackingNumber: string }>
  | Message<'ReceiveReturn', ToTicket & { lines: readonly Inspection[]; evidenceIds: readonly string[] }>
  | Message<
      'RejectReceipt',
      ToTicket & { reasonCode: string; explanation: Sealed | null; evidenceIds: readonly string[] }
    >
  /** What becomes of units that are back (rulings.md 4.11). */
  | Message<'Dispose', ToTicket & { parts: readonly (LineQuantity & Readonly<{ disposition: Disposition }>)[] }>
  /** The other item, what was missing, or the repaired goods leave (X5, I3, P11). */
  | Message<'ShipReplacement', ToTicket & { carrier: string; trackingNumber: string }>
  | Message<'ReportOutOfStock', ToTicket & { explanation: Sealed }>
  | Message<'ConfirmReceipt', ToTicket>
  | Message<'Object', ToTicket>
  /** `quote` where the work must be paid for (P4, P5). */
  | Message<
      'Diagnose',
      ToTicket & { inWarranty: boolean; humanDamage: boolean; finding: Sealed; quote: readonly QuoteItem[] | null }
    >
  | Message<'AcceptQuote', ToTicket & { paymentId: string }>
  | Message<'DeclineQuote', ToTicket>
  | Message<'FinishRepair', ToTicket & { outcome: RepairOutcome }>
  /** An offer, or a counter to one (K4, K6). `amount` in minor units of cash. */
  | Message<'MakeOffer', ToTicket & { type: AfterSaleType; amount: Minor; keepGoods: boolean; text: Sealed | null }>
  | Message<'AcceptOffer', ToTicket & { number: number; merchant: Merchant }>
  | Message<'DeclineOffer', ToTicket & { number: number }>
  /** A new coupon beside a ticket: `value` in minor units, out of whose budget it is, until when it shall be good, and why. */
  | Message<
      'GrantCoupon',
      ToTicket & { couponId: string; value: Minor; giver: GoodwillGiver; expiresAt: Instant | null; note: Sealed }
    >
  | Message<'AddMessage', ToTicket & { text: Sealed }>
  | Message<'AddEvidence', ToTicket & { evidenceIds: readonly string[] }>
  | Message<'ExtendDeadline', ToTicket & { kind: DeadlineKind | DisputeDeadlineKind; until: Instant; reason: string }>;

export type CaseCommand =
  | PersonsCommand
  | DisputeCommand
  /** A fact told by another service. Heard twice it changes nothing; of an order not known yet: `not_found`. */
  | Message<'Hear', Asked & { fact: HeardFact; /** Of an order that is paid: who sells it. */ merchant?: Merchant }>
  | Message<'DeadlineReached', Asked & { name: string; token: number }>;

/** What a command of this type carries. */
export type DataOf<Type extends CaseCommand['type']> = Extract<CaseCommand, { type: Type }>['data'];

/** Codes of the public contract that a case refuses with. */
export type CaseRefusal =
  | 'not_found'
  | 'forbidden'
  | 'version_conflict'
  | 'deadline_passed'
  | 'invalid_transition'
  | 'goods_not_supported'
  | 'type_not_allowed_in_order_state'
  | 'type_disabled_by_policy'
  | 'reason_not_allowed'
  | 'reapply_limit'
  | 'window_closed'
  | 'quantity_exceeds_available'
  | 'units_in_open_ticket'
  | 'gift_not_included'
  | 'exchange_not_allowed'
  | 'price_not_lower'
  | 'not_same_item'
  | 'serial_number_required'
  | 'evidence_required'
  | 'amount_exceeds_refundable'
  | 'offer_rounds_exhausted'
  | 'negotiation_required'
  | 'explanation_required'
  | 'four_eyes_required'
  | 'same_reviewer'
  | 'waybill_in_use'
  | 'inspection_mismatch'
  | 'slot_too_soon'
  | 'slot_too_late'
  | 'appointments_exhausted'
  | 'quote_required'
  | 'quote_not_allowed'
  | 'deadline_not_armed'
  | 'deadline_not_later'
  | 'malformed';
