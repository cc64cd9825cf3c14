import {
  between,
  DAY_MS,
  HOUR_MS,
  instant,
  later,
  millis,
  shanghaiDayStart,
  type Aggregate,
  type Decider,
  type Instant,
  type LiveDeadline,
  type Message,
} from '@amends/kernel';
import { boundsOf, businessDayOf, dayAfter, dayBefore, type BusinessDay } from './business-day';

/** A run that failed, or was cut short, is made up for after so long. */
const AGAIN_AFTER_MS = HOUR_MS;
/** So many days are made up for at most. */
const DAYS_BACK = 31;

/** Up to which day the books were compared, and when the next comparison is due. Null before the first start. */
export type Calendar = Readonly<{ through: BusinessDay; hour: number; dueAt: Instant; token: number }>;

export type CalendarCommand =
  /** `hour`: of the day in Asia/Shanghai at which the day before is compared. */
  | Message<'KeepCalendar', Readonly<{ hour: number; at: Instant }>>
  | Message<'WakeCalendar', Readonly<{ token: number; at: Instant }>>
  | Message<'NoteReconciled', Readonly<{ through: BusinessDay; at: Instant }>>;

export type CalendarEvent =
  | Message<
      'reconciliation_calendar.set',
      Readonly<{ through: BusinessDay; hour: number; dueAt: Instant; occurredAt: Instant }>
    >
  /** These days are to be compared now. */
  | Message<
      'reconciliation_calendar.reached',
      Readonly<{ days: readonly BusinessDay[]; dueAt: Instant; occurredAt: Instant }>
    >;

const decide = (command: CalendarCommand, calendar: Calendar | null): readonly CalendarEvent[] => {
  const { at } = command.data;
  switch (command.type) {
    case 'KeepCalendar': {
      const { hour } = command.data;
      if (calendar?.hour === hour) return [];
      return [set(calendar?.through ?? dayBefore(businessDayOf(at)), hour, at)];
    }
    case 'WakeCalendar': {
      if (calendar?.token !== command.data.token || between(calendar.dueAt, at) < 0) return [];
      const days = daysSince(calendar.through, at);
      const data = { days, dueAt: later(at, AGAIN_AFTER_MS), occurredAt: at };
      return [{ type: 'reconciliation_calendar.reached', data }];
    }
    case 'NoteReconciled':
      return calendar === null ? [] : [set(command.data.through, calendar.hour, at)];
  }
};

const set = (through: BusinessDay, hour: number, at: Instant): CalendarEvent => ({
  type: 'reconciliation_calendar.set',
  data: { through, hour, dueAt: nextAt(hour, at), occurredAt: at },
});

/** The next time after `at` that it is this hour in Asia/Shanghai. */
const nextAt = (hour: number, at: Instant): Instant => {
  const today = shanghaiDayStart(at) + hour * HOUR_MS;
  return instant(today > millis(at) ? today : today + DAY_MS);
};

/** The days after `through` that are over, the oldest first. */
const daysSince = (through: BusinessDay, at: Instant): readonly BusinessDay[] => {
  const [yesterday, days] = [dayBefore(businessDayOf(at)), [] as BusinessDay[]];
  const earliest = businessDayOf(later(boundsOf(yesterday).from, -(DAYS_BACK - 1) * DAY_MS));
  const first = dayAfter(through);
  for (let day = first > earliest ? first : earliest; day <= yesterday; day = dayAfter(day)) days.push(day);
  return days;
};

const evolve = (before: Calendar | null, { type, data }: CalendarEvent): Calendar | null => {
  const token = (before?.token ?? 0) + 1;
  if (type === 'reconciliation_calendar.set') {
    const { through, hour, dueAt } = data;
    return { through, hour, dueAt, token };
  }
  return before && { ...before, dueAt: data.dueAt, token };
};

const deadlines = (calendar: Calendar | null): readonly LiveDeadline[] =>
  calendar === null
    ? []
    : [{ name: 'reconciliation', kind: 'reconciliation', token: calendar.token, dueAt: calendar.dueAt }];

/** One stream: when the books are compared. */
export const calendarAggregate: Aggregate<Calendar | null, CalendarEvent> = {
  category: 'reconciliation_calendar',
  revision: 1,
  initialState: null,
  evolve,
  deadlines,
};

export const calendarDecider: Decider<Calendar | null, CalendarCommand, CalendarEvent, never> &
  Readonly<{ aggregate: Aggregate<Calendar | null, CalendarEvent> }> = {
  aggregate: calendarAggregate,
  initialState: null,
  decide,
  evolve,
};
