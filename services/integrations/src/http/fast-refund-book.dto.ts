import { IsInstant, Optional, PageQuery, Says, WholeNumber } from '@amends/platform/http';
import { Transform } from 'class-transformer';

export class FastRefundBookQuery extends PageQuery {
  @Optional()
  @IsInstant()
  @Says('Only what was advanced from this instant on.', '2026-03-02T00:00:00.000Z')
  readonly from?: string;

  @Optional()
  @IsInstant()
  @Says('Only what was advanced before this instant.', '2026-03-09T00:00:00.000Z')
  readonly to?: string;

  @Optional()
  @WholeNumber(0, 99)
  @Transform(({ value }) => (value === '' ? NaN : Number(value))) // The empty text is no zero.
  @Says('Only buyers of this bucket; the roll-out is open to those below its percentage.', 17)
  readonly bucket?: number;
}
