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
import type { PastApplication, PastDenial } from './past-applications';

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

/** What the draft makes of an answer. `other_terms`: accepted all the same, but not alike; `other_denial`: denied by another clause. */
export type AnswerChange = 'unchanged' | 'denied_to_accepted' | 'accepted_to_denied' | 'other_terms' | 'other_denial';

export type Replay = Readonly<{
  /** The ticket it opened; null where it was denied. */
  afterSaleId: string | null;
  /** As the timeline of the order names it; null where it was accepted. */
  denialId: string | null;
  /** What it was denied by then. */
  denial: PastDenial | null;
  at: Instant;
  changed: boolean;
  change: AnswerChange;
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
export const replay = (
  past: PastApplication,
  context: Omit<JudgeContext, 'at' | 'draft' | 'stock'>,
  draft: Draft,
): Replay => {
  const { id, denial, at, shop } = past;
  const then = { ...context, ...shop, at };
  const now = answerTo(past, then);
  const drafted = answerTo(past, { ...then, draft: draftPolicies(draft) });
  const change = changeOf(now, drafted);
  const named = denial === null ? { afterSaleId: id, denialId: null } : { afterSaleId: null, denialId: id };
  return { ...named, denial, at, changed: change !== 'unchanged', change, now, draft: drafted };
};

const changeOf = (now: ReplayAnswer, drafted: ReplayAnswer): AnswerChange => {
  if (JSON.stringify(now) === JSON.stringify(drafted)) return 'unchanged';
  if (now.outcome === 'refused') return drafted.outcome === 'refused' ? 'other_denial' : 'denied_to_accepted';
  return drafted.outcome === 'refused' ? 'accepted_to_denied' : 'other_terms';
};

const answerTo = ({ id, application, known }: PastApplication, context: JudgeContext): ReplayAnswer => {
  const judgement = judge(application, known, context);
  if (isRefusal(judgement)) return { outcome: 'refused', code: judgement.refused, rule: judgement.detail.denial.rule };
  const { phase, responsibility, amounts, returnFreightBearer, withheld, windowEndsAt } = judgement;
  const claim = { id, type: application.type, phase, responsibility, lines: amounts };
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
