import type { DeadlineHandler } from '@amends/platform/timers';
import { calendarDecider } from '@amends/domain/reconciliation';
import { handle } from '@amends/platform/event-store';
import { changeAccount } from '../application/change-account';
import { calendarStream } from '../application/streams';

/** A leg's time to be asked about or tried again, or the time to compare books: the stream itself knows whether the deadline still lives. */
export const deadlineReached: DeadlineHandler = async ({ streamId, name, token }, unit) => {
  if (streamId === calendarStream) {
    await handle(unit, calendarDecider, streamId, { type: 'WakeCalendar', data: { token, at: unit.now } });
    return;
  }
  await changeAccount(unit, streamId, { type: 'DeadlineReached', data: { name, token, at: unit.now } });
};
