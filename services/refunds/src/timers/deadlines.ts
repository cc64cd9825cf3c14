import type { DeadlineHandler } from '@amends/platform/timers';
import { changeAccount } from '../application/change-account';

/** A leg's time to be asked about or tried again: the account itself knows whether the deadline still lives. */
export const deadlineReached: DeadlineHandler = async ({ streamId, name, token }, unit) => {
  await changeAccount(unit, streamId, { type: 'DeadlineReached', data: { name, token, at: unit.now } });
};
