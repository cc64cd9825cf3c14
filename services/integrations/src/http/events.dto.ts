import { BoundedText, Optional, Says, WholeNumber } from '@amends/platform/http';
import { Type } from 'class-transformer';

export class StreamQuery {
  @Optional()
  @BoundedText(2000)
  @Says('Types divided by commas, with or without version, or a family; all when absent.', 'refund.*,order.paid.v1')
  readonly types?: string;
}

export class EventsQuery extends StreamQuery {
  @WholeNumber(1, 100)
  @Type(() => Number)
  readonly limit: number = 20;

  @Optional()
  @BoundedText(64)
  @Says('The id of the last event that was read; from the beginning when absent.')
  readonly after?: string;
}
