import { isRefusal } from '@amends/kernel';
import { EMPTY_ACCOUNT, type Account, type AccountEvent } from './account';
import type { AccountCommand } from './commands';
import { accountDecider } from './decide';

/** For specifications: the account after these commands, refused ones leaving it alone. */
export const decideAll = (...commands: readonly AccountCommand[]): Account => commands.reduce(decideOn, EMPTY_ACCOUNT);

/** The account after one more command. */
export const decideOn = (account: Account, command: AccountCommand): Account =>
  eventsOn(account, command).reduce(accountDecider.evolve, account);

/** What one more command tells. */
export const eventsOn = (account: Account, command: AccountCommand): readonly AccountEvent[] => {
  const decision = accountDecider.decide(command, account);
  return isRefusal(decision) ? [] : decision;
};
