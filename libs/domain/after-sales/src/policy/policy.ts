import type { PolicyCategory, SwitchableType } from './terms';

/** How long which wish may be made, in days (hours-exact goods: days of 24 hours). */
export type Windows = Readonly<{ noReason: number; quality: number; exchange: number; priceProtection: number }>;

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
