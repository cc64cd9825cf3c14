import { policyDecider } from '@amends/domain/insurance';
import { handle } from '@amends/platform/event-store';
import { wakesCalendar } from '@amends/reconciliation';

/** An answer, a payout or an end is due, or the time to compare books: the stream itself knows whether the deadline still lives. */
export const deadlineReached = wakesCalendar(async ({ streamId, name, token }, unit) => {
  await handle(unit, policyDecider, streamId, { type: 'DeadlineReached', data: { name, token, at: unit.now } });
});
