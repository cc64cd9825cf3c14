import { businessDayOf, isBusinessDay, type BusinessDay } from '@amends/domain/reconciliation';
import type { Instant } from '@amends/kernel';
import {
  BoundedText,
  malformed,
  notFound,
  OneOf,
  Optional,
  PageQuery,
  Says,
  type DocumentedPipe,
} from '@amends/platform/http';

export class ReconciliationQuery extends PageQuery {
  @Optional()
  @OneOf(['true', 'false'])
  @Says('Only days on which a difference is open, or on which none is.')
  readonly differing?: 'true' | 'false';
}

export class ReconciliationDto {
  @BoundedText(10) @Says('A day in Asia/Shanghai that has begun.', '2026-03-01') readonly date!: string;
}

/** A pipe for a day in a path; what the calendar does not have names nothing: 404. */
export const pathDay: DocumentedPipe = {
  takes: { type: 'string', format: 'date' },
  transform: (value) => (isBusinessDay(value) ? value : notFound()),
};

/** The day that somebody asks to compare; one that has not begun, or is none, is `malformed`. */
export const askedDay = ({ date }: ReconciliationDto, now: Instant): BusinessDay =>
  isBusinessDay(date) && date <= businessDayOf(now)
    ? date
    : malformed({ pointer: '/date', code: 'malformed', detail: 'Must be a day that has begun, as 2026-03-01.' });
