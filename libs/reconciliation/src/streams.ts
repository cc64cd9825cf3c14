import { calendarDecider } from '@amends/domain/reconciliation';
import { handle, streamNamed } from '@amends/platform/event-store';
import type { DeadlineHandler } from '@amends/platform/timers';

/** The stream of the comparison of a day with the other side's books. */
export const reconciliationStream = (day: string): string => streamNamed('reconciliation', day);

/** The one stream of a service that knows when its books are compared. */
export const calendarStream = streamNamed('reconciliation_calendar');

/** A handler of deadlines to which the calendar's belong, too; all others are the service's own. */
export const wakesCalendar =
  (others: DeadlineHandler): DeadlineHandler =>
  async (reached, unit) => {
    const { streamId, token } = reached;
    if (streamId !== calendarStream) return others(reached, unit);
    await handle(unit, calendarDecider, streamId, { type: 'WakeCalendar', data: { token, at: unit.now } });
  };
