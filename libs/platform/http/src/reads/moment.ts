import type { Moment } from '@amends/platform/event-store';
import { millis, type Clock } from '@amends/kernel';
import { Type } from 'class-transformer';
import { malformed } from '../problems/problem';
import { Says } from '../validation/field-documents';
import { IsInstant, Optional, WholeNumber } from '../validation/fields';

const HIGHEST_VERSION = 2 ** 31 - 1;

/** The query of reads that can look back: `?at=` or `?version=`. */
export class MomentQuery {
  @Optional()
  @IsInstant()
  @Says('The object as it was at this instant; one that has not come yet shows the present. 404 before it was there.')
  readonly at?: string;

  @Optional()
  @WholeNumber(1, HIGHEST_VERSION)
  @Type(() => Number)
  @Says('The object as it was in this version; 404 for one that it never had. Not together with `at`.')
  readonly version?: number;
}

/** The past that a caller asks for; undefined: he asks for the present. @throws Problem `malformed` when he asks for two */
export const momentOf = ({ at, version }: MomentQuery, clock: Clock): Moment | undefined => {
  if (at !== undefined && version !== undefined)
    return malformed({ pointer: '/version', code: 'malformed', detail: 'Either an instant or a version, not both.' });
  if (version !== undefined) return { version };
  return at === undefined || millis(at) > millis(clock.now()) ? undefined : { at };
};
