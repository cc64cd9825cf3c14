import type { Instant } from '@amends/kernel';

/**
 * Where one unit of goods is, or what became of it. `back`: with the merchant again; `missing`: it was not in the parcel, or
 * what was sent instead was not accepted; `kept`: a replacement that the buyer keeps beside the goods it was sent for.
 */
export const CUSTODIES = [
  'with_merchant',
  'shipped',
  'with_buyer',
  'way_back',
  'back',
  'missing',
  'lost',
  'in_repair',
  'refunded',
  'replaced',
  'kept',
] as const;
export type Custody = (typeof CUSTODIES)[number];

/** Where a unit is by itself, whatever its ticket makes of it. */
export type Place = Exclude<Custody, 'in_repair' | 'refunded'>;

export type Parcel = Readonly<{ carrier: string; trackingNumber: string }>;

/** From `at` on it was so, by the word of this role; the event tells it. */
export type Handling = Readonly<{ at: Instant; custody: Custody; by: string; eventId: string }>;

/** One unit of goods. Its id is derived from order, line and number, and is never another's. */
export type GoodsUnit = Readonly<{
  unitId: string;
  lineNumber: number;
  /** From 1 in its line; replacements are counted on. */
  number: number;
  sku: string;
  place: Place;
  /** The parcel it travelled with last. */
  parcel: Parcel | null;
  /** When it came to the buyer; null while it has not. */
  receivedAt: Instant | null;
  /** The ticket that has set it aside, or has paid for it. */
  heldBy: string | null;
  /** The last ticket it was under. */
  lastUnder: string | null;
  replaces: string | null;
  replacedBy: string | null;
  /** The ticket it was sent for, until that is decided: nobody can ask for it meanwhile. */
  pendingFor: string | null;
  /** The oldest first. */
  history: readonly Handling[];
}>;

/** A unit that has never been anywhere but with its merchant. */
export const newUnit = (orderId: string, lineNumber: number, number: number, sku: string): GoodsUnit => ({
  unitId: `${orderId}/${lineNumber}/${number}`,
  lineNumber,
  number,
  sku,
  place: 'with_merchant',
  parcel: null,
  receivedAt: null,
  heldBy: null,
  lastUnder: null,
  replaces: null,
  replacedBy: null,
  pendingFor: null,
  history: [],
});

/** Whether it is a unit that was paid for, or stands for one: what was replaced, or came beside it, is none. */
export const countsAsPaid = ({ place, pendingFor, replaces }: GoodsUnit): boolean =>
  place !== 'replaced' && place !== 'kept' && pendingFor === null && !(replaces !== null && place === 'missing');
