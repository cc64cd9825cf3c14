import { policyDecider } from '@amends/domain/insurance';
import { calendarDecider } from '@amends/domain/reconciliation';
import { handle } from '@amends/platform/event-store';
import type { DeadlineHandler } from '@amends/platform/timers';
import { calendarStream } from '../application/streams';

/** An answer, a payout or an end is due, or the time to compare books: the stream itself knows whether the deadline still lives. */
export const deadlineReached: DeadlineHandler = async ({ streamId, name, token }, unit) => {
  if (streamId === calendarStream) {
    await handle(unit, calendarDecider, streamId, { type: 'WakeCalendar', data: { token, at: unit.now } });
    return;
  }
  await handle(unit, policyDecider, streamId, { type: 'DeadlineReached', data: { name, token, at: unit.now } });
};
