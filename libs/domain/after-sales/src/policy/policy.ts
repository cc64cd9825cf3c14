import type { Minor } from '@amends/kernel';
import type { PolicyCategory, SwitchableType } from './terms';

/** How long which wish may be made, in days (hours-exact goods: days of 24 hours). */
export type Windows = Readonly<{ noReason: number; quality: number; exchange: number; priceProtection: number }>;

/**
 * What the platform lets a single shop do that makes its terms harder, or what it demands of it; all off unless the platform
 * says so. Amounts in minor units of the order's currency.
 */
export type PolicyFlags = Readonly<{
  /** Of the cash of units that come back for reasons of the buyer's own; 0 to 50. */
  returnFeePercent: number;
  /** Freight that was not charged because so much was bought is kept, when a return of the buyer's own brings the order below it. */
  freeShipping: Readonly<{ threshold: Minor; fee: Minor }> | null;
  /** The merchant may not reject before there was an offer or a message (states.md K8). */
  negotiateFirst: boolean;
  /** Goods of these categories are repaired only with their serial number; absent: of none (states.md P1). */
  serialNumberFor?: readonly PolicyCategory[];
  /** An exchange may be for another colour or size at another price: the difference is paid, or paid back. Absent: off. */
  exchangePriceDifference?: boolean;
}>;

export const NO_FLAGS: PolicyFlags = { returnFeePercent: 0, freeShipping: null, negotiateFirst: false };

/** The terms of one category, as they are shown, applied and pinned to a ticket (requirements M84, M89). */
export type Policy = Readonly<{
  category: PolicyCategory;
  version: string;
  windows: Windows;
  /** Windows count in whole hours from the very instant, not to the end of a day (fresh goods). */
  exact: boolean;
  /** Months after receipt in which a repair may be asked for; the warranty, if longer. */
  repairMonths: number;
  /** The merchant pays the way back whatever the reason. */
  freeReturn: boolean;
  autoApprovePreShip: boolean;
  /** Returns for which nobody else is to blame are approved at once, as long as their window is open (requirement M82). */
  unconditionalReturn: boolean;
  disabledTypes: readonly SwitchableType[];
  fastExchange: boolean;
  flags: PolicyFlags;
}>;

/** The terms under which an order was paid for, by the categories of its lines; of an older order none are kept. */
export type PromisedPolicies = Readonly<Partial<Record<PolicyCategory, Policy>>>;

/** The platform's terms; a change is a new version. Orders and tickets name the version they were made under. */
export const PLATFORM_POLICY_VERSION = '2026-01';

const policy = (category: PolicyCategory, priceProtection: number): Policy => ({
  category,
  version: PLATFORM_POLICY_VERSION,
  windows: { noReason: 7, quality: 15, exchange: 15, priceProtection },
  exact: false,
  repairMonths: 24,
  freeReturn: false,
  autoApprovePreShip: false,
  unconditionalReturn: false,
  disabledTypes: [],
  fastExchange: false,
  flags: NO_FLAGS,
});

/** The platform's policy of every category it knows (rulings.md 2.1–2.3). */
export const platformPolicies: Readonly<Record<PolicyCategory, Policy>> = {
  default: policy('default', 7),
  apparel: policy('apparel', 15),
  footwear: policy('footwear', 15),
  electronics: policy('electronics', 15),
  appliance: policy('appliance', 30),
  grocery: policy('grocery', 7),
  // Forty-eight hours for everything: what is eaten or withers cannot wait.
  fresh: { ...policy('fresh', 2), windows: { noReason: 2, quality: 2, exchange: 2, priceProtection: 2 }, exact: true },
};
