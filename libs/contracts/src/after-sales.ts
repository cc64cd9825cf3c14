import type { Instant, Message, Minor } from '@amends/kernel';
import type { DisputeEvent, DisputeFacts } from './disputes';
import type { LineQuantity, OrderFacts, Sealed, Slot } from './facts';
import type { Amount, Money } from './money';

export type AfterSaleType =
  'refund_only' | 'return_refund' | 'exchange' | 'reissue' | 'repair' | 'price_protection' | 'compensation';
export type Phase = 'unshipped' | 'shipped' | 'received';
/** `both`: only a verdict says so. */
export type Responsibility = 'buyer' | 'merchant' | 'both' | 'logistics' | 'platform' | 'none';
export type FreightBearer = 'buyer' | 'merchant';
export type Initiator = 'buyer' | 'merchant' | 'agent';
export type EntryPoint = 'order_detail' | 'im_merchant' | 'im_platform' | 'phone';

export type AfterSaleStatus =
  | 'pending_merchant_review'
  | 'negotiating'
  | 'merchant_rejected'
  | 'awaiting_buyer_shipment'
  | 'awaiting_merchant_receipt'
  | 'inspection_rejected'
  | 'awaiting_merchant_shipment'
  | 'awaiting_buyer_receipt'
  | 'diagnosing'
  | 'awaiting_quote_acceptance'
  | 'in_repair'
  | 'on_site_scheduled'
  | 'refunding'
  | 'refund_failed'
  | 'completed'
  | 'closed'
  | 'cancelled_by_buyer';

/** How far a ticket is, for those who need no more: under way, come to what was asked, or ended without it. */
export type TicketStage = 'open' | 'completed' | 'ended';

const OVER: Readonly<Partial<Record<AfterSaleStatus, TicketStage>>> = {
  completed: 'completed',
  closed: 'ended',
  cancelled_by_buyer: 'ended',
};
export const stageOf = (status: AfterSaleStatus): TicketStage => OVER[status] ?? 'open';

/** In every event of a ticket: where it stands after the event, so that a listener needs no other. */
export type TicketFacts = OrderFacts &
  Readonly<{
    afterSaleId: string;
    type: AfterSaleType;
    status: AfterSaleStatus;
    phase: Phase;
    reason: string;
    responsibility: Responsibility;
    returnFreightBearer: FreightBearer | null;
    initiator: Initiator;
    lines: readonly LineQuantity[];
    interceptRequested: boolean;
    underIntervention: boolean;
    /** The ticket's own version after the event. */
    ticketVersion: number;
  }>;

export type AfterSaleSubmitted = Message<
  'after_sale.submitted',
  TicketFacts & {
    requested: Amount;
    entryPoint: EntryPoint;
    goodsReceived: boolean;
    parentId: string | null;
    evidenceIds: readonly string[];
    /** Of goods to be repaired, as it stands on them. */
    serialNumber?: string;
  }
>;
export type AfterSaleModified = Message<
  'after_sale.modified',
  TicketFacts & { requested: Amount; reapplied: boolean; serialNumber?: string }
>;
/** Goods that the buyer keeps until their replacement has come, by what they are worth in cash, minor units (X9). */
export type GoodsOwed = Readonly<{ amount: Minor }>;
/** Somebody comes to repair the goods where they are. */
export type OnSite = Readonly<{ appointment: Slot }>;
/**
 * `money` is what the refund will be if nothing is contested; a return is paid when it is back, or at the scan. `advance`:
 * the replacement goes first, and these goods are owed from now on.
 */
export type AfterSaleApproved = Message<
  'after_sale.approved',
  TicketFacts & { by: 'merchant' | 'system' | 'rule' | 'agent'; money: Money; advance?: GoodsOwed; onSite?: OnSite }
>;
export type AfterSaleRejected = Message<
  'after_sale.rejected',
  TicketFacts & { reasonCode: string; explanation: Sealed | null; evidenceIds: readonly string[] }
>;
/** `shipment`: the merchant reports that the parcel had already left; orders books it. */
export type AfterSaleTypeChanged = Message<
  'after_sale.type_changed',
  TicketFacts & {
    from: Readonly<{ type: AfterSaleType; phase: Phase }>;
    because: string;
    shipment: Readonly<{ carrier: string; trackingNumber: string }> | null;
    /** The merchant's words, where he is the one who cannot deliver. */
    explanation?: Sealed | null;
  }
>;
/** Some units of a cancel have left: they go on as the ticket `childId`, the others stay (`lines`, `requested`). */
export type AfterSaleSplit = Message<
  'after_sale.split',
  TicketFacts & { childId: string; left: readonly LineQuantity[]; because: string; requested: Amount }
