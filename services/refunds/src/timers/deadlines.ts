import { wakesCalendar } from '@amends/reconciliation';
import { changeAccount } from '../application/change-account';

/** A leg's time to be asked about or tried again, or the time to compare books: the stream itself knows whether the deadline still lives. */
export const deadlineReached = wakesCalendar(async ({ streamId, name, token }, unit) => {
  await changeAccount(unit, streamId, { type: 'DeadlineReached', data: { name, token, at: unit.now } });
});
