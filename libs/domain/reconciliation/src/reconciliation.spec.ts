import { describe, expect, it } from '@jest/globals';
import type { Instant } from '@amends/kernel';
import { boundsOf, businessDayOf, isBusinessDay } from './business-day';
import { calendarDecider, type Calendar, type CalendarCommand } from './calendar';
import { reconciliationDecider, type FoundDifference, type Reconciliation } from './reconciliation';

const AT: Instant = '2026-03-02T19:00:00.000Z'; // 03:00 of the 3rd in Shanghai
const LATER: Instant = '2026-03-03T19:00:00.000Z';

describe('a day of the books', () => {
  it('begins and ends at midnight in Shanghai', () => {
    expect(boundsOf('2026-03-01')).toEqual({ from: '2026-02-28T16:00:00.000Z', before: '2026-03-01T16:00:00.000Z' });
    expect(businessDayOf('2026-02-28T16:00:00.000Z')).toBe('2026-03-01');
    expect(businessDayOf('2026-03-01T15:59:59.999Z')).toBe('2026-03-01');
  });
  it.each(['2026-02-29', '2026-13-01', '2026-3-1', 'today', ''])('is not %s', (text) =>
    expect(isBusinessDay(text)).toBe(false),
  );
  it('is a leap day in a leap year', () => expect(isBusinessDay('2028-02-29')).toBe(true));
});

describe('the calendar of comparisons', () => {
  const after = (calendar: Calendar | null, command: CalendarCommand): Calendar | null => {
    const events = calendarDecider.decide(command, calendar);
    return Array.isArray(events) ? events.reduce(calendarDecider.evolve, calendar) : calendar;
  };
  const kept = after(null, { type: 'KeepCalendar', data: { hour: 3, at: '2026-03-01T20:00:00.000Z' } });

  it('begins with the day it is started on, at the next such hour', () =>
    expect(kept).toEqual({ through: '2026-03-01', hour: 3, dueAt: AT, token: 1 }));
  it('stays as it is at the next start', () =>
    expect(calendarDecider.decide({ type: 'KeepCalendar', data: { hour: 3, at: LATER } }, kept)).toEqual([]));
  it('names the days that are over, and is woken again in an hour should nobody have done them', () =>
    expect(calendarDecider.decide({ type: 'WakeCalendar', data: { token: 1, at: LATER } }, kept)).toEqual([
      {
        type: 'reconciliation_calendar.reached',
        data: { days: ['2026-03-02', '2026-03-03'], dueAt: '2026-03-03T20:00:00.000Z', occurredAt: LATER },
      },
    ]));
  it('makes up for a month at most', () => {
    const woken = { type: 'WakeCalendar', data: { token: 1, at: '2027-03-03T19:00:00.000Z' } } as const;
    const days = [calendarDecider.decide(woken, kept)]
      .flat()
      .flatMap((event) => ('data' in event && 'days' in event.data ? event.data.days : []));
    expect([days.length, days[0], days.at(-1)]).toEqual([31, '2027-02-01', '2027-03-03']);
  });
  it.each([
    ['too early', { token: 1, at: '2026-03-02T18:59:59.999Z' }],
    ['of another round', { token: 0, at: AT }],
  ])('does nothing at a wake-up that is %s', (_, data) =>
    expect(calendarDecider.decide({ type: 'WakeCalendar', data }, kept)).toEqual([]),
  );
  it('waits for the next day once it is done', () =>
    expect(after(kept, { type: 'NoteReconciled', data: { through: '2026-03-02', at: AT } })).toEqual({
      through: '2026-03-02',
      hour: 3,
      dueAt: LATER,
      token: 2,
    }));
});

describe('the comparison of a day, run again', () => {
  const missing: FoundDifference = {
    kind: 'missing',
    paymentId: 'pay-1',
    number: 'rfd-1-1',
    refundId: 'rfd-1',
    ours: { amount: 1, currency: 'CNY', status: 'succeeded' },
    theirs: null,
  };
  const extra: FoundDifference = {
    ...missing,
    kind: 'extra',
    number: 'X',
    refundId: null,
    ours: null,
    theirs: missing.ours,
  };
  const counts = { ours: 1, theirs: 1, matched: 0, underWay: 0, differing: 0 };
  const run = (
    before: Reconciliation | null,
    at: Instant,
    ...differences: FoundDifference[]
  ): Reconciliation | null => {
    const data = { day: '2026-03-02', counts, sums: [], differences, at };
    const events = reconciliationDecider.decide({ type: 'NoteRun', data }, before);
    return Array.isArray(events) ? events.reduce(reconciliationDecider.evolve, before) : before;
  };

  it('keeps since when a difference is open', () => {
    const again = run(run(null, AT, missing), LATER, missing, extra);
    expect(again?.differences.map(({ number, since }) => [number, since])).toEqual([
      ['rfd-1-1', AT],
      ['X', LATER],
    ]);
    expect([again?.runs, again?.closed]).toEqual([2, 0]);
  });
  it('closes a difference that has gone', () => {
    const again = run(run(null, AT, missing, extra), LATER, extra);
    expect(again?.differences.map(({ number }) => number)).toEqual(['X']);
    expect(again?.closed).toBe(1);
  });
  it('is listed as flagged only while a difference is open', () => {
    const flagged = (state: Reconciliation | null) =>
      reconciliationDecider.aggregate.listings?.(state).map((row) => [row.status, row.flagged]);
    expect(flagged(run(null, AT, missing))).toEqual([['differing', true]]);
    expect(flagged(run(run(null, AT, missing), LATER))).toEqual([['matched', false]]);
  });
});
