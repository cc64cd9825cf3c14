import { millis, remembered, type Instant } from '@amends/kernel';
import type { JudgeContext } from './application';
import { withTerms, type Merchant, type TermsVersion } from './merchant';
import { NO_FLAGS, platformPolicies, type Policy, type PolicyFlags, type PromisedPolicies } from './policy';
import { policyCategory, type PolicyCategory } from './terms';

/** The policy of a category as the merchant's promises make it at an instant. */
export const policyAt = (category: PolicyCategory, merchant: Merchant, at: Instant): Policy => {
  const version = versionAt(merchant, at);
  const policy = platformPolicies[category];
  if (version === undefined) return policy;
  const { byCategory, flags, number } = version;
  const terms = byCategory[category] ?? (flags && {});
  return { ...withTerms(policy, terms, `${policy.version}.m${number}`), flags: flags ?? NO_FLAGS };
};

/** What is promised to whoever pays for these goods now: kept with the order, whatever anybody promises later (requirement M84). */
export const promisedAt = (
  lines: readonly Readonly<{ category: string }>[],
  merchant: Merchant,
  paidAt: Instant,
): PromisedPolicies =>
  Object.fromEntries(
    [...new Set(lines.map(({ category }) => policyCategory(category)))].map((category) => [
      category,
      policyAt(category, merchant, paidAt),
    ]),
  );

/** When an order was paid, what it was promised then, and the instant that is asked about. */
export type Purchase = Readonly<{ paidAt: Instant; promised: PromisedPolicies; at: Instant }>;

/**
 * The terms that goods of an order have at `at`: what was promised when they were paid for is kept (requirements M84, M86),
 * and what is better since then counts as well. The version named is that of payment, unless a later one is better.
 */
export const policyInForce = (category: string, merchant: Merchant, { paidAt, promised, at }: Purchase): Policy => {
  const name = policyCategory(category);
  const now = policyAt(name, merchant, at);
  const bought = promised[name] ?? policyAt(name, merchant, paidAt);
  const best = bestOf(bought, now);
  return isSame(best, bought) ? bought : { ...best, version: now.version };
};

type ByContext = Pick<JudgeContext, 'at' | 'merchant' | 'draft'>;
type ByPurchase = Pick<Purchase, 'paidAt' | 'promised'>;
const remember = remembered<ByContext, ByPurchase, Policy>();

/** The terms that goods of a category are judged by: those that are tried, or those in force. */
export const policyFor = (category: string, context: ByContext, purchase: ByPurchase): Policy =>
  remember(context, purchase, policyCategory(category), () => {
    const { draft, merchant, at } = context;
    const { paidAt, promised } = purchase;
    return draft?.[policyCategory(category)] ?? policyInForce(category, merchant, { paidAt, promised, at });
  });

const bestOf = (bought: Policy, now: Policy): Policy => ({
  ...bought,
  windows: {
    noReason: Math.max(now.windows.noReason, bought.windows.noReason),
    quality: Math.max(now.windows.quality, bought.windows.quality),
    exchange: Math.max(now.windows.exchange, bought.windows.exchange),
    priceProtection: Math.max(now.windows.priceProtection, bought.windows.priceProtection),
  },
  repairMonths: Math.max(now.repairMonths, bought.repairMonths),
  freeReturn: now.freeReturn || bought.freeReturn,
  autoApprovePreShip: now.autoApprovePreShip || bought.autoApprovePreShip,
  unconditionalReturn: now.unconditionalReturn || bought.unconditionalReturn,
  disabledTypes: bought.disabledTypes.filter((type) => now.disabledTypes.includes(type)),
  fastExchange: now.fastExchange || bought.fastExchange,
  flags: milder(bought.flags, now.flags),
});

const milder = (bought: PolicyFlags, now: PolicyFlags): PolicyFlags => ({
  ...serialsOf(bought, now),
  returnFeePercent: Math.min(now.returnFeePercent, bought.returnFeePercent),
  freeShipping:
    bought.freeShipping && now.freeShipping
      ? {
          threshold: Math.min(now.freeShipping.threshold, bought.freeShipping.threshold),
          fee: Math.min(now.freeShipping.fee, bought.freeShipping.fee),
        }
      : null,
  negotiateFirst: now.negotiateFirst || bought.negotiateFirst,
  // More than was promised, not less: it counts from whichever allows it.
  ...([now, bought].some((flags) => flags.exchangePriceDifference === true) && { exchangePriceDifference: true }),
});

/** Asked for only where both ask for it. */
const serialsOf = (bought: PolicyFlags, now: PolicyFlags): Pick<PolicyFlags, 'serialNumberFor'> => {
  const both = (bought.serialNumberFor ?? []).filter((category) => now.serialNumberFor?.includes(category));
  return both.length > 0 ? { serialNumberFor: both } : {};
};

/** Both name the same terms; versions aside. */
const isSame = (one: Policy, other: Policy): boolean =>
  JSON.stringify({ ...one, version: '' }) === JSON.stringify({ ...other, version: '' });

const versionAt = ({ versions }: Merchant, at: Instant): TermsVersion | undefined =>
  [...versions].reverse().find(({ since }) => millis(since) <= millis(at));
