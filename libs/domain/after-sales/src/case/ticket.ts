import type {
  AfterSaleStatus,
  AfterSaleType,
  Amount,
  DisposedUnits,
  EntryPoint,
  FreightBearer,
  GoodwillGiver,
  Initiator,
  Inspection,
  LineQuantity,
  Money,
  OfferMade,
  OnSite,
  ParcelStatus,
  Phase,
  ProtectedLine,
  RefundStatus,
  Responsibility,
  ReturnMethod,
  Sealed,
  Slot,
} from '@amends/contracts';
import type { Instant, Minor } from '@amends/kernel';
import type { PricedUnits } from '../policy/price-difference';
import type { UnitsSince } from '../policy/receipts';
import type { DeadlineKind } from '../policy/timers';
import type { Withheld } from '../policy/withholding';

/** Where the rest of a deadline waits for something else to end. */
export type PausedBy = 'dispute' | 'pickup' | 'logistics' | 'platform';

/** A deadline as a fact: either it is due at an instant, or it is paused and keeps its rest in milliseconds. */
export type TicketDeadline = Readonly<{
  kind: DeadlineKind;
  /** Grows with every start, move, pause and resumption of this ticket, so that a late wake-up is harmless. */
  token: number;
  dueAt: Instant | null;
  restMs: number | null;
  pausedBy: PausedBy | null;
}>;

/** The parcel that brings the goods back; of an intercepted one the number it was sent out with. */
export type ReturnShipment = Readonly<{
  method: ReturnMethod;
  status: ParcelStatus;
  pickupId: string | null;
  carrier: string | null;
  trackingNumber: string | null;
  dropOffCode: string | null;
  pointId: string | null;
  slot: Slot | null;
  signedAt: Instant | null;
}>;

export type FeeView = Readonly<{
  kind: 'return_freight' | 'repair' | 'exchange_difference' | Withheld['kind'];
  amount: Minor;
  payer: 'buyer' | 'merchant' | 'insurer' | 'carrier';
  status: 'quoted' | 'accepted' | 'due' | 'paid';
  /** The position of a quote that this is. */
  item?: string;
  /** What it was paid by, and the refund by which that goes back. */
  paymentId?: string;
  refundId?: string;
}>;

/**
 * How an exchange goes: `ordinary` the goods come back first; `again` they are back, and what was sent instead was not as
 * agreed (X8); `ahead` the replacement goes first, and the goods are owed (X9). Other types are always ordinary.
 */
export type Course = 'ordinary' | 'again' | 'ahead';

/** What was sent to the buyer last: the other item, what was missing, or the item after its repair. */
export type ReplacementShipment = Readonly<{ carrier: string; trackingNumber: string; shippedAt: Instant }>;

/** An arranged visit. `moves`: how often it was moved. */
export type Visit = OnSite & Readonly<{ moves: number }>;

/** What was decided about units that came back, and when. */
export type DisposedThen = DisposedUnits & Readonly<{ at: Instant }>;

/** Units of one line that came to the buyer together. */
export type UnitsReceived = UnitsSince & Readonly<{ lineNumber: number }>;

/** An offer as it stands now; only the last can be live. */
export type Offer = OfferMade & Readonly<{ status: 'live' | 'countered' | 'accepted' | 'declined' | 'expired' }>;

export type FastRefundStatus =
  'none' | 'eligible' | 'advanced' | 'settled' | 'contested' | 'recovering' | 'recovered' | 'written_off';

/** A wish of the application: book the courier by itself at approval (rulings.md 6.8). */
export type PickupWish = Readonly<{ slot: Slot | null; address: Sealed | null }>;

/** A refund of the ticket as refunds tells it. `money` counts as given back while it has succeeded. */
export type TicketRefund = Readonly<{
  refundId: string;
  status: RefundStatus;
  /** Some leg will still be tried by itself. */
  trying: boolean;
  advance: boolean;
}>;

/** A coupon out of goodwill: `value` in minor units of the order's currency. */
export type GrantedCoupon = Readonly<{
  couponId: string;
  value: Minor;
  giver: GoodwillGiver;
  expiresAt: Instant | null;
  grantedAt: Instant;
}>;

/**
 * What an exchange costs more or less. `paymentId`: what was paid for it; `refundId`: by which that went back where the
 * exchange came to nothing, or by which the line's cash went back that it costs less; `paidBack`: that has come.
 */