>;
/** `advance`: the buyer keeps these goods beside what replaced them, and owes their price. */
export type AfterSaleCancelled = Message<'after_sale.cancelled', TicketFacts & { advance?: GoodsOwed }>;
/** Why a ticket closed without anybody closing it. */
export type CloseReason =
  'buyer_ship_timeout' | 'no_escalation' | 'verdict_merchant' | 'scan_revoked' | 'quote_declined' | 'difference_unpaid';
/** `refunded`: the units that stay refunded, where their advance has become a debt of the buyer. */
export type AfterSaleClosed = Message<
  'after_sale.closed',
  TicketFacts & { closeReason: CloseReason; advance?: GoodsOwed; refunded?: readonly LineQuantity[] }
>;
/** `refunded`: the units whose money went back, by line. `advance`: these goods are owed no more. */
export type AfterSaleCompleted = Message<
  'after_sale.completed',
  TicketFacts & { refunded: readonly LineQuantity[]; amount: Amount; refundId: string | null; advance?: GoodsOwed }
>;
export type AfterSaleReopened = Message<'after_sale.reopened', TicketFacts & { because: string }>;
export type AfterSaleRefundFailed = Message<'after_sale.refund_failed', TicketFacts & { refundId: string }>;
export type AfterSaleDeadlineChanged = Message<
  'after_sale.deadline_changed',
  TicketFacts & { kind: string; old: Instant | null; new: Instant | null; pausedBy: string | null; because: string }
>;
export type AfterSaleMessageAdded = Message<
  'after_sale.message_added',
  TicketFacts & { messageId: string; by: Readonly<{ role: string; id: string }>; text: Sealed }
>;
/** Of a dispute: with what it says of it besides (states.md D5). */
export type EvidenceAdded = Message<
  'evidence.added',
  TicketFacts & { evidenceIds: readonly string[]; by: string } & Partial<DisputeFacts & { note: Sealed | null }>
>;

export type Inspection = Readonly<{ lineNumber: number; accepted: number; damaged: number; missing: number }>;
export type ReturnReceived = Message<
  'return.received',
  TicketFacts & { by: 'merchant' | 'system'; inspection: readonly Inspection[] }
>;
export type ReturnPartiallyReceived = Message<
  'return.partially_received',
  TicketFacts & { inspection: readonly Inspection[]; childId: string; evidenceIds: readonly string[] }
>;
export type ReturnRejected = Message<
  'return.rejected',
  TicketFacts & {
    reasonCode: string;
    explanation: Sealed | null;
    inspection: readonly Inspection[];
    evidenceIds: readonly string[];
  }
>;

/** What becomes of a unit that came back. Only what is put on the shelf again counts as stock. */
export const DISPOSITIONS = ['restock', 'refurbish', 'scrap', 'return_to_buyer'] as const;
export type Disposition = (typeof DISPOSITIONS)[number];
/** `sku`: what the units are, which of exchanged ones is not the line's own. */
export type DisposedUnits = LineQuantity & Readonly<{ disposition: Disposition; sku: string }>;
/** A decision about goods alone: it moves no money and waits for none (rulings.md 4.11). */
export type ReturnDisposed = Message<'return.disposed', TicketFacts & { dispositions: readonly DisposedUnits[] }>;

/** The other item, what was missing, or the item itself after its repair: on its way to the buyer. */
type SentToBuyer = TicketFacts & Readonly<{ carrier: string; trackingNumber: string }>;
export type ReplacementShipped = Message<'replacement.shipped', SentToBuyer>;
/** What was sent first has come: the goods it replaces are to be sent back (X9). */
export type ReplacementReceived = Message<'replacement.received', TicketFacts & { by: 'buyer' | 'system' }>;
export type ReissueShipped = Message<'reissue.shipped', SentToBuyer>;
export type RepairSentBack = Message<'repair.sent_back', SentToBuyer>;

/** The visit is moved, by whom it says. */
export type RepairVisitRescheduled = Message<
  'repair.visit_rescheduled',
  TicketFacts & { onSite: OnSite; by: 'buyer' | 'merchant' }
>;
/** Nobody came in time: the goods are sent in, and the merchant bears the way. */
export type RepairVisitMissed = Message<'repair.visit_missed', TicketFacts & { onSite: OnSite }>;

/** One position of a quote in minor units: parts, labour, freight. */
export type QuoteItem = Readonly<{ kind: string; amount: Minor }>;
/** Free of charge. `finding`: what the merchant saw; null where he said nothing in time. */
export type RepairStarted = Message<
  'repair.started',
  TicketFacts & { by: 'merchant' | 'system'; finding: Sealed | null }
>;
export type RepairQuoted = Message<
  'repair.quoted',
  TicketFacts & { items: readonly QuoteItem[]; amount: Minor; finding: Sealed }
>;
export type RepairQuoteAccepted = Message<'repair.quote_accepted', TicketFacts & { amount: Minor }>;
export type RepairQuoteDeclined = Message<'repair.quote_declined', TicketFacts & { by: 'buyer' | 'system' }>;
/** The buyer has paid what he accepted: the price of a repair, or what another item costs more, beside the order's own payments. */
export type ChargeCaptured = Message<
  'charge.captured',
  TicketFacts & { paymentId: string; amount: Minor; currency: string }
