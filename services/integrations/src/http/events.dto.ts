import { BoundedText, Optional, PageSize, Says } from '@amends/platform/http';

export class StreamQuery {
  @Optional()
  @BoundedText(2000)
  @Says('Types divided by commas, with or without version, or a family; all when absent.', 'refund.*,order.paid.v1')
  readonly types?: string;
}

export class EventsQuery extends StreamQuery {
  @PageSize(20)
  readonly limit: number = 20;

  @Optional()
  @BoundedText(64)
  @Says('The id of the last event that was read; from the beginning when absent.')
  readonly after?: string;
}
