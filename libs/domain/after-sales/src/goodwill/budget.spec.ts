import { isRefusal } from '@amends/kernel';
import { describe, expect, it } from '@jest/globals';
import {
  budgetView,
  goodwillBudgetDecider,
  hurdlesOfGrant,
  UNLIMITED,
  type BudgetCommand,
  type BudgetLimits,
  type GrantStage,
} from './budget';

const at = '2026-03-01T02:00:00.000Z';
const giver = { kind: 'merchant', id: 'merchant-1' } as const;
const about = { giver, currency: 'CNY', at };
const limited = (monthly: number | null, perGrant: number | null): BudgetCommand => {
  const limits: BudgetLimits = { monthly, perGrant };
  return { type: 'SetLimits', data: { ...about, limits, by: { role: 'merchant', id: 'boss' } } };
};
const follow = (amount: number, from: GrantStage, to: GrantStage, month = '2026-03'): BudgetCommand => ({
  type: 'Follow',
  data: { ...about, grantId: 'aft_1', month, amount, from, to },
});
const after = (...commands: readonly BudgetCommand[]) =>
  commands.reduce((budget, command) => {
    const decision = goodwillBudgetDecider.decide(command, budget);
    return isRefusal(decision) ? budget : decision.reduce(goodwillBudgetDecider.evolve, budget);
  }, UNLIMITED);
const seen = (...commands: readonly BudgetCommand[]) => {
  const { reserved, spent, left } = budgetView(after(...commands), 'CNY', '2026-03');
  return { reserved, spent, left };
};

describe('a budget of goodwill', () => {
  it('has no limit until somebody sets one, and counts all the same', () => {
    expect(hurdlesOfGrant(UNLIMITED, '2026-03', 1_000_000)).toEqual([]);
    expect(seen(follow(400, 'none', 'reserved'))).toEqual({ reserved: 400, spent: 0, left: null });
  });

  it('holds what is on its way, keeps what has arrived, and gets back what has failed', () => {
    const limit = limited(1000, null);
    const [reserved, spent] = [follow(400, 'none', 'reserved'), follow(400, 'reserved', 'spent')];
    expect(seen(limit, reserved)).toEqual({ reserved: 400, spent: 0, left: 600 });
    expect(seen(limit, reserved, spent)).toEqual({ reserved: 0, spent: 400, left: 600 });
    expect(seen(limit, reserved, follow(400, 'reserved', 'none'))).toEqual({ reserved: 0, spent: 0, left: 1000 });
    expect(seen(limit, reserved, spent, follow(400, 'spent', 'none'))).toEqual({ reserved: 0, spent: 0, left: 1000 });
  });

  it('says which limits a grant is above, to the last coin', () => {
    const budget = after(limited(1000, 600), follow(500, 'none', 'spent'));
    expect([500, 501, 601].map((amount) => hurdlesOfGrant(budget, '2026-03', amount))).toEqual([
      [],
      ['monthly_limit'],
      ['grant_limit', 'monthly_limit'],
    ]);
    expect(hurdlesOfGrant(budget, '2026-04', 600)).toEqual([]);
    expect(hurdlesOfGrant(after(limited(0, null)), '2026-03', 1)).toEqual(['monthly_limit']);
  });

  it('is never left with less than nothing, though another person may confirm more', () =>
    expect(seen(limited(1000, null), follow(1500, 'none', 'spent'))).toEqual({ reserved: 0, spent: 1500, left: 0 }));

  it('names who has set it, and nobody of the platform sets his own', () => {
    expect(budgetView(after(limited(1, 2)), 'CNY', '2026-03')).toMatchObject({
      ...{ monthlyLimit: 1, grantLimit: 2, setAt: at, setBy: { role: 'merchant', id: 'boss' } },
    });
    const agent = { kind: 'agent', id: 'eve' } as const;
    const data = { ...about, giver: agent, limits: { monthly: 9, perGrant: 9 }, by: { role: 'supervisor', id: 'eve' } };
    expect(goodwillBudgetDecider.decide({ type: 'SetLimits', data }, UNLIMITED)).toMatchObject({
      refused: 'four_eyes_required',
    });
  });
});
