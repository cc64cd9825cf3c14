import type { LinkAnswer, LinkTerms } from '@amends/domain/refunds';

/**
 * A page to be paid on. `currency`: ISO 4217; `returnUrl`: where the buyer goes from it. The same number is not asked for
 * twice with other terms while anybody could know of it.
 */
export type PageAsked = LinkTerms & Readonly<{ refundId: string; currency: string; returnUrl: string }>;
/** A page that is there, by the provider's own id. */
export type PageMade = Readonly<{ providerId: string; url: string }>;

/**
 * Pages of the payment provider on which a buyer pays what he owes. No call throws: what cannot be heard is `silence`, and
 * nothing is assumed about it. A port: one name is both the type and the injection token.
 */
export abstract class PaymentPages {
  abstract make(page: PageAsked): Promise<PageMade | 'silence'>;
  /** What became of a page. One that is paid, or closed, stays so. */
  abstract query(providerId: string): Promise<LinkAnswer>;
  /** Closes a page, unless it is paid or about to be; answers what it is now. */
  abstract close(providerId: string): Promise<LinkAnswer>;
}

/** Nothing was heard. */
export const UNHEARD: LinkAnswer = { outcome: 'silence' };