>;
/** The buyer has paid what the other item costs more: his own is to be sent back now. `amount` in minor units. */
export type ExchangeDifferenceAccepted = Message<'exchange.difference_accepted', TicketFacts & { amount: Minor }>;
/** Who gives out of goodwill: a merchant, or the platform by the hand of an agent. `id`: the merchant's, or the agent's `sub`. */
export type GoodwillGiver = Readonly<{ kind: 'merchant' | 'agent'; id: string }>;
/**
 * A new coupon out of goodwill, for the storefront to issue: `value` in minor units. It moves no money here. `by`: whose word
 * it was; `note`: why.
 */
export type GoodwillCouponGranted = Message<
  'goodwill.coupon_granted',
  TicketFacts & {
    couponId: string;
    value: Minor;
    currency: string;
    giver: GoodwillGiver;
    by: Readonly<{ role: string; id: string }>;
    expiresAt: Instant | null;
    note: Sealed;
  }
>;
/** The work takes too long: the price is offered in the merchant's name. */
export type RepairOverdue = Message<'repair.overdue', TicketFacts>;
export type RepairOutcome = 'repaired' | 'replace' | 'irreparable';
export type RepairFinished = Message<'repair.finished', TicketFacts & { outcome: RepairOutcome }>;

/** How far the price of a line's units has fallen, in minor units; `protectedAmount` and `difference` are for all of `units`. */
export type ProtectedLine = Readonly<{
  lineNumber: number;
  units: number;
  protectedAmount: Minor;
  /** As announced, for one unit; protected from now on. */
  unitPrice: Minor;
  difference: Minor;
  /** What is paid back of it: never more than the cash left. */
  amount: Minor;
  /** Who lowered the price, and bears it. */
  bearer: 'merchant' | 'platform';
  formula: string;
}>;
export type PriceProtectionApproved = Message<
  'price_protection.approved',
  TicketFacts & { protectedLines: readonly ProtectedLine[]; money: Money }
>;

/** What one side proposes instead (api.md 4). `amount` in minor units of cash; `expiresAt` at first, before any extension. */
export type OfferMade = Readonly<{
  number: number;
  by: 'merchant' | 'buyer';
  type: AfterSaleType;
  amount: Minor;
  keepGoods: boolean;
  expiresAt: Instant;
  /** Time made it in the merchant's name: it cannot be countered, and silence accepts it (rulings.md 4.8). */
  final: boolean;
}>;
export type NegotiationOffered = Message<
  'negotiation.offered',
  TicketFacts & { offer: OfferMade; text: Sealed | null }
>;
export type NegotiationCountered = Message<
  'negotiation.countered',
  TicketFacts & { offer: OfferMade; text: Sealed | null }
>;
/** Both agree: `money` is what will be paid. What follows from it is told next. */
export type NegotiationAccepted = Message<
  'negotiation.accepted',
  TicketFacts & { number: number; by: 'merchant' | 'buyer' | 'system'; money: Money }
>;
export type NegotiationDeclined = Message<
  'negotiation.declined',
  TicketFacts & { number: number; by: 'merchant' | 'buyer' }
>;
export type NegotiationExpired = Message<'negotiation.expired', TicketFacts & { number: number }>;
/** The offer that time had made was declined: the merchant goes on repairing. */
export type RepairResumed = Message<'repair.resumed', TicketFacts>;

export type AfterSalesEvent =
  | AfterSaleSubmitted
  | AfterSaleModified
  | AfterSaleApproved
  | AfterSaleRejected
  | AfterSaleTypeChanged
  | AfterSaleSplit
  | AfterSaleCancelled
  | AfterSaleClosed
  | AfterSaleCompleted
  | AfterSaleReopened
  | AfterSaleRefundFailed
  | AfterSaleDeadlineChanged
  | AfterSaleMessageAdded
  | EvidenceAdded
  | ReturnReceived
  | ReturnPartiallyReceived
  | ReturnRejected
  | ReturnDisposed
  | ReplacementShipped
  | ReplacementReceived
  | ReissueShipped
  | RepairSentBack
  | RepairVisitRescheduled
  | RepairVisitMissed
  | RepairStarted
  | RepairQuoted
  | RepairQuoteAccepted
  | RepairQuoteDeclined
  | ChargeCaptured
  | ExchangeDifferenceAccepted
  | GoodwillCouponGranted
  | RepairFinished
  | RepairOverdue
  | DisputeEvent
  | PriceProtectionApproved
  | NegotiationOffered
  | NegotiationCountered
  | NegotiationAccepted
  | NegotiationDeclined
  | NegotiationExpired
  | RepairResumed;
