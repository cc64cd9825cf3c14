import { accountAggregate, type Account, type Refund } from '@amends/domain/refunds';
import type { InsurerOutside } from '../insurer';
import type { ProviderOutside } from '../provider';
import type { Shop } from '../shop/shop';
import { Violation } from '../stage';
import type { Database } from '../store';

/** What is looked at: the two databases, and the books of those outside. */
export type World = Readonly<{
  refunds: Database;
  insurance: Database;
  provider: ProviderOutside;
  insurer: InsurerOutside;
  shop: Shop;
  now: () => string;
}>;

/** @throws Violation unless it holds */
export const must = (what: string, holds: boolean): void => {
  if (!holds) throw new Violation(what);
};

export const statesOf = <State>(database: Database, category: string): readonly State[] =>
  [...database.streams.values()]
    .filter(({ aggregate }) => aggregate.category === category)
    .map(({ state }) => state as State);

export const accountsOf = ({ refunds }: World): readonly Account[] => statesOf(refunds, accountAggregate.category);
export const refundsOf = (world: World): readonly Refund[] => accountsOf(world).flatMap(({ refunds }) => refunds);

export const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0);
