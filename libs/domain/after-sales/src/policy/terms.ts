/** Categories a policy knows; every other name of a shop counts as `default` (api.md 2). */
export const policyCategories = [
  'default',
  'apparel',
  'footwear',
  'electronics',
  'appliance',
  'grocery',
  'fresh',
] as const;
export type PolicyCategory = (typeof policyCategories)[number];

/** The types a merchant may switch off (rulings.md 2.5). */
export const switchableTypes = ['exchange', 'reissue', 'repair'] as const;
export type SwitchableType = (typeof switchableTypes)[number];

/** What a merchant promises beyond the platform's policy; what is left out stays as the platform has it. Windows in days. */
export type MerchantTerms = Readonly<{
  windows?: Readonly<{ noReason?: number; quality?: number; priceProtection?: number }>;
  freeReturn?: boolean;
  autoApprovePreShip?: boolean;
  unconditionalReturn?: boolean;
  disabledTypes?: readonly SwitchableType[];
  fastExchange?: boolean;
}>;

const known: ReadonlySet<string> = new Set(policyCategories);
const isKnown = (category: string): category is PolicyCategory => known.has(category);

/** The category whose policy goods of a shop's category fall under. */
export const policyCategory = (category: string): PolicyCategory => (isKnown(category) ? category : 'default');
