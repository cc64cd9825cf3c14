import { calendarDecider, type BusinessDay, type CalendarCommand } from '@amends/domain/reconciliation';
import type { Instant } from '@amends/kernel';
import { stubbornly } from '@amends/platform/effects';
import { EventStore, handle, type Metadata, type StoredEvent } from '@amends/platform/event-store';
import { LOG } from '@amends/platform/http';
import type { Log } from '@amends/platform/observability';
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { CONFIG, type RefundsConfig } from '../../config';
import { calendarStream } from '../streams';
import { Reconciler } from './reconciler';

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
    @Inject(CONFIG) private readonly config: RefundsConfig,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** Sets the calendar, and reacts to it from now on. */
  async start(): Promise<void> {
    this.stopHearing = this.store.committed((events) => events.forEach((event) => this.heard(event)));
    const { RECONCILIATION_HOUR: hour } = this.config;
    await this.change((at) => ({ type: 'KeepCalendar', data: { hour, at } }));
    await this.reconciler.open();
  }

  async onModuleDestroy(): Promise<void> {
    this.stopHearing();
    await this.last;
  }

  private heard({ type, data }: StoredEvent): void {
    if (type !== 'reconciliation_calendar.reached') return;
    const { days } = data as Readonly<{ days: readonly BusinessDay[] }>; // the calendar's own event
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
