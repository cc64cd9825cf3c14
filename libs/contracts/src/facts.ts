import type { Instant } from '@amends/kernel';

/** In every event: the order it belongs to, its parties, and the domain's time. */
export type OrderFacts = Readonly<{ orderId: string; merchantId: string; buyerId: string; occurredAt: Instant }>;

/** Encrypted for one buyer: opened with the buyer's key, unreadable once that is gone. */
export type Sealed = Readonly<{ sealed: string }>;

/** An address in the clear: only in requests and answers, never stored or published. */
export type Address = Readonly<{
  name: string;
  phone: string;
  region: string;
  city: string;
  street: string;
  postalCode: string;
}>;

export type Slot = Readonly<{ from: Instant; to: Instant }>;
export type LineQuantity = Readonly<{ lineNumber: number; quantity: number }>;
