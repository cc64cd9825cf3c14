import type { AfterSaleType } from '@amends/contracts';
import { refuse, type Aggregate, type Decision, type Instant, type Message, type Minor } from '@amends/kernel';
import { platformPolicies, type Policy, type PolicyFlags } from './policy';
import { policyCategories, type MerchantTerms, type PolicyCategory } from './terms';

/** Approves at once what a merchant would approve anyway; an absent or empty list means any (rulings.md 3.9). */
export type AutoApproveRule = Readonly<{
  types: readonly AfterSaleType[];
  reasons: readonly string[];
  /** Minor units of the cash asked for; null = any amount. */
  maxAmount: Minor | null;
}>;

/** The promises of a merchant from one instant on. A category that is not named has the platform's terms. */
export type TermsVersion = Readonly<{
  number: number;
  since: Instant;
  byCategory: Readonly<Partial<Record<PolicyCategory, MerchantTerms>>>;
  /** What the platform has set for this shop; absent: nothing. */
  flags?: PolicyFlags;
}>;

/** What a merchant has promised, the oldest first, and what he approves unseen. */
export type Merchant = Readonly<{ versions: readonly TermsVersion[]; rules: readonly AutoApproveRule[] }>;

/** A merchant who has said nothing: the platform's terms, and every application is looked at. */
export const UNKNOWN_MERCHANT: Merchant = { versions: [], rules: [] };

export type MerchantCommand =
  /** Of the platform's people. */
  | Message<'SetFlags', { merchantId: string; flags: PolicyFlags; at: Instant }>
  | Message<'SetTerms', { merchantId: string; category: PolicyCategory | null; terms: MerchantTerms; at: Instant }>
  | Message<'SetAutoApproveRules', { merchantId: string; rules: readonly AutoApproveRule[]; at: Instant }>;

export type MerchantEvent =
  | Message<
      'merchant.terms_set',
      { merchantId: string; categories: readonly PolicyCategory[]; terms: MerchantTerms; at: Instant }
    >
  | Message<'merchant.flags_set', { merchantId: string; flags: PolicyFlags; at: Instant }>
  | Message<'merchant.auto_approve_rules_set', { merchantId: string; rules: readonly AutoApproveRule[]; at: Instant }>;

export type MerchantRefusal = 'policy_less_generous';

/** Sets promises or rules. Promises below the platform's: `policy_less_generous` with a pointer to each (rulings.md 2.5). */
export const decideMerchant = (command: MerchantCommand): Decision<MerchantEvent, MerchantRefusal> => {
  switch (command.type) {
    case 'SetTerms': {
      const { merchantId, category, terms, at } = command.data;
      const categories = category === null ? policyCategories.filter((each) => each !== 'fresh') : [category];
      const below = lessGenerous(terms, categories);
      if (below.length > 0)
        return refuse('policy_less_generous', "A merchant's terms may not be below the platform's.", { errors: below });
      return [{ type: 'merchant.terms_set', data: { merchantId, categories, terms, at } }];
    }
    case 'SetFlags':
      return [{ type: 'merchant.flags_set', data: command.data }];
    case 'SetAutoApproveRules':
      return [{ type: 'merchant.auto_approve_rules_set', data: command.data }];
  }
};

/** A new set of terms takes the place of the earlier one of its categories; earlier versions stay, for who asks later. */
export const evolveMerchant = (merchant: Merchant, event: MerchantEvent): Merchant => {
  switch (event.type) {
    case 'merchant.terms_set': {
      const { categories, terms, at } = event.data;
      const before = merchant.versions.at(-1);
      const byCategory = { ...before?.byCategory, ...Object.fromEntries(categories.map((each) => [each, terms])) };
      return withVersion(merchant, { since: at, byCategory, ...(before?.flags && { flags: before.flags }) });
    }
    case 'merchant.flags_set': {
      const { flags, at } = event.data;
      return withVersion(merchant, { since: at, byCategory: merchant.versions.at(-1)?.byCategory ?? {}, flags });
    }
    case 'merchant.auto_approve_rules_set':
      return { ...merchant, rules: event.data.rules };
  }
};

const withVersion = (merchant: Merchant, version: Omit<TermsVersion, 'number'>): Merchant => {
  const number = (merchant.versions.at(-1)?.number ?? 0) + 1;
  return { ...merchant, versions: [...merchant.versions, { number, ...version }].slice(-MAX_VERSIONS) };
};

/** One stream per merchant. */
export const merchantAggregate: Aggregate<Merchant, MerchantEvent> = {
  category: 'merchant',
  revision: 1,
  initialState: UNKNOWN_MERCHANT,
  evolve: evolveMerchant,
};

/** Loads with the aggregate and decides: what an edge hands to the event store. */
export const merchantDecider = {
  initialState: UNKNOWN_MERCHANT,
  decide: decideMerchant,
  evolve: evolveMerchant,
  aggregate: merchantAggregate,
};

/** More are not kept in the state, which is rewritten with each command; the events keep all. */
const MAX_VERSIONS = 50;

type Shortfall = Readonly<{ pointer: string; code: MerchantRefusal; detail: string }>;

const lessGenerous = (terms: MerchantTerms, categories: readonly PolicyCategory[]): readonly Shortfall[] =>
  (['noReason', 'quality', 'priceProtection'] as const).flatMap((name) => {
    const floor = Math.max(...categories.map((category) => platformPolicies[category].windows[name]));
    const promised = terms.windows?.[name];
    if (promised === undefined || promised >= floor) return [];
    const detail = `The platform grants ${floor} days.`;
    return [{ pointer: `/windows/${name}`, code: 'policy_less_generous' as const, detail }];
  });

/** What a merchant's policy adds to the platform's; used where a policy is applied or shown. */
export const withTerms = (policy: Policy, terms: MerchantTerms | undefined, version: string): Policy => {
  if (terms === undefined) return policy;
  const quality = terms.windows?.quality ?? policy.windows.quality;
  return {
    ...policy,
    version,
    windows: {
      noReason: terms.windows?.noReason ?? policy.windows.noReason,
      quality,
      exchange: Math.max(policy.windows.exchange, quality),
      priceProtection: terms.windows?.priceProtection ?? policy.windows.priceProtection,
    },
    freeReturn: terms.freeReturn ?? policy.freeReturn,
    autoApprovePreShip: terms.autoApprovePreShip ?? policy.autoApprovePreShip,
    unconditionalReturn: terms.unconditionalReturn ?? policy.unconditionalReturn,
    disabledTypes: terms.disabledTypes ?? policy.disabledTypes,
    fastExchange: terms.fastExchange ?? policy.fastExchange,
  };
};