export type PriceDifference = Readonly<{
  units: readonly PricedUnits[];
  paymentId: string | null;
  refundId: string | null;
  paidBack: boolean;
}>;

export type Ticket = Readonly<{
  id: string;
  version: number;
  type: AfterSaleType;
  status: AfterSaleStatus;
  closeReason: string | null;
  phase: Phase;
  interceptRequested: boolean;
  initiator: Initiator;
  entryPoint: EntryPoint;
  reason: string;
  firstReason: string;
  responsibility: Responsibility;
  returnFreightBearer: FreightBearer | null;
  goodsReceived: boolean;
  targetSku: string | null;
  description: Sealed | null;
  /** Of goods to be repaired, as it was said. */
  serialNumber: string | null;
  lines: readonly LineQuantity[];
  inspection: readonly Inspection[];
  /** What a compensation gives back: cash of lines, or the order's freight. */
  component: 'cash' | 'shipping_fee';
  /** As asked; null: all that the units allow. Kept by `modify` unless lines or type change (rulings.md 3.8). */
  requestedAmount: Minor | null;
  /** As shown: what was asked for at the application or its last change, with the freight that would go with it. */
  requested: Amount;
  /** Set aside for this ticket as long as it is open, given back once it has completed (rulings.md 1.5). */
  money: Money;
  /** Set when the money is fixed, with the freight that goes with it. */
  approved: Amount | null;
  /** The number of the refund that was asked for; null until the ticket is refunding. */
  refundId: string | null;
  /** An unshipped refund is approved, and paid once orders holds the lock (scenario C30). */
  awaitsCancelLock: boolean;
  refunds: readonly TicketRefund[];
  deadline: TicketDeadline | null;
  /** Tokens given out so far. */
  deadlinesStarted: number;
  /** The deadline that fired last, until somebody acts again (rulings.md 3.1). */
  expired: DeadlineKind | null;
  /** How the difference of a price protection was found; empty for other types. */
  protectedLines: readonly ProtectedLine[];
  /** Numbered from 1, the latest last. */
  offers: readonly Offer[];
  /** What was left of the merchant's review, in milliseconds, when the talk began. */
  reviewRestMs: number;
  underIntervention: boolean;
  disputeId: string | null;
  /** Its dispute has come to a verdict. */
  judged: boolean;
  parentId: string | null;
  childIds: readonly string[];
  returnShipment: ReturnShipment | null;
  pickupWish: PickupWish | null;
  course: Course;
  /** Of an exchange for what has another price; else null. */
  priceDifference: PriceDifference | null;
  /** The merchant had promised, when it was applied for, that the replacement goes first to whom it may be advanced. */
  fastExchange: boolean;
  /** How long a repair has kept the goods from the buyer before they left him last, in milliseconds, and since when they are away. */
  repairMs: number;
  goodsLeftAt: Instant | null;
  repaired: boolean;
  /** Somebody comes to repair the goods where they are: when, and how often that was moved. */
  onSite: Visit | null;
  /** When what was sent first had come (X9). */
  replacedAt: Instant | null;
  /** The carrier has taken back its word that it has the parcel, and has said nothing of it since (A7). */
  scanRevoked: boolean;
  replacementShipment: ReplacementShipment | null;
  /** Units the merchant had for good before the goods that were sent instead went wrong (X8). */
  backBefore: readonly LineQuantity[];
  dispositions: readonly DisposedThen[];
  /** When its units had come to the buyer, as the windows saw it at the application; units on their way are in none. */
  receipts: readonly UnitsReceived[];
  fastRefund: FastRefundStatus;
  fees: readonly FeeView[];
  /** What the shop keeps of a return by its policy; set aside for nobody as long as the ticket holds its units. */
  withheld: readonly Withheld[];
  /** Who gives it out of goodwill; null for what was applied for, or agreed on. */
  goodwill: GoodwillGiver | null;
  /** Given beside it. */
  coupons: readonly GrantedCoupon[];
  evidenceIds: readonly string[];
  /** What the merchant has rejected it with. */
  rejectionEvidenceIds: readonly string[];
  messages: number;
  /** How often it was re-applied after a rejection; each counts towards the limit (rulings.md 1.8). */
  reapplications: number;
  policyVersion: string;
  createdAt: Instant;
  updatedAt: Instant;
}>;
