import { millis, type Instant } from '@amends/kernel';
import { withTerms, type Merchant, type TermsVersion } from './merchant';
import { platformPolicies, type Policy } from './policy';
import { policyCategory, type PolicyCategory } from './terms';

/** The policy of a category as the merchant's promises make it at an instant. */
export const policyAt = (category: PolicyCategory, merchant: Merchant, at: Instant): Policy => {
  const version = versionAt(merchant, at);
  const policy = platformPolicies[category];
  return withTerms(policy, version?.byCategory[category], `${policy.version}.m${version?.number ?? 0}`);
};

/**
 * The terms that goods bought at `paidAt` have at `at`: what was promised when they were paid for is kept (requirements
 * M84, M86), what was promised since counts as well, and which types a shop offers is as it is now.
 */
export const policyInForce = (
  category: string,
  merchant: Merchant,
  { paidAt, at }: Readonly<{ paidAt: Instant; at: Instant }>,
): Policy => {
  const name = policyCategory(category);
  const now = policyAt(name, merchant, at);
  const bought = policyAt(name, merchant, paidAt);
  return {
    ...now,
    freeReturn: now.freeReturn || bought.freeReturn,
    windows: {
      noReason: Math.max(now.windows.noReason, bought.windows.noReason),
      quality: Math.max(now.windows.quality, bought.windows.quality),
      exchange: Math.max(now.windows.exchange, bought.windows.exchange),
      priceProtection: Math.max(now.windows.priceProtection, bought.windows.priceProtection),
    },
  };
};

const versionAt = ({ versions }: Merchant, at: Instant): TermsVersion | undefined =>
  [...versions].reverse().find(({ since }) => millis(since) <= millis(at));
