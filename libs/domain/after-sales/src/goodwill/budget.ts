import type { GoodwillGiver } from '@amends/contracts';
import {
  refuse,
  shanghaiMonth,
  type Aggregate,
  type Decider,
  type Instant,
  type Message,
  type Minor,
} from '@amends/kernel';

/** Minor units of one currency; null: no limit. */
export type BudgetLimits = Readonly<{
  /** For all that is given in a calendar month of Asia/Shanghai without another person's word. */
  monthly: Minor | null;
  /** For a single grant without another person's word. */
  perGrant: Minor | null;
}>;

/** What was given in one month: `reserved` is on its way, `spent` has arrived. Minor units. */
export type MonthSpent = Readonly<{ month: string; reserved: Minor; spent: Minor }>;

export type GoodwillBudget = Readonly<{
  limits: BudgetLimits;
  /** Who has set them last, and when. */
  setBy: Readonly<{ role: string; id: string }> | null;
  setAt: Instant | null;
  /** The oldest first. */
  months: readonly MonthSpent[];
}>;

/** Where a grant stands for its budget: not counted, on its way, or arrived. */
export type GrantStage = 'none' | 'reserved' | 'spent';

/** A grant as its budget hears of it: what it is worth, when it was given, and where it stood and stands. */
export type GrantMove = Readonly<{ grantId: string; month: string; amount: Minor; from: GrantStage; to: GrantStage }>;

type OfBudget<Data extends object> = Readonly<{ giver: GoodwillGiver; currency: string; at: Instant }> & Data;

export type BudgetCommand =
  | Message<'SetLimits', OfBudget<{ limits: BudgetLimits; by: Readonly<{ role: string; id: string }> }>>
  /** What has happened to a grant; never refused. */
  | Message<'Follow', OfBudget<GrantMove>>;

export type BudgetEvent =
  | Message<
      'goodwill_budget.limits_set',
      OfBudget<{ limits: BudgetLimits; by: Readonly<{ role: string; id: string }> }>
    >
  | Message<'goodwill_budget.moved', OfBudget<GrantMove>>;

export type BudgetRefusal = 'four_eyes_required';

/** Nobody has set a limit, and nothing was given. */
export const UNLIMITED: GoodwillBudget = {
  limits: { monthly: null, perGrant: null },
  setBy: null,
  setAt: null,
  months: [],
};

/** So many months are kept: what was given longer ago is not taken back any more. */
const MONTHS_KEPT = 25;

/** The calendar month of an instant in Asia/Shanghai, e.g. "2026-03". */
export const budgetMonth = (at: Instant): string => shanghaiMonth(at);

/** What was given in a month. */
export const spentIn = ({ months }: GoodwillBudget, month: string): MonthSpent =>
  months.find((each) => each.month === month) ?? { month, reserved: 0, spent: 0 };

/** Why a grant needs another person's word; empty: it does not. */
export type OverBudget = 'grant_limit' | 'monthly_limit';
export const hurdlesOfGrant = (budget: GoodwillBudget, month: string, amount: Minor): readonly OverBudget[] => {
  const { monthly, perGrant } = budget.limits;
  const { reserved, spent } = spentIn(budget, month);
  const hurdles: readonly (readonly [OverBudget, boolean])[] = [
    ['grant_limit', perGrant !== null && amount > perGrant],
    ['monthly_limit', monthly !== null && reserved + spent + amount > monthly],
  ];
  return hurdles.filter(([, stands]) => stands).map(([code]) => code);
};

/** A budget as it is answered. `left` is null where there is no limit, and 0 where others have confirmed more than it. */
export type BudgetView = Readonly<{
  currency: string;
  month: string;
  monthlyLimit: Minor | null;
  grantLimit: Minor | null;
  reserved: Minor;
  spent: Minor;
  left: Minor | null;
  setBy: Readonly<{ role: string; id: string }> | null;
  setAt: Instant | null;
}>;

/** The budget as it stands in one month. */
export const budgetView = (budget: GoodwillBudget, currency: string, month: string): BudgetView => {
  const { limits, setBy, setAt } = budget;
  const { reserved, spent } = spentIn(budget, month);
  const left = limits.monthly === null ? null : Math.max(0, limits.monthly - reserved - spent);
  return {
    currency,
    month,
    monthlyLimit: limits.monthly,
    grantLimit: limits.perGrant,
    reserved,
    spent,
    left,
    setBy,
    setAt,
  };
};

/** Sets limits, which nobody of the platform does for himself; or follows a grant. */
const decide: GoodwillBudgetDecider['decide'] = ({ type, data }) => {
  switch (type) {
    case 'SetLimits':
      return data.giver.kind === 'agent' && data.by.id === data.giver.id
        ? refuse('four_eyes_required', 'Nobody sets his own budget.')
        : [{ type: 'goodwill_budget.limits_set', data }];
    case 'Follow':
      return [{ type: 'goodwill_budget.moved', data }];
  }
};

const evolve = (budget: GoodwillBudget, { type, data }: BudgetEvent): GoodwillBudget => {
  switch (type) {
    case 'goodwill_budget.limits_set':
      return { ...budget, limits: data.limits, setBy: data.by, setAt: data.at };
    case 'goodwill_budget.moved':
      return { ...budget, months: moved(budget, data) };
  }
};

const moved = (budget: GoodwillBudget, { month, amount, from, to }: GrantMove): readonly MonthSpent[] => {
  const change = (stage: GrantStage): Minor => (to === stage ? amount : 0) - (from === stage ? amount : 0);
  const { reserved, spent } = spentIn(budget, month);
  const after = { month, reserved: reserved + change('reserved'), spent: spent + change('spent') };
  const others = budget.months.filter((each) => each.month !== month);
  return [...others, after].sort((a, b) => (a.month < b.month ? -1 : 1)).slice(-MONTHS_KEPT);
};

/** One stream per giver and currency. */
export const goodwillBudgetAggregate: Aggregate<GoodwillBudget, BudgetEvent> = {
  category: 'goodwill_budget',
  revision: 1,
  initialState: UNLIMITED,
  evolve,
};

type GoodwillBudgetDecider = Decider<GoodwillBudget, BudgetCommand, BudgetEvent, BudgetRefusal> &
  Readonly<{ aggregate: Aggregate<GoodwillBudget, BudgetEvent> }>;

/** Loads with the aggregate and decides. */
export const goodwillBudgetDecider: GoodwillBudgetDecider = {
  initialState: UNLIMITED,
  decide,
  evolve,
  aggregate: goodwillBudgetAggregate,
};
