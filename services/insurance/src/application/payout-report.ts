import { isMinor } from '@amends/kernel';
import { canonicalInstant } from '@amends/platform/http';
import type { ReportedPayout } from './insurer';

type Page = Readonly<{ payouts: readonly ReportedPayout[]; nextAfter: string | null }>;

/** A page of the insurer's report; undefined when any of it cannot be read: half a report would show false differences. */
export const payoutsIn = (words: unknown): Page | undefined => {
  const [listed, nextAfter] = [fieldOf(words, 'payouts'), fieldOf(words, 'nextAfter')];
  if (!Array.isArray(listed) || (nextAfter !== null && !isText(nextAfter))) return undefined;
  const payouts = listed.flatMap((each: unknown) => payoutIn(each) ?? []);
  return payouts.length === listed.length ? { payouts, nextAfter } : undefined;
};

const payoutIn = (words: unknown): ReportedPayout | undefined => {
  const [claimId, policyId, currency] = [
    fieldOf(words, 'claimId'),
    fieldOf(words, 'policyId'),
    fieldOf(words, 'currency'),
  ];
  const [amount, status] = [fieldOf(words, 'amount'), fieldOf(words, 'status')];
  const paidAt = canonicalInstant(fieldOf(words, 'paidAt'));
  if (!isText(claimId) || !isText(policyId) || !isText(currency) || !isMinor(amount) || paidAt === undefined)
    return undefined;
  return status === 'paid' || status === 'returned'
    ? { claimId, policyId, amount, currency, status, paidAt }
    : undefined;
};

const LONGEST_TEXT = 200;

const isText = (value: unknown): value is string =>
  typeof value === 'string' && value !== '' && value.length <= LONGEST_TEXT;

const fieldOf = (words: unknown, name: string): unknown =>
  typeof words === 'object' && words !== null ? Reflect.get(words, name) : undefined;
