import type { Amount, FreightBearer } from '@amends/contracts';
import { amountOf } from '@amends/contracts';
import { isRefusal, type Instant } from '@amends/kernel';
import { freightOf } from '../case/money';
import type { JudgeContext } from '../policy/application';
import { approvedAtOnceBy } from '../policy/auto-approval';
import type { DenialCode } from '../policy/denial';
import { judge } from '../policy/judge';
import { platformPolicies, NO_FLAGS, type PolicyFlags, type PromisedPolicies } from '../policy/policy';
import { withTerms } from '../policy/merchant';
import { policyCategories, type MerchantTerms, type PolicyCategory } from '../policy/terms';
import type { Withheld } from '../policy/withholding';
import type { PastApplication } from './past-applications';

/** Terms that are only tried. They may be harder than the platform's: that is what is to be found out. */
export type Draft = Readonly<{
  /** Null: all but fresh goods, as in a merchant's policy. */
  category: PolicyCategory | null;
  terms: MerchantTerms;
  flags: PolicyFlags | null;
}>;

/** What an application is told, as far as terms decide it. Amounts in minor units. */
export type ReplayAnswer =
  | Readonly<{
      outcome: 'accepted';
      approvedAtOnce: boolean;
      returnFreightBearer: FreightBearer | null;
      requested: Amount;
      withheld: readonly Withheld[];
      windowEndsAt: Instant | null;
    }>
  | Readonly<{ outcome: 'refused'; code: DenialCode; rule: string }>;

export type Replay = Readonly<{
  afterSaleId: string;
  at: Instant;
  changed: boolean;
  now: ReplayAnswer;
  draft: ReplayAnswer;
}>;

/** The version a draft is named by. */
export const DRAFT_VERSION = 'draft';

/** The policies of a draft, on top of the platform's: they stand in the place of everything that was promised. */
export const draftPolicies = ({ category, terms, flags }: Draft): PromisedPolicies =>
  Object.fromEntries(
    policyCategories
      .filter((name) => (category === null ? name !== 'fresh' : name === category))
      .map((name) => [name, { ...withTerms(platformPolicies[name], terms, DRAFT_VERSION), flags: flags ?? NO_FLAGS }]),
  );

/** Judges a past application twice, under the terms of then and under the draft; nothing is changed by it. */
export const replay = (past: PastApplication, context: Omit<JudgeContext, 'at' | 'draft'>, draft: Draft): Replay => {
  const now = answerTo(past, { ...context, at: past.at });
  const drafted = answerTo(past, { ...context, at: past.at, draft: draftPolicies(draft) });
  const { afterSaleId, at } = past;
  return { afterSaleId, at, changed: JSON.stringify(now) !== JSON.stringify(drafted), now, draft: drafted };
};

const answerTo = ({ afterSaleId, application, known }: PastApplication, context: JudgeContext): ReplayAnswer => {
  const judgement = judge(application, known, context);
  if (isRefusal(judgement)) return { outcome: 'refused', code: judgement.refused, rule: judgement.detail.denial.rule };
  const { phase, responsibility, amounts, returnFreightBearer, withheld, windowEndsAt } = judgement;
  const claim = { id: afterSaleId, type: application.type, phase, responsibility, lines: amounts };
  const shippingFee = judgement.shippingFee + freightOf(known.order, known.tickets, claim);
  return {
    outcome: 'accepted',
    approvedAtOnce: approvedAtOnceBy(application, judgement, known, context) !== null,
    returnFreightBearer,
    requested: amountOf({ lines: amounts, shippingFee }),
    withheld,
    windowEndsAt,
  };
};
