import { BoundedText, IsInstant, OneOf, Optional, PageSize, Says } from '@amends/platform/http';

export class JournalQuery {
  @IsInstant() @Says('The first instant of the period.', '2026-03-01T00:00:00.000Z') readonly from!: string;
  @IsInstant()
  @Says('The instant after the period, at most 31 days after its first.', '2026-04-01T00:00:00.000Z')
  readonly to!: string;

  @Optional()
  @OneOf(['json', 'csv', 'hledger'])
  @Says('json is paged; csv and hledger are the whole period as a file.')
  readonly format?: 'json' | 'csv' | 'hledger';

  @PageSize(100) readonly limit: number = 100;

  @Optional() @BoundedText(20) @Says('nextCursor of the page before.') readonly cursor?: string;
}
