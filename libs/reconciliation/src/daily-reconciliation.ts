import {
  calendarDecider,
  type CalendarCommand,
  type CalendarEvent,
  type BusinessDay,
} from '@amends/domain/reconciliation';
import type { Instant } from '@amends/kernel';
import { stubbornly } from '@amends/platform/effects';
import { EventStore, handle, type Metadata, type StoredEvent } from '@amends/platform/event-store';
import { LOG } from '@amends/platform/http';
import type { Log } from '@amends/platform/observability';
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Reconciler } from './reconciler';
import { calendarStream } from './streams';

/**
 * Compares the days that are over when the calendar says so, and again those on which a difference is open. The calendar
 * moves on when all of them are done; after a failure or a crash it wakes this again.
 */
@Injectable()
export class DailyReconciliation implements OnModuleDestroy {
  private stopHearing: () => void = () => undefined;
  private last: Promise<void> = Promise.resolve();

  constructor(
    private readonly store: EventStore,
    private readonly reconciler: Reconciler,
    @Inject(LOG) private readonly log: Pick<Log, 'error'>,
  ) {}

  /** Sets the calendar to an hour of the day in Asia/Shanghai, and reacts to it from now on. */
  async start(hour: number): Promise<void> {
    this.stopHearing = this.store.committed((events) => events.forEach((event) => this.heard(event)));
    await this.change((at) => ({ type: 'KeepCalendar', data: { hour, at } }));
    await this.reconciler.open();
  }

  async onModuleDestroy(): Promise<void> {
    this.stopHearing();
    await this.last;
  }

  private heard({ type, data }: StoredEvent): void {
    if (type !== 'reconciliation_calendar.reached') return;
    const { days } = data as Extract<CalendarEvent, { type: typeof type }>['data']; // the calendar's own event
    this.last = this.last.then(() => this.reconcile(days));
  }

  private async reconcile(days: readonly BusinessDay[]): Promise<void> {
    try {
      const again = (await this.reconciler.open()).map(({ day }) => day);
      for (const day of new Set([...again, ...days])) await this.reconciler.run(day, SYSTEM);
      const through = days.at(-1);
      if (through !== undefined) await this.change((at) => ({ type: 'NoteReconciled', data: { through, at } }));
    } catch (fault) {
      this.log.error('reconciliation.failed', fault);
    }
  }

  private async change(command: (at: Instant) => CalendarCommand): Promise<void> {
    const change = () =>
      this.store.run(SYSTEM, (unit) => handle(unit, calendarDecider, calendarStream, command(unit.now)));
    await stubbornly(change, (fault) => this.log.error('reconciliation.calendar_not_changed', fault));
  }
}

const SYSTEM: Metadata = { actor: { role: 'system', id: 'reconciliation' }, correlationId: 'reconciliation' };
